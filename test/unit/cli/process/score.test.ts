import assert from 'node:assert/strict';
import { reportSchema } from '../../../../src/core/report/reportSchema.ts';
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
    // One of two log lines is no ground for an alert.
    assert.equal(code, 0);
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
    assert.match(out, /1 output scored/);
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

  it('raises an alert for a rate that fell, names day and size, and makes cases of what failed', async () => {
    const day = (index: number, output: string) => ({
      messages: [{ role: 'user', content: `Why does it blink, ${index}?` }],
      output,
      time: new Date(Date.UTC(2026, 0, 1 + Math.floor(index / 20), index % 20)).toISOString(),
    });
    const log = lines(
      ...Array.from({ length: 400 }, (_, index) =>
        day(index, index < 300 || index % 2 === 0 ? 'the router' : 'no idea'),
      ),
    );
    await using folder = await makeCliFolder({
      'a.prompt.md': 'Be kind.',
      'a.metrics.yaml': suite,
      'logs.jsonl': log,
    });
    const args = ['score', 'a.metrics.yaml', '--completions', 'logs.jsonl'];

    const text = await folder.run([...args, '--cases', 'cases/found.jsonl']);
    const again = await folder.run([...args, '--cases', 'cases/found.jsonl']);
    const json = await folder.run([...args, '--reporter', 'json']);
    const markdown = await folder.run([...args, '--reporter', 'markdown']);
    const junit = await folder.run([...args, '--reporter', 'junit']);
    const sarif = await folder.run([...args, '--reporter', 'sarif']);

    assert.equal(text.code, 1);
    assert.match(text.out, /ALERT .*: 50 % of 100 log lines since 2026-01-16 passed/);
    assert.match(text.out, /Fell on 2026-01-16: 100 % before, 50 % since \(-50 points\)/);
    assert.match(text.err, /20 failing conversations added to cases\/found\.jsonl\./);
    assert.match(again.err, /0 failing conversations added .*; 20 were there already/);
    const rate = reportSchema.parse(JSON.parse(json.out)).runs[0]?.lines?.rates?.[0];
    assert.deepEqual([rate?.metric, rate?.alert, rate?.series.length], ['router', true, 20]);
    assert.match(markdown.out, /Alert: .*50 % of 100 log lines/);
    assert.match(junit.out, /<failure type="below-target" message="50 % of 100 log lines/);
    assert.match(sarif.out, /"level": "error"|"level": "warning"/);
    const suiteWithCases = `${suite}  - { file: cases/found.jsonl }\n`;
    await folder.write('a.metrics.yaml', suiteWithCases);
    const check = await folder.run(['check', 'a.metrics.yaml']);
    assert.equal(check.out, '');
  });

  it('could not run without a usable line', async () => {
    await using folder = await makeCliFolder({ 'a.metrics.yaml': suite, 'logs.jsonl': '\n' });

    const args = ['score', 'a.metrics.yaml', '--completions', 'logs.jsonl'];
    const { code, err } = await folder.run(args);

    assert.equal(code, 2);
    assert.match(err, /holds no line that can be scored/);
  });
});
