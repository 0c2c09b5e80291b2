import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCliFolder } from '../../../support/cli.ts';
import { findDisks, noDisks } from '../../../support/disks.ts';
import {
  chatReply,
  cutOff,
  type Fault,
  halfStream,
  raw,
  startFaultyServer,
  status,
} from '../../../support/faultyServer.ts';

const files = {
  'a.prompt.md': 'Answer the question: {{ question }}',
  'a.metrics.yaml': `metrics:
  - { type: contains, value: good }
cases:
  - { id: first, variables: { question: One? } }
  - { id: second, variables: { question: Two? } }
`,
};
const noWait = { 'retry-after-ms': '1' };

/** Runs the suite against a server on loopback. */
async function runAgainst(faults: readonly Fault[], ...more: readonly string[]) {
  await using server = await startFaultyServer(...faults);
  await using folder = await makeCliFolder(files);
  const args = ['run', 'a.prompt.md', '--model', 'm', '--base-url', server.baseUrl];
  const result = await folder.run([...args, '--concurrency', '1', ...more]);
  return { ...result, server };
}

describe('Servers in trouble, on the command line', function () {
  this.timeout(60_000);

  const hopeless: readonly (readonly [string, Fault, RegExp])[] = [
    ['401', status(401, { message: 'Incorrect API key' }), /401|key/i],
    ['404', status(404, { message: 'The model `m` does not exist' }), /'?m'?.*not|404/i],
    ['429 again and again', status(429, { message: 'slow down' }, noWait), /429|rate/i],
    ['500 again and again', status(500, { message: 'broken' }, noWait), /500/],
    ['an empty body', raw('', 'application/json', 200, noWait), /empty|not JSON|no reply/i],
    ['HTML', raw('<html>Sign in</html>', 'text/html', 200, noWait), /HTML/],
    ['half a reply', cutOff, /closed in the middle/],
    ['half a stream', halfStream, /closed in the middle/],
  ];
  for (const [name, fault, message] of hopeless) {
    it(`names place and cause of ${name}, and could not run`, async () => {
      const { code, out, server } = await runAgainst([fault]);

      assert.equal(code, 2);
      assert.match(out, /! (first: |first and 1 more case: )/);
      assert.equal(out.split(new URL(server.baseUrl).host).length, 2, out);
      assert.match(out, message);
      assert.ok(out.includes(new URL(server.baseUrl).host), out);
    });
  }

  it('goes on after a failed case', async () => {
    const bad = status(400, { message: 'no' });

    const { code, out } = await runAgainst([bad, chatReply('good')]);

    assert.equal(code, 1);
    assert.match(out, /contains: value good +100 % +1\/1/);
  });

  it('waits as the server asks and goes on', async () => {
    const busy = status(429, { message: 'slow down' }, noWait);

    const { code } = await runAgainst([busy, chatReply('good')]);

    assert.equal(code, 0);
  });
});

