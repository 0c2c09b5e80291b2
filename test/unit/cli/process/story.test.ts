import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { reportSchema } from '../../../../src/core/report/reportSchema.ts';
import { nodeClock } from '../../../../src/node/nodeClock.ts';
import { openStore } from '../../../../src/node/store/openStore.ts';
import { type CliFolder, makeCliFolder } from '../../../support/cli.ts';
import { FakeLog } from '../../../support/fakePorts.ts';
import { exampleFolder } from '../../../support/vscode/paths.ts';

const exec = promisify(execFile);
const languageLine = 'Always reply in the language of the customer.\n';

/** So many that one run of each version decides. */
const trials = ['--trials', '3'];

async function gitIn({ path }: CliFolder, ...args: readonly string[]): Promise<void> {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  await exec('git', [...identity, '-C', path, ...args]);
}

describe('The story on the command line', function () {
  this.timeout(120_000);
  let folder: CliFolder;
  let whole: string;

  before(async () => {
    whole = await readFile(join(exampleFolder, 'support.prompt.md'), 'utf8');
    const suite = await readFile(join(exampleFolder, 'support.metrics.yaml'), 'utf8');
    folder = await makeCliFolder({ 'support.prompt.md': whole, 'support.metrics.yaml': suite });
    await gitIn(folder, 'init', '--quiet');
    await gitIn(folder, 'add', '.');
    await gitIn(folder, 'commit', '--quiet', '--message', 'x');
  });

  after(() => folder[Symbol.asyncDispose]());

  it('runs the suite, and labels the simulated model', async () => {
    const { code, out } = await folder.run([
      'run',
      'support.prompt.md',
      ...trials,
      '--fail-on',
      'regression',
    ]);

    assert.equal(code, 0);
    assert.match(out, /\(simulated\)/);
  });

  it('accepts the results as a baseline that can be committed', async () => {
    const { code, out } = await folder.run(['accept', 'support.prompt.md']);

    assert.equal(code, 0, out);
    const text = await readFile(join(folder.path, 'support.baseline.json'), 'utf8');
    const report = reportSchema.parse(JSON.parse(text));
    assert.equal(report.runs[0]?.prompt, 'support.prompt.md');
  });

  it('keeps in the history of the suite that a person accepted it', async () => {
    const store = await openStore({ folder: folder.path, clock: nodeClock, log: new FakeLog() });

    const events = await store.events(join(folder.path, 'support.metrics.yaml'));

    store.close();
    assert.deepEqual(
      events.map(({ type }) => type),
      ['accepted'],
    );
  });

  it('reports what the deleted line protected, against the version before', async () => {
    await folder.write('support.prompt.md', whole.replace(languageLine, ''));

    const { code, out } = await folder.run(['run', '.', ...trials, '--compare', 'previous']);

    assert.equal(code, 1);
    assert.match(out, /Replies in the customer's language .*got worse/);
  });

  it('does so against the accepted version, with a report that keeps to its schema', async () => {
    const args = ['run', '.', ...trials, '--compare', 'baseline', '--reporter', 'json'];

    const { code, out } = await folder.run(args);

    assert.equal(code, 1);
    const [run] = reportSchema.parse(JSON.parse(out)).runs;
    assert.equal(run?.comparison?.verdict, 'regressed');
    assert.match(run?.comparison?.baseline.label ?? '', /accepted/);
    assert.equal(run?.usage.requests, 0);
  });

  it('does so in a fresh clone, where only the committed baseline is known', async () => {
    await using clone = await makeCliFolder();
    for (const name of ['support.prompt.md', 'support.metrics.yaml', 'support.baseline.json'])
      await clone.write(name, await readFile(join(folder.path, name), 'utf8'));

    const { code, out } = await clone.run(['run', '.', ...trials, '--compare', 'baseline']);

    assert.equal(code, 1);
    assert.match(out, /Compared with support\.baseline\.json/);
  });

  it('gives no verdict beside a committed baseline of last month that is not run again, says what to do, and lets failures count', async () => {
    await using clone = await makeCliFolder();
    for (const name of ['support.prompt.md', 'support.metrics.yaml'])
      await clone.write(name, await readFile(join(folder.path, name), 'utf8'));
    const committed = await readFile(join(folder.path, 'support.baseline.json'), 'utf8');
    const aged = committed.replaceAll(
      /"startedAt": "[^"]+"/g,
      '"startedAt": "2026-01-02T03:04:05Z"',
    );
    assert.notEqual(aged, committed);
    await clone.write('support.baseline.json', aged);

    const { code, out, err } = await clone.run(['run', '.', ...trials, '--compare', 'baseline']);

    assert.equal(code, 1);
    assert.doesNotMatch(out, /got worse/);
    assert.match(out, /more than seven days older.*no verdict rests on them/);
    assert.match(err, /Leave out a fixed number of trials, so that it is, or write the baseline/);
    assert.match(err, /was compared with nothing that carries a verdict, so its failures count/);
  });

  it('confirms failures on the version that a committed baseline was made from, when a commit has its text', async () => {
    await using clone = await makeCliFolder({ 'support.prompt.md': whole });
    for (const name of ['support.metrics.yaml', 'support.baseline.json'])
      await clone.write(name, await readFile(join(folder.path, name), 'utf8'));
    await gitIn(clone, 'init', '--quiet');
    await gitIn(clone, 'add', '.');
    await gitIn(clone, 'commit', '--quiet', '--message', 'x');
    await clone.write('support.prompt.md', whole.replace(languageLine, ''));

    const { code, out } = await clone.run(['run', '.', '--compare', 'baseline']);

    assert.equal(code, 1, out);
    assert.match(out, /Replies in the customer's language .*got worse/);
    assert.match(out, /the old version passed 12 of 12 and this one 0 of 12/);
  });

  it('says what is missing where no commit has that text', async () => {
    await using clone = await makeCliFolder();
    for (const name of ['support.prompt.md', 'support.metrics.yaml', 'support.baseline.json'])
      await clone.write(name, await readFile(join(folder.path, name), 'utf8'));

    const { err } = await clone.run(['run', '.', '--compare', 'baseline']);

    assert.match(err, /failures cannot be confirmed on it\. In a shallow clone, fetch the history/);
  });

  it('does so against a commit, and says nothing is lost to --fail-on never', async () => {
    const args = ['run', '.', ...trials, '--compare', 'git:HEAD', '--fail-on', 'never'];

    const { code, out } = await folder.run(args);

    assert.equal(code, 0);
    assert.match(out, /Compared with git HEAD/);
    assert.match(out, /got worse/);
  });

  it('refuses a ref that names nothing, before anything is run', async () => {
    const { code, err, out } = await folder.run([
      'run',
      '.',
      ...trials,
      '--compare',
      'git:nowhere',
    ]);

    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(err, /git:nowhere: There is no commit/);
  });

  it('judges a prompt that is not there at a ref yet by its targets, and says that it is compared with nothing', async () => {
    await using fresh = await makeCliFolder();
    for (const name of ['support.prompt.md', 'support.metrics.yaml'])
      await fresh.write(name, await readFile(join(folder.path, name), 'utf8'));
    await gitIn(fresh, 'init', '--quiet');
    await gitIn(fresh, 'commit', '--quiet', '--allow-empty', '--message', 'Empty');

    const { code, err, out } = await fresh.run(['run', '.', '--compare', 'git:HEAD']);

    assert.equal(code, 1, err);
    assert.match(
      err,
      /support\.prompt\.md is not there at git:HEAD: it is new, and compared with nothing/,
    );
    assert.match(out, /Names the product/);
  });

  it('is repaired from the cache when the line is put back', async () => {
    await folder.write('support.prompt.md', whole);

    const { code, out } = await folder.run(['run', '.', ...trials, '--compare', 'baseline']);

    assert.equal(code, 0);
    assert.match(out, / 0 calls/);
  });
});
