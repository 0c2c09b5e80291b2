import assert from 'node:assert/strict';
import type { MetricComparison, Verdict } from '../../../../src/core/compare/comparison.ts';
import { goalSummaries } from '../../../../src/core/goals/goalSummary.ts';
import type { MetricSummary } from '../../../../src/core/results/runResult.ts';

function metric(
  id: string,
  passRate: number | null,
  own: Partial<MetricSummary> = {},
): MetricSummary {
  return {
    id,
    name: id,
    type: 'contains',
    stage: 'real-time',
    severity: 'error',
    passed: 0,
    scored: 0,
    failed: 0,
    skipped: 0,
    passRate,
    interval: null,
    ...own,
  };
}

function compared(id: string, verdict: Verdict, old: number | null): MetricComparison {
  return {
    id,
    name: id,
    verdict,
    isMixed: false,
    isSmall: false,
    old,
    new: null,
    difference: null,
    interval: null,
    pValue: null,
    pAdjusted: null,
    pairs: 0,
    openDrops: 0,
    summary: '',
  };
}

const goals = [
  { id: 'calm', text: 'Calm customers' },
  { id: 'cheap', text: 'Fewer calls' },
];

describe('Results by goal', () => {
  it('are means of pass rates, weighted by severity', () => {
    const [calm] = goalSummaries(goals, [
      metric('a', 1, { goal: 'calm' }),
      metric('b', 0, { goal: 'calm', severity: 'information' }),
    ]);

    assert.equal(calm?.rate, 0.8);
  });

  it('put goals at risk first, and metrics without a goal last', () => {
    const found = goalSummaries(
      goals,
      [metric('free', 1), metric('a', 1, { goal: 'calm' }), metric('b', 0.5, { goal: 'cheap' })],
      { metrics: [compared('a', 'unchanged', 1), compared('b', 'regressed', 1)] },
    );

    assert.deepEqual(
      found.map(({ goal, verdict, atRisk }) => [goal?.id, verdict, ...atRisk]),
      [
        ['cheap', 'regressed', 'b'],
        ['calm', 'unchanged'],
        [undefined, undefined],
      ],
    );
  });

  it('count what was compared by the cases of both sides, before and after', () => {
    const paired = { ...compared('a', 'unchanged', 1), new: 1 };
    const [calm] = goalSummaries(goals, [metric('a', 2 / 3, { goal: 'calm' })], {
      metrics: [paired],
    });

    assert.deepEqual([calm?.before, calm?.rate], [1, 1]);
  });

  it('are unknown where nothing was scored', () => {
    const [calm] = goalSummaries(goals, [metric('a', null, { goal: 'calm' })]);

    assert.deepEqual([calm?.rate, calm?.before], [null, null]);
  });

  it('leave out goals that no metric serves, and keep metrics of an unknown goal', () => {
    const found = goalSummaries(goals, [metric('a', 1, { goal: 'gone' })]);

    assert.deepEqual(
      found.map(({ goal, metrics }) => [goal, ...metrics]),
      [[undefined, 'a']],
    );
  });
});