describe('Bad input on the command line', function () {
  this.timeout(60_000);

  it('names the place of a mistake in a suite, with what was meant', async () => {
    const suite = files['a.metrics.yaml'].replace('contains', 'contians');
    await using folder = await makeCliFolder({ ...files, 'a.metrics.yaml': suite });

    const { code, out } = await folder.run(['check', 'a.metrics.yaml']);

    assert.equal(code, 1);
    assert.match(out, /^a\.metrics\.yaml:2:\d+: error: .*contians.*contains/);
  });

  it('tells a mistake of a suite of several prompts once', async () => {
    await using folder = await makeCliFolder({
      'a.prompt.md': 'Be kind.',
      'b.prompt.md': 'Be brief.',
      's.metrics.yaml':
        'prompts: [a.prompt.md, b.prompt.md]\nmodel: { provider: simulated }\nmetrics:\n  - { type: contians, value: x }\ncases:\n  - { id: one, turns: [Hi] }\n',
    });

    const { err } = await folder.run(['run', '.']);

    assert.equal(err.split('contians').length, 2, err);
  });

  it('says that there is no such file to check', async () => {
    await using folder = await makeCliFolder(files);

    const { code, err } = await folder.run(['check', 'none.prompt.md']);

    assert.equal(code, 2);
    assert.match(err, /There is no file or folder .*none\.prompt\.md/);
  });

  it('says which command was most likely meant', async () => {
    await using folder = await makeCliFolder(files);

    const { code, err } = await folder.run(['chekc', '.']);

    assert.equal(code, 2);
    assert.match(err, /^There is no command 'chekc'\. Did you mean 'check'\?/);
  });

  it('says which ports there are', async () => {
    await using folder = await makeCliFolder(files);

    const { code, err } = await folder.run(['simulate', '--port', '99999']);

    assert.equal(code, 2);
    assert.match(err, /^--port takes a whole number from 0 to 65535, not '99999'\./);
  });

  it('says that a number is no value of its own where it looks like an option', async () => {
    await using folder = await makeCliFolder(files);

    const { code, err } = await folder.run(['run', 'a.prompt.md', '--max-cost', '-1']);

    assert.equal(code, 2);
    assert.match(err, /^--max-cost takes a value: --max-cost <value>\.\n/);
  });

  it('asks the endpoint that is named, though the suite names a model that has none', async () => {
    await using server = await startFaultyServer(chatReply('good'));
    await using folder = await makeCliFolder({
      ...files,
      'a.metrics.yaml': `model: { provider: simulated }\n${files['a.metrics.yaml']}`,
    });
    const args = ['run', 'a.prompt.md', '--model', 'm', '--base-url', server.baseUrl];

    const { code, out } = await folder.run(args);

    assert.equal(code, 0);
    assert.equal(server.requests.length, 2);
    assert.doesNotMatch(out, /simulated/);
  });

  it('says that no metric is of the stage that is asked for', async () => {
    await using folder = await makeCliFolder(files);
    const args = ['run', 'a.prompt.md', '--provider', 'simulated', '--stage', 'offline'];

    const { err } = await folder.run(args);

    assert.match(err, /^a\.metrics\.yaml has no metric of the stage 'offline'\.$/m);
  });

  it('says which option it does not know, and where help is', async () => {
    await using folder = await makeCliFolder(files);

    const { code, err } = await folder.run(['run', 'a.prompt.md', '--modle', 'x']);

    assert.equal(code, 2);
    assert.match(err, /--modle/);
    assert.match(err, /micro-metrics run --help/);
  });

  it('names the key that is missing', async () => {
    await using folder = await makeCliFolder(files);

    const { code, err } = await folder.run(['run', 'a.prompt.md', '--model', 'm']);

    assert.equal(code, 2);
    assert.match(err, /a\.prompt\.md: No key for https:\/\/api\.openai\.com.*OPENAI_API_KEY/);
  });

  it('runs the other prompts when one has no model', async () => {
    await using folder = await makeCliFolder({
      ...files,
      'b.prompt.md': 'Be kind.',
      'b.metrics.yaml':
        'model: { provider: simulated }\nmetrics:\n  - { type: length, unit: words, min: 1 }\ncases:\n  - { id: only, turns: [Hello] }\n',
    });

    const { code, out, err } = await folder.run(['run', '.']);

    assert.equal(code, 2);
    assert.match(out, /b\.prompt\.md.*simulated/);
    assert.match(err, /a\.prompt\.md: No model is set/);
  });

  it('runs the other prompts when some cannot be read, and tells of each of them once', async () => {
    const suite = files['a.metrics.yaml'];
    await using folder = await makeCliFolder({
      ...files,
      'big.prompt.md': 'x'.repeat(5_000_000),
      'big.metrics.yaml': suite,
      'empty.prompt.md': '',
      'empty.metrics.yaml': suite,
    });
    const args = ['run', '.', '--provider', 'simulated', '--fail-on', 'never'];

    const { code, out, err } = await folder.run(args);

    assert.equal(code, 2);
    assert.match(out, /^a\.prompt\.md .*2 calls/);
    assert.match(err, /^big\.prompt\.md:1:1: error: .* 4\.8 MiB; at most 2\.0 MiB.*Shorten/m);
    assert.match(err, /^empty\.prompt\.md:1:1: error: The prompt is empty.*Write the text/m);
    assert.equal(err.split('error:').length - 1, 2);
  });

  it('shows the report when its file cannot be written', async function () {
    const disks = findDisks();
    if (disks === undefined) {
      console.log(`      skipped: ${noDisks}`);
      return this.skip();
    }
    await using folder = await makeCliFolder(files);
    const locked = join(folder.path, 'locked');
    await mkdir(locked);
    const args = ['run', 'a.prompt.md', '--provider', 'simulated', '--output', 'locked/r.txt'];

    const { code, err, out } = await folder.runBy(disks.readOnly(locked), args);

    assert.equal(code, 2);
    assert.match(out, /a\.prompt\.md/);
    assert.match(err, /locked\/r\.txt/);
  });

  it('makes the folder of the report', async () => {
    await using folder = await makeCliFolder(files);
    const args = ['run', 'a.prompt.md', '--provider', 'simulated', '--fail-on', 'never'];

    const { code, out } = await folder.run([...args, '--output', 'reports/today/r.txt']);

    assert.equal(code, 0);
    assert.equal(out, '');
    assert.match(await readFile(join(folder.path, 'reports/today/r.txt'), 'utf8'), /a\.prompt\.md/);
  });
});
