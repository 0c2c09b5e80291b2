import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readReport } from '../../../../src/core/report/readReport.ts';
import { makeCliFolder } from '../../../support/cli.ts';
import { projectRoot } from '../../../support/vscode/paths.ts';

async function exampleFolder(name: string) {
  const folder = await makeCliFolder();
  await cp(join(projectRoot, 'examples', name), folder.path, { recursive: true });
  return folder;
}

describe('the examples from the command line', () => {
  it('run in every format and pass', async () => {
    await using folder = await exampleFolder('formats');

    const { code, out, err } = await folder.run(['run', '.', '--reporter', 'json']);

    assert.equal(code, 0, err);
    assert.equal(readReport(out, 'report').length, 7);
  });

  it('measure the judge by its labels, and cap what it says from then on', async () => {
    await using folder = await exampleFolder('judged');

    const before = await folder.run(['run', '.', '--reporter', 'json']);
    const measured = await folder.run(['judges', '.', '--reporter', 'json']);
    const again = await folder.run(['judges', '.']);
    const after = await folder.run(['run', '.', '--reporter', 'json']);

    assert.deepEqual([before.code, measured.code, after.code], [0, 0, 0], measured.err);
    const figures = JSON.parse(measured.out).suites[0].metrics[0];
    assert.equal(figures.id, 'no-promise');
    assert.deepEqual([figures.labels, figures.judged, figures.flips], [12, 12, 0]);
    assert.match(measured.err, /^36 calls/m);
    assert.match(again.err, /^0 calls, 36 from the cache/m);
    assert.match(again.out, /It agrees with people on 67 % of 12 labels, kappa 0\.33/);
    const severity = (text: string) => JSON.parse(text).runs[0].metrics[0].severity;
    assert.deepEqual([severity(before.out), severity(after.out)], ['error', 'information']);
    assert.equal(JSON.parse(after.out).runs[0].metrics[0].judge.judged, 12);
  });

  it("tell from its own suite when a judge's prompt lost a rule", async () => {
    await using folder = await exampleFolder('judged');
    const path = join(folder.path, 'verdict.prompt.md');
    const prompt = await readFile(path, 'utf8');

    const before = await folder.run(['run', 'verdict.prompt.md']);
    await folder.write('verdict.prompt.md', prompt.replace('- Never promise a refund.\n', ''));
    const after = await folder.run(['run', 'verdict.prompt.md', '--compare', 'previous']);

    assert.match(before.out, /Says what people said +100 %/);
    assert.match(after.out, /Says what people said got worse/);
    assert.match(after.out, /x promise .*begins with “pass”, not with “fail”/);
  });

  it('show that most replies are worse where the prompt no longer asks for what is preferred', async () => {
    await using folder = await exampleFolder('judged');
    await folder.run(['run', '.']);
    const prompt = 'You are the support agent of {{ shop }}.\nAnswer in at most 120 words.\n';
    await folder.write('reply.prompt.md', prompt);

    const { out } = await folder.run(['run', '.', '--compare', 'previous', '--reporter', 'json']);

    const metric = JSON.parse(out).runs[0].metrics.find(
      ({ id }: { id: string }) => id === 'better',
    );
    assert.equal(metric.scored, 12);
    assert.ok(metric.passed < metric.scored / 2, out);
  });

  it('have recorded outputs judged only where that is wanted, within what it may cost', async () => {
    await using folder = await exampleFolder('judged');
    const line = { output: 'We will pay 49.90 € back to you today.' };
    await folder.write('log.jsonl', `${JSON.stringify(line)}\n`);
    const args = ['score', 'reply.metrics.yaml', '--completions', 'log.jsonl'];

    const plain = await folder.run([...args, '--reporter', 'json']);
    const unlimited = await folder.run([...args, '--judges']);
    const judged = await folder.run([...args, '--judges', '--max-cost', '1', '--reporter', 'json']);

    const metric = (text: string) => {
      const { scored, skipped, passed } = JSON.parse(text).runs[0].metrics[0];
      return { scored, skipped, passed };
    };
    assert.deepEqual(metric(plain.out), { scored: 0, skipped: 1, passed: 0 });
    assert.deepEqual(metric(judged.out), { scored: 1, skipped: 0, passed: 0 });
    assert.equal(JSON.parse(judged.out).runs[0].usage.requests, 3);
    assert.equal(unlimited.code, 2);
    assert.match(unlimited.err, /--max-cost/);
  });

  it('run code only where it is allowed, and say so where it is not', async () => {
    await using folder = await exampleFolder('custom');

    const refused = await folder.run(['run', '.']);
    const allowed = await folder.run(['run', '.', '--allow-code', '--reporter', 'json']);

    assert.match(refused.out, /Not scored: The code '.\/checks\/prices.js' was not run/);
    assert.equal(allowed.code, 0, allowed.err);
    const metrics = JSON.parse(allowed.out).runs[0].metrics;
    assert.deepEqual(
      metrics.map(({ id, passed, scored }: Record<string, unknown>) => [id, passed, scored]),
      [
        ['few-paragraphs', 2, 2],
        ['short', 2, 2],
        ['no-prices', 2, 2],
        ['known-article', 2, 2],
      ],
    );
  });
});
