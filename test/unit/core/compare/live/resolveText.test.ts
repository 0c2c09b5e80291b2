import assert from 'node:assert/strict';
import type { Comparison, LiveStatus } from '../../../../../src/core/compare/comparison.ts';
import { comparisonNotices } from '../../../../../src/core/compare/live/resolveText.ts';

function comparisonWith(live: Partial<LiveStatus>): Comparison {
  return {
    baseline: { run: 'old', promptVersion: 'a', label: 'previous version' },
    current: { run: 'new', promptVersion: 'b' },
    verdict: 'regressed',
    metrics: [],
    cases: [],
    live: {
      ...{ isRunning: false, done: 20, total: 20, flips: 16, expectedFlips: 0 },
      ...{ summary: 'Tone got worse.', notes: [], resolve: { calls: 4, cost: 0, detects: 0.1 } },
      ...live,
    },
  };
}

describe('comparisonNotices', () => {
  it('say nothing once everything was run and a verdict is there', () => {
    assert.deepEqual(comparisonNotices(comparisonWith({})), []);
  });

  it('say that cases were left out because enough was known', () => {
    const summary = 'Tone got worse; stopped after 16 of 20 cases.';

    assert.deepEqual(comparisonNotices(comparisonWith({ done: 16, summary })), [summary]);
  });

  it('say so no more once those were run too', () => {
    const { live, ...rest } = comparisonWith({ done: 16 });
    assert.ok(live);
    const { resolve: _, ...resolved } = live;

    assert.deepEqual(comparisonNotices({ ...rest, live: resolved }), []);
  });
});
