import assert from 'node:assert/strict';
import type { Comparison, MetricComparison } from '../../../../src/core/compare/comparison.ts';
import type { Evaluated } from '../../../../src/core/live/evaluated.ts';
import type { PromptState } from '../../../../src/core/live/livePrompts.ts';
import type { MetricSummary } from '../../../../src/core/results/runResult.ts';
import { startOfText } from '../../../../src/core/text.ts';
import { regressionsOf } from '../../../../src/core/views/regressionList.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

function compared(id: string, own: Partial<MetricComparison> = {}): MetricComparison {
  return {
    ...{ id, name: id, verdict: 'regressed', isMixed: false, isSmall: false },
    ...{ old: 1, new: 0.5, difference: -0.5, interval: null, pValue: 0.01, pAdjusted: 0.01 },
    ...{ pairs: 4, openDrops: 2, summary: `${id} got worse` },
    ...own,
  };
}

function evaluated(metrics: readonly MetricComparison[], own: Partial<Evaluated> = {}): Evaluated {
  const specs = metrics.map(({ id }) => metricOf(id, { id, goal: 'calm' }));
  const summaries = metrics.map(
    ({ id, name }): MetricSummary => ({
      ...{ id, name, type: 'contains', stage: 'real-time', goal: 'calm', passed: 1, scored: 2 },
      ...{ severity: id === 'mild' ? 'warning' : 'error', failed: 0, skipped: 0 },
      ...{ passRate: 0.5, interval: null },
    }),
  );
  const cases = [
    caseResultOf('a', {
      trials: [trialOf('no', { scores: [scoreOf(false, { metric: metrics[0]?.id ?? '' })] })],
    }),
  ];
  const comparison: Comparison = {
    baseline: { run: 'old', promptVersion: 'v1', label: 'before' },
    current: { run: 'new', promptVersion: 'v2' },
    verdict: 'regressed',
    metrics,
    cases: [
      {
        id: 'a',
        verdict: 'regressed',
        metrics: metrics.map(({ id }) => ({
          ...{ id, old: 1, new: 0, verdict: 'regressed' as const },
          ...{ label: 'got worse' as const, summary: 'passed before' },
        })),
      },
    ],
  };
  const goals = [{ id: 'calm', text: 'Calm customers', range: startOfText }];
  return {
    target: {
      prompt: promptOf('x'),
      suite: suiteOf({ metrics: specs, goals }),
      cases: [caseOf('a')],
    },
    run: runOf({ metrics: summaries, cases }),
    comparison,
    findings: [],
    ...own,
  };
}

function state(results: readonly Evaluated[], own: Partial<PromptState> = {}): PromptState {
  return { prompt: '/w/a.prompt.md', results, isStale: false, ...own };
}

describe('regressionsOf', () => {
  it('puts severity before size and size before certainty', () => {
    const found = regressionsOf([
      state([
        evaluated([
          compared('mild', { difference: -0.9 }),
          compared('unsure', { pAdjusted: 0.04 }),
          compared('sure', { pAdjusted: 0.001 }),
          compared('large', { difference: -0.8 }),
        ]),
      ]),
    ]);

    assert.deepEqual(
      found.map(({ metric }) => metric),
      ['large', 'sure', 'unsure', 'mild'],
    );
  });

  it('holds only what regressed', () => {
    const metrics = [compared('same', { verdict: 'unchanged' })];

    assert.deepEqual(regressionsOf([state([evaluated(metrics)])]), []);
  });

  it('names goal, failing cases and the reason of each', () => {
    const [found] = regressionsOf([state([evaluated([compared('kind')])])]);

    assert.equal(found?.goal, 'Calm customers');
    assert.deepEqual(
      found?.cases.map(({ id, why }) => [id, why]),
      [['a', 'It does not.']],
    );
  });

  it('is stale with the results, but a verdict of the run that goes on is not', () => {
    const old = evaluated([compared('old')]);
    const early = evaluated([compared('early')]);
    const running = { done: 1, total: 2, cost: 0, early };

    assert.deepEqual(
      regressionsOf([state([old], { isStale: true })]).map((item) => [item.metric, item.isStale]),
      [['old', true]],
    );
    assert.deepEqual(
      regressionsOf([state([old], { isStale: true, running })]).map((item) => [
        item.metric,
        item.isStale,
      ]),
      [['early', false]],
    );
  });
});
