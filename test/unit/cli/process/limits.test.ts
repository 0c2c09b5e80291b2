import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type CliFolder, makeCliFolder } from '../../../support/cli.ts';
import { chatReply, type FaultyServer, startFaultyServer } from '../../../support/faultyServer.ts';

const exec = promisify(execFile);

const suite = `metrics:
  - { id: yes, type: contains, value: 'yes' }
cases:
  - { id: a, messages: [{ role: user, content: A }] }
  - { id: b, messages: [{ role: user, content: B }] }
  - { id: c, messages: [{ role: user, content: C }] }
`;

/** A folder with a suite of three cases, and a server on loopback, whose price nobody knows. */
async function setUp() {
  const folder = await makeCliFolder({ 'a.prompt.md': 'Say yes.\n', 'a.metrics.yaml': suite });
  const server = await startFaultyServer(chatReply('yes'));
  return { folder, server, args: ['run', '.', ...modelOf(server)] };
}

function modelOf({ baseUrl }: FaultyServer): readonly string[] {
  return ['--provider', 'openai', '--model', 'm', '--base-url', baseUrl];
}

async function commit({ path }: CliFolder): Promise<void> {
  const git = (...args: readonly string[]) =>
    exec('git', ['-C', path, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args]);
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'x');
}

describe('Limits of a command', function () {
  this.timeout(60_000);
  let folder: CliFolder;
  let server: FaultyServer;
  let args: readonly string[];
  beforeEach(async () => {
    ({ folder, server, args } = await setUp());
  });
  afterEach(async () => {
    await folder[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  it('ask nothing where dollars cannot limit a model of unknown price, and name the remedy once', async () => {
    await commit(folder);
    await folder.write('a.prompt.md', 'Say yes, please.\n');

    const { code, out, err } = await folder.run([
      ...args,
      '--max-cost',
      '1',
      '--compare',
      'git:HEAD',
    ]);

    assert.equal(code, 2);
    assert.equal(out, '');
    assert.equal(server.requests.length, 0);
    assert.equal(err.match(/price of m is unknown.*--max-calls <n>.*3 calls/g)?.length, 1, err);
  });

  it('let a run of unknown price go on that has nothing to ask', async () => {
    await folder.run(args);

    const { code, out } = await folder.run([...args, '--max-cost', '1']);

    assert.equal(code, 0);
    assert.match(out, / 0 calls, 3 from the cache/);
  });

  it('stop after a number of calls, and report the rest as not run', async () => {
    const { code, out } = await folder.run([...args, '--max-calls', '2', '--max-cost', '1']);

    assert.equal(server.requests.length, 2);
    assert.equal(code, 1);
    assert.match(out, /2 calls.*stopped early/);
    assert.match(out, /Stopped after 2 calls/);
  });

  it('hold for a run and the version that it is compared with together', async () => {
    await commit(folder);
    await folder.write('a.prompt.md', 'Say yes, please.\n');

    const { code, err } = await folder.run([...args, '--max-calls', '4', '--compare', 'git:HEAD']);

    assert.equal(server.requests.length, 4);
    assert.equal(code, 2);
    assert.match(err, /Not everything was asked\. Stopped after 4 calls/);
    assert.match(err, /a\.prompt\.md at git:HEAD: 3 calls, cost unknown/);
  });

  it('hold for all prompts of a command together', async () => {
    await folder.write('b.prompt.md', 'Say yes, now.\n');
    await folder.write('b.metrics.yaml', suite);

    await folder.run([...args, '--max-calls', '5']);

    assert.equal(server.requests.length, 5);
  });

  it('say why judges were not asked about a log', async () => {
    const judge = `judge: { provider: openai, name: m, base-url: '${server.baseUrl}' }\n`;
    const metrics = 'metrics:\n  - { id: kind, type: judge, criteria: Be kind. }\n';
    await folder.write('a.metrics.yaml', judge + metrics);
    await folder.write('log.jsonl', '{"output":"yes"}\n');
    const score = ['score', 'a.metrics.yaml', '--completions', 'log.jsonl', '--judges'];

    const { code, err } = await folder.run([...score, '--max-cost', '1'], { OPENAI_API_KEY: 'x' });

    assert.equal(code, 2);
    assert.match(err, /Not everything was judged\. The price of this model is unknown/);
    assert.equal(server.requests.length, 0);
  });
});
