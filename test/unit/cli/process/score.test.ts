import assert from 'node:assert/strict';
import { reportSchema } from '../../../../src/core/results/reportSchema.ts';
import { makeCliFolder } from '../../../support/cli.ts';

const suite = `metrics:
  - { id: router, type: contains, value: router, target: 0.9 }
  - { id: short, type: length, unit: words, max: 5, severity: information }
cases:
  - id: blinking
    turns: [My router blinks.]
    metrics:
      - { id: polite, type: contains, value: please }
  - { id: unasked, turns: [Hello] }
`;

function lines(...items: readonly object[]): string {
  return items.map((item) => JSON.stringify(item)).join('\n');
}

describe('micro-metrics score', function () {
  this.timeout(60_000);

  it('scores lines of cases with their metrics, and others with those of the suite', async () => {
    await using folder = await makeCliFolder({
      'a.metrics.yaml': suite,
      'logs.jsonl': lines(
        { case: 'blinking', output: 'please restart the router' },
        { output: 'the router is fine' },
        { case: 'unknown', output: 'no idea' },
      ),
    });
    const args = ['score', 'a.metrics.yaml', '--completions', 'logs.jsonl', '--reporter', 'json'];

    const { code, out, err } = await folder.run(args);

    const [run] = reportSchema.parse(JSON.parse(out)).runs;
    assert.equal(code, 1);
    const passed = run?.metrics.map(({ id, passed, scored }) => `${id} ${passed}/${scored}`);
    assert.deepEqual(passed, ['router 2/3', 'short 3/3', 'polite 1/1']);
    assert.equal(run?.lines?.total, 2);
    assert.deepEqual(
      run?.lines?.failures.map(({ line, metric }) => [line, metric]),
      [[3, 'router']],
    );
    assert.match(err, /1 of 2 cases have no line/);
  });

  it('names lines that cannot be used and scores the others', async () => {
    await using folder = await makeCliFolder({
      'a.metrics.yaml': suite,
      'logs.jsonl': 'nonsense\n{"output":"router"}\n',
    });
    const args = ['score', 'a.metrics.yaml', '--completions', 'logs.jsonl'];

    const { code, out, err } = await folder.run(args);

    assert.equal(code, 0);
    assert.match(err, /logs\.jsonl:1:1: warning: .*not JSON/);
    assert.match(out, /1 outputs scored/);
  });

  it('compares with an earlier report', async () => {
    const output = (text: string) =>
      lines(...Array.from({ length: 12 }, () => ({ case: 'blinking', output: text })));
    await using folder = await makeCliFolder({
      'a.metrics.yaml': suite,
      'old.jsonl': output('please restart the router'),
      'new.jsonl': output('please restart it'),
    });
    const score = ['score', 'a.metrics.yaml', '--completions'];
    await folder.run([...score, 'old.jsonl', '--reporter', 'json', '--output', 'old.json']);

    const { out } = await folder.run([...score, 'new.jsonl', '--compare', 'old.json']);

    assert.match(out, /Compared with old\.json/);
    assert.match(out, /100 % -> +0 %/);
  });

  it('could not run without a usable line', async () => {
    await using folder = await makeCliFolder({ 'a.metrics.yaml': suite, 'logs.jsonl': '\n' });

    const args = ['score', 'a.metrics.yaml', '--completions', 'logs.jsonl'];
    const { code, err } = await folder.run(args);

    assert.equal(code, 2);
    assert.match(err, /holds no line that can be scored/);
  });
});
