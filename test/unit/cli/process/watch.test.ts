import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportSchema } from '../../../../src/core/results/reportSchema.ts';
import { makeCliFolder } from '../../../support/cli.ts';

const suite = `metrics:
  - { id: router, name: Names the router, type: contains, value: router, target: 0.9 }
`;

function lines(count: number, output: string): string {
  return `${JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }], output })}\n`.repeat(
    count,
  );
}

describe('micro-metrics watch', function () {
  this.timeout(60_000);

  it('waits for a log, tells when a metric falls and recovers, and sums up when it is stopped', async () => {
    await using folder = await makeCliFolder({ 'a.metrics.yaml': suite, 'a.prompt.md': 'Hi' });
    const log = join(folder.path, 'logs.jsonl');
    const watching = folder.start(['watch', 'logs.jsonl', '--reporter', 'json']);

    await watching.saysOnError('There is no logs.jsonl yet');
    await appendFile(log, `nonsense\n${lines(30, 'no idea')}`);
    await watching.saysOnError('ALERT Names the router: 0 % of 30 log lines');
    await appendFile(log, lines(400, 'the router'));
    await watching.saysOnError('RECOVERED Names the router');
    watching.child.kill('SIGINT');
    const { code, out, err } = await watching.done;

    assert.equal(code, 130);
    assert.match(err, /logs\.jsonl, line 1: This is not JSON/);
    const [run] = reportSchema.parse(JSON.parse(out)).runs;
    assert.deepEqual([run?.lines?.total, run?.metrics[0]?.passed], [430, 400]);
  });

  it('could not run without a suite, or in a folder that is not there', async () => {
    await using folder = await makeCliFolder({ 'a.metrics.yaml': suite });

    const none = await folder.run(['watch', 'nowhere/logs.jsonl']);
    const several = await folder
      .write('b.metrics.yaml', suite)
      .then(() => folder.run(['watch', 'a.jsonl']));

    assert.deepEqual([none.code, several.code], [2, 2]);
    assert.match(none.err, /folder .*nowhere cannot be watched/);
    assert.match(several.err, /several suites \(a\.metrics\.yaml, b\.metrics\.yaml\)/);
  });
});
