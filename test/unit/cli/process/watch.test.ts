import assert from 'node:assert/strict';
import { appendFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { reportSchema } from '../../../../src/core/report/reportSchema.ts';
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

  it('goes on where it was stopped, without saying an alert again, and begins anew with another log', async () => {
    await using folder = await makeCliFolder({ 'a.metrics.yaml': suite, 'a.prompt.md': 'Hi' });
    const log = join(folder.path, 'logs.jsonl');
    const args = ['watch', 'logs.jsonl', '--state', 'watch.json', '--reporter', 'json'];
    await appendFile(log, lines(30, 'no idea'));
    const first = folder.start(args);
    await first.saysOnError('ALERT Names the router');
    first.child.kill('SIGINT');
    await first.done;

    await appendFile(log, lines(10, 'no idea'));
    const second = folder.start(args);
    await second.saysOnError('Going on behind line 30');
    await appendFile(log, lines(500, 'the router'));
    await second.saysOnError('RECOVERED Names the router');
    second.child.kill('SIGINT');
    const { out, err } = await second.done;

    assert.doesNotMatch(err, /ALERT/);
    const [run] = reportSchema.parse(JSON.parse(out)).runs;
    assert.deepEqual([run?.lines?.total, run?.metrics[0]?.passed], [540, 500]);

    await folder.write('next.jsonl', lines(20, 'the router'));
    await rename(join(folder.path, 'next.jsonl'), log);
    const third = folder.start(args);
    await third.saysOnError('was replaced; the new one is read');
    third.child.kill('SIGINT');
    await third.done;
  });

  it('says why it does not go on with a state', async () => {
    await using folder = await makeCliFolder({
      'a.metrics.yaml': suite,
      'watch.json': '{"version',
    });
    const watching = folder.start(['watch', 'logs.jsonl', '--state', 'watch.json']);

    await watching.saysOnError('watch.json cannot be read; the log is read from its beginning');
    watching.child.kill('SIGINT');
    await watching.done;
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
