import assert from 'node:assert/strict';
import { textReport } from '../../../../src/cli/reporters/text.ts';
import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import type { Comparison, LiveStatus } from '../../../../src/core/compare/comparison.ts';
import type { ReportedRun } from '../../../../src/core/report/report.ts';
import { regressed, runThat, show, unscoredRun } from './inputs.ts';

const live: LiveStatus = {
  isRunning: false,
  done: 12,
  total: 12,
  flips: 3,
  expectedFlips: 2.6,
  summary: '3 flips, about 3 expected by chance.',
  notes: [
    "'case \u001b[31m1' failed and was not run again, for it was shaky before: passed 3 of 5.",
  ],
  resolve: { calls: 48, cost: 0.1, detects: 0.22 },
};

/** A comparison that is still open. */
function open(own: Partial<Comparison> = {}): ReportedRun {
  const { comparison, ...rest } = regressed(runThat(true));
  assert.ok(comparison);
  const metrics = comparison.metrics.map(
    (metric) => ({ ...metric, verdict: 'inconclusive' }) as const,
  );
  return { ...rest, comparison: { ...comparison, verdict: 'inconclusive', metrics, live, ...own } };
}

describe('textReport', () => {
  it('says how an open comparison stands, and what --resolve would take', () => {
    const text = textReport([open()], show, false);

    assert.match(text, /^ {2}3 flips, about 3 expected by chance\.$/m);
    assert.match(text, /not run again, for it was shaky before: passed 3 of 5\.$/m);
    assert.match(
      text,
      /^ {2}Run more trials with --resolve: 48 calls, .*finds a drop of 22 points\.$/m,
    );
  });

  it('says why a metric could not be scored on log lines', () => {
    const run = { ...unscoredRun(), cases: [] };
    const unscored = run.metrics.map(({ id }) => ({ metric: id, explanation: 'No value.' }));
    const lines = { total: 2, failures: [], unscored };

    assert.match(textReport([{ run, lines }], show, false), /^ {4}Not scored: No value\.$/m);
  });

  it('shows no control characters of a case', () => {
    assert.ok(!textReport([open()], show, false).includes('\u001b'));
  });

  it('says how a comparison was made where that is not as usual', () => {
    const { comparison, ...rest } = regressed();
    assert.ok(comparison);
    const notes = ['It was made once, at the end.'];

    const text = textReport([{ ...rest, comparison: { ...comparison, notes } }], show, false);

    assert.match(text, /^ {2}It was made once, at the end\.$/m);
  });

  it('says of what fails as it did before that it is nothing new', () => {
    const run = runThat(false);
    const comparison = compareRuns(runThat(false), run, { baselineLabel: 'before' });

    const report = textReport([{ run, comparison, goals: [], findings: [] }], show, false);

    assert.match(report, /^ {2}[.=] .* 0 % -> +0 % {2}.* 0\/12 {2}still below target$/m);
    assert.match(report, /^ {2}x case 0 \(1 of 1, as before\): It does not\.$/m);
    assert.doesNotMatch(report, /got worse/);
  });

  it('puts new failures before those that are known', () => {
    const passing = runThat(true);
    const [first, ...rest] = runThat(false).cases;
    const [, ...restBefore] = runThat(false).cases;
    const last = passing.cases[0];
    assert.ok(first && last);
    const run = { ...runThat(false), cases: [...rest, first] };
    const before = { ...passing, cases: [...restBefore, last] };
    const comparison = compareRuns(before, run, { baselineLabel: 'before' });

    const report = textReport([{ run, comparison, goals: [], findings: [] }], show, false);

    assert.match(report, /\n\n {2}x case 0 \(1 of 1\): .*\n {2}x case 1 \(1 of 1, as before\)/);
  });

  it('puts metrics that got worse before the others', () => {
    const { comparison, ...rest } = regressed();
    assert.ok(comparison);
    const [worse] = comparison.metrics;
    const [summary] = rest.run.metrics;
    assert.ok(worse && summary);
    const same = { ...worse, id: 'same', verdict: 'unchanged', old: 1, new: 1 } as const;
    const run = { ...rest.run, metrics: [{ ...summary, id: 'same', name: 'Same' }, summary] };

    const report = textReport(
      [{ ...rest, run, comparison: { ...comparison, metrics: [same, worse] } }],
      show,
      false,
    );

    assert.match(report, /\n {2}x Says question .*\n.*\n {2}= Same /);
  });
});
