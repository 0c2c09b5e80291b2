import assert from 'node:assert/strict';
import { markdownReport } from '../../../../src/core/report/markdown.ts';
import { code, plain } from '../../../../src/core/report/markdownText.ts';
import { caseResultOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { goals, regressed, runThat, show, unscoredRun } from '../../cli/reporters/inputs.ts';

describe('markdownReport', () => {
  it('says why a metric could not be scored on log lines', () => {
    const run = { ...unscoredRun(), cases: [] };
    const unscored = run.metrics.map(({ id }) => ({ metric: id, explanation: 'No value.' }));
    const reported = { run, lines: { total: 2, failures: [], unscored } };

    assert.match(markdownReport([reported], show, 'failure'), /### Not scored\n\n- .*: No value\./);
  });

  it('leads with goals, then metrics that moved, then cases', () => {
    const text = markdownReport([regressed()], show, 'regression');

    const places = [
      '## Micro Metrics: 1 got worse',
      '### Goals',
      'Fewer escalations',
      '| Metric',
      '### Cases',
    ];
    const found = places.map((place) => text.indexOf(place));
    assert.ok(
      found.every((at) => at >= 0),
      text,
    );
    assert.deepEqual(
      found,
      found.toSorted((a, b) => a - b),
    );
    assert.match(text, /❌ \*\*Fewer escalations\*\*: at risk/);
    assert.match(
      text,
      /\| ❌ \| Says question \| 100\u00a0% \| 0\u00a0% \| -100\u00a0points \(-100\u00a0to\u00a0-59\) \| got worse/,
    );
    assert.match(
      text,
      /`case 0` \| Says question \| 100\u00a0% \| 0\u00a0%,\u00a00\/1 \| It does not\./,
    );
  });

  it('says what its new side is where that is not the prompt as it is', () => {
    const text = markdownReport([{ ...regressed(), label: 'git main' }], show, 'regression');

    assert.match(text, /^\*\*[^*]+\*\*: git main; .*; compared with /m);
    assert.match(text, /\| Metric \| Old side \| New side \| Change/);
  });

  it('is calm when nothing moved', () => {
    const text = markdownReport([regressed(runThat(true))], show, 'regression');

    assert.match(text, /^## Micro Metrics: nothing got worse\n/);
    assert.doesNotMatch(text, /❌|### Cases/);
  });

  it('says in its first line that a run was stopped, and claims nothing for what did not run', () => {
    const run = { ...runThat(true), status: 'stopped' as const };

    assert.match(
      markdownReport([{ run }], show, 'failure'),
      /^## Micro Metrics: all on target so far; stopped early\n/,
    );
    assert.match(
      markdownReport([{ run: { ...runThat(false), status: 'stopped' } }], show, 'failure'),
      /^## Micro Metrics: 1 below target; stopped early\n/,
    );
  });

  it('calls nothing on target that is not, where there was nothing to compare with', () => {
    const text = markdownReport([{ run: runThat(false), goals }], show, 'regression');

    assert.match(text, /^## Micro Metrics: 1 below target\n/);
    assert.match(text, /❌ \*\*Fewer escalations\*\*: at risk/);
  });

  it('says which metric could not be scored, and why', () => {
    const text = markdownReport([{ run: unscoredRun() }], show, 'failure');

    assert.match(text, /^## Micro Metrics: 1 could not be scored\n/);
    assert.match(text, /### Not scored\n\n- .*: The metric ran longer than 1 s and was stopped\./);
  });

  it('does not say of a goal that it holds where a metric is below its target as before', () => {
    const { comparison, ...reported } = regressed(runThat(false));
    assert.ok(comparison);
    const metrics = comparison.metrics.map((metric) => ({
      ...metric,
      verdict: 'unchanged' as const,
    }));

    const text = markdownReport(
      [{ ...reported, comparison: { ...comparison, verdict: 'unchanged', metrics } }],
      show,
      'regression',
    );

    assert.match(text, /^## Micro Metrics: nothing got worse\n/);
    assert.match(text, /⚠️ \*\*Fewer escalations\*\*: below target, no worse, 0 % now/);
  });

  it('has no table of days for a log whose lines tell no time', () => {
    const run = runThat(false);
    const [metric = ''] = run.metrics.map(({ id }) => id);
    const rate = {
      ...{ metric, passed: 0, scored: 20, target: 0.9, unit: 'day' as const },
      ...{ series: [], changes: [], isAlert: true },
      current: { passed: 0, scored: 20, rate: 0, interval: [0, 0.2] as const },
    };
    const lines = { total: 20, failures: [], rates: [rate] };

    const text = markdownReport([{ run, lines }], show, 'failure');

    assert.match(text, /Alert/);
    assert.doesNotMatch(text, /by the day/);
  });

  it('does not say of a goal that nothing was scored for that it holds', () => {
    const run = runThat(true);
    const unscored = run.metrics.map((item) => ({
      ...item,
      ...{ passed: 0, scored: 0, passRate: null, interval: null },
    }));

    const text = markdownReport([{ run: { ...run, metrics: unscored }, goals }], show, 'failure');

    assert.match(text, /⚪ \*\*Fewer escalations\*\*: not known/);
  });

  it('says what a regression means for the goal, in rates weighted by severity', () => {
    const text = markdownReport([regressed()], show, 'regression');

    assert.match(
      text,
      /\*\*Fewer escalations\*\*: at risk, 0 % now, 100 % before \(Says question\)/,
    );
  });

  it('names the metrics without a goal below the goals', () => {
    const run = runThat(true);
    const [metric] = run.metrics;
    assert.ok(metric);
    const { goal: _, ...free } = { ...metric, id: 'free', name: 'Is free' };

    const text = markdownReport(
      [{ run: { ...run, metrics: [metric, free] }, goals }],
      show,
      'failure',
    );

    assert.match(text, /holds \(1 of 1 metrics\)\n- ▫️ No goal named: Is free\./);
  });

  it('does not say of log lines that they are on target where there is none', () => {
    const text = markdownReport([{ ...logThat(0), goals }], show, 'failure');

    assert.match(text, /❔ \*\*Fewer escalations\*\*: cannot tell, 0 %; no target/);
    assert.match(text, /1 without a target/);
    assert.match(text, /\| ❔ \| Says question \| 0\u00a0%,\u00a00\/20 \| none \|/);
  });

  it('shows the first failing lines of each metric', () => {
    const failures = Array.from({ length: 30 }, (_, line) => ({
      ...{ line: line + 1, explanation: 'No.' },
      metric: line < 25 ? 'has-question' : 'other',
    }));
    const { run } = logThat(0);

    const text = markdownReport([{ run, lines: { total: 30, failures } }], show, 'failure');

    assert.deepEqual(
      [...text.matchAll(/^- line (\d+)/gm)].map(([, line]) => Number(line)),
      [1, 2, 3, 4, 5, 26, 27, 28, 29, 30],
    );
  });

  it('shows at most twenty cases', () => {
    const cases = Array.from({ length: 50 }, (_, index) =>
      caseResultOf(`c${index}`, { trials: [trialOf('x', { scores: [scoreOf(false)] })] }),
    );

    const text = markdownReport([{ run: { ...runThat(false), cases } }], show, 'failure');

    assert.equal(text.match(/^\| `c\d+` /gm)?.length, 20);
    assert.match(text, /and 30 more/);
  });

  it('shows cases of every metric that failed, however many fail the first', () => {
    const scores = (index: number) => [
      scoreOf(false),
      ...(index < 3 ? [scoreOf(false, { metric: 'other', explanation: 'Why not.' })] : []),
    ];
    const cases = Array.from({ length: 50 }, (_, index) =>
      caseResultOf(`c${index}`, { trials: [trialOf('x', { scores: scores(index) })] }),
    );
    const run = { ...runThat(false), cases };
    const [metric] = run.metrics;
    assert.ok(metric);
    const metrics = [metric, { ...metric, id: 'other', name: 'The other' }];

    const text = markdownReport([{ run: { ...run, metrics } }], show, 'failure');

    assert.equal(text.match(/^\| `c\d+` \| Says question /gm)?.length, 17);
    assert.equal(text.match(/^\| `c\d+` \| The other /gm)?.length, 3);
    assert.match(text, /and 33 more/);
  });
});

/** A log of twenty lines, of which so many passed. */
function logThat(passed: number) {
  const run = runThat(true);
  const scored = 20;
  const rate = passed / scored;
  const metrics = run.metrics.map(({ target: _, ...metric }) => ({
    ...metric,
    ...{ passed, scored, passRate: rate },
  }));
  const current = { passed, scored, rate, interval: [0, 0.2] as const };
  const told = { unit: 'day' as const, series: [], changes: [], current, isAlert: false };
  const rates = metrics.map(({ id }) => ({ metric: id, passed, scored, ...told }));
  return { run: { ...run, metrics, cases: [] }, lines: { total: scored, failures: [], rates } };
}

describe('plain', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['a | b', 'a \\| b'],
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['[click](http://x)', '\\[click\\](http:/\u200b/x)'],
    ['@owner see #12', '@\u200bowner see \\#\u200b12'],
    ['*bold* `code`', '\\*bold\\* \\`code\\`'],
    ['two\nlines', 'two lines'],
  ];
  for (const [given, expected] of rows) {
    it(`makes no markup of ${JSON.stringify(given)}`, () => assert.equal(plain(given), expected));
  }
});

describe('code', () => {
  it('has a fence that its text does not hold', () => {
    assert.equal(code('a `b` ``c``'), '``` a `b` ``c`` ```');
  });

  it('does not end the cell of a table', () => {
    assert.equal(code('a|b'), '`a\\|b`');
  });
});
