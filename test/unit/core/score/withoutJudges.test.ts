import assert from 'node:assert/strict';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import type { Scorer } from '../../../../src/core/ports.ts';
import { withoutJudges } from '../../../../src/core/score/withoutJudges.ts';
import { polite } from '../../../support/judgedRuns.ts';
import { replySample } from '../../../support/metricSample.ts';
import { metricOf } from '../../../support/suites.ts';

const signal = new AbortController().signal;
const scorer: Scorer = {
  score: async (tasks) =>
    tasks.map(({ metrics }) =>
      metrics.map(({ id }) => ({
        status: 'scored',
        value: 1,
        passed: true,
        explanation: id,
        evidence: [],
      })),
    ),
};

describe('a scorer without judges', () => {
  it('skips what a judge would be asked, in its place', async () => {
    const own = withoutJudges(scorer, builtInMetrics, ({ id }) => `not ${id}`);
    const metrics = [metricOf('a'), polite, metricOf('b')];

    const scores = await own.score([{ sample: replySample('x'), metrics }], signal);

    assert.deepEqual(
      scores[0]?.map(({ status, explanation }) => [status, explanation]),
      [
        ['scored', 'has-a'],
        ['skipped', 'not polite'],
        ['scored', 'has-b'],
      ],
    );
  });
});
