import assert from 'node:assert/strict';
import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import { findingsOf } from '../../../../src/core/findings/findings.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { startOfText } from '../../../../src/core/text.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const broken = (id: string, message: string) =>
  caseResultOf(id, {
    trials: [
      trialOf('', { output: null, scores: [], error: { code: 'model-server-error', message } }),
    ],
  });

/** A metric with a goal that all cases passed before and the last of them still do. */
function dropped(count: number, of: number, own: Partial<RunResult> = {}) {
  const ids = Array.from({ length: of }, (_, index) => `case-${index}`);
  const run = (isFailing: (index: number) => boolean) =>
    runOf({
      cases: ids.map((id, index) =>
        caseResultOf(id, { trials: [trialOf('x', { scores: [scoreOf(!isFailing(index))] })] }),
      ),
    });
  const baseline = run(() => false);
  const now = { ...run((index) => index < count), id: 'run-2', ...own };
  return {
    prompt: promptOf('Be kind.'),
    suite: suiteOf({
      metrics: [metricOf('question', { goal: 'calm' })],
      goals: [{ id: 'calm', text: 'Calm customers', range: startOfText }],
    }),
    cases: ids.map((id) => caseOf(id)),
    run: now,
    baseline,
    comparison: compareRuns(baseline, now, { baselineLabel: 'before' }),
  };
}

const regressionIn = (input: Parameters<typeof findingsOf>[0]) =>
  findingsOf(input).find(({ kind }) => kind === 'regression');

describe('findingsOf', () => {
  it('says in two lines what got worse and how sure that is, and in the report all it knows', () => {
    const found = regressionIn(dropped(8, 12));

    const [what, howSure, ...others] = found?.message.split('\n') ?? [];
    assert.equal(what, 'Says question got worse: 4 of 12 passed now, 12 of 12 before.');
    assert.match(
      howSure ?? '',
      /^100 % -> 33 % \(-67 points; the true change is likely \d+ to \d+ points worse\)\.$/,
    );
    assert.deepEqual(others, []);
    assert.match(found?.report ?? '', /Got worse: case-0, case-1, case-2 and 5 more\./);
    assert.match(found?.report ?? '', /Goal at risk: Calm customers\./);
  });

  it('rests a regression on the cases that were run again, where there are any', () => {
    const input = dropped(8, 12);
    const metrics = input.comparison.metrics.map((metric) => ({
      ...metric,
      reruns: { failedAgain: 8, cases: 8 },
    }));

    const found = regressionIn({ ...input, comparison: { ...input.comparison, metrics } });

    assert.equal(found?.message.split('\n')[1], 'Failed again on re-run: 8 of 8.');
  });

  it('says beside the figures that they are of the simulated model', () => {
    const model = { provider: 'simulated', name: 'simulated', isSimulated: true } as const;

    const found = regressionIn(dropped(8, 12, { model }));

    assert.match(found?.message ?? '', /12 of 12 before \(simulated\)\.\n/);
  });

  it('leads from a regression to the cases that got worse, and says why they failed', () => {
    const found = regressionIn(dropped(8, 12));

    assert.equal(found?.related.length, 8);
    assert.deepEqual(
      [found?.related[0]?.caseId, found?.related[0]?.why],
      ['case-0', 'It does not.'],
    );
  });

  it('tells once what kept several cases from running, and where they are', () => {
    const found = findingsOf({
      prompt: promptOf('Be kind.'),
      suite: suiteOf(),
      cases: ['a', 'b', 'c', 'd'].map((id) => caseOf(id)),
      run: runOf({
        cases: [
          broken('a', 'It answered 500.'),
          caseResultOf('b'),
          broken('c', 'It answered 500.'),
          broken('d', 'It was closed.'),
        ],
      }),
    });

    assert.deepEqual(
      found.map(({ kind, caseId, message, related }) => [kind, caseId, message, related.length]),
      [
        ['case-error', 'a', 'a and 1 more case could not run: It answered 500.', 1],
        ['case-error', 'd', 'd could not run: It was closed.', 0],
      ],
    );
  });

  it('says of what failed before, too, that it did, and brings no regression', () => {
    const failing = caseResultOf('a', { trials: [trialOf('x', { scores: [scoreOf(false)] })] });
    const run = runOf({ cases: [failing, caseResultOf('b')] });
    const input = {
      prompt: promptOf('Be kind.'),
      suite: suiteOf(),
      cases: ['a', 'b'].map((id) => caseOf(id)),
    };
    const comparison = compareRuns(run, { ...run, id: 'run-2' }, { baselineLabel: 'before' });

    const found = findingsOf({ ...input, run, comparison });

    assert.deepEqual(
      found.map(({ kind, message }) => [kind, message]),
      [
        ['below-target', 'Says question: 1 of 2 passed (50 %, 50 % before).'],
        ['failing-case', 'a fails Says question, as before. It does not.'],
      ],
    );
  });

  it('does not say so of a failure that is new', () => {
    const failing = caseResultOf('a', { trials: [trialOf('x', { scores: [scoreOf(false)] })] });
    const input = { prompt: promptOf('Be kind.'), suite: suiteOf(), cases: [caseOf('a')] };
    const run = runOf({ cases: [failing] });
    const comparison = compareRuns(runOf({ cases: [caseResultOf('a')] }), run, {
      baselineLabel: 'before',
    });

    const found = findingsOf({ ...input, run, comparison });

    assert.deepEqual(
      found.filter(({ kind }) => kind === 'failing-case').map(({ message }) => message),
      ['a fails Says question. It does not.'],
    );
  });
});
