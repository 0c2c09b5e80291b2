import assert from 'node:assert/strict';
import { worstOf } from '../../../../src/core/compare/caseComparison.ts';
import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { summariseMetrics } from '../../../../src/core/results/summarise.ts';
import { metricOf } from '../../../support/suites.ts';

const metric = metricOf('x', { id: 'm', name: 'M' });

/** A run in which each case has these outcomes, one per trial; null: the call failed. */
function runOf(outcomes: Record<string, readonly (boolean | null)[]>, hash = 'h'): RunResult {
  const cases = Object.entries(outcomes).map(([id, trials]) => ({
    id,
    inputHash: hash,
    tags: [],
    trials: trials.map((passed, trial) => ({
      trial,
      output: passed === null ? null : 'text',
      replies: [],
      messages: [],
      scores:
        passed === null
          ? []
          : [
              {
                metric: 'm',
                status: 'scored' as const,
                value: passed ? 1 : 0,
                passed,
                explanation: '',
              },
            ],
    })),
  }));
  return {
    id: 'run',
    prompt: '/p',
    suite: '/s',
    promptVersion: 'v',
    model: { provider: 'fake', name: 'f', isSimulated: false },
    startedAt: 0,
    durationMs: 1,
    status: 'complete',
    trials: 1,
    usage: { requests: 0, cached: 0, inputTokens: 0, outputTokens: 0, cost: null },
    metrics: summariseMetrics([metric], cases),
    cases,
  };
}

const all = (count: number, outcome: readonly (boolean | null)[]) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, outcome]));
const options = { baselineLabel: 'before' };

describe('worstOf', () => {
  it('lets no metric that wavers hide that another one got better', () => {
    assert.equal(worstOf(['flaky', 'improved', 'unchanged']), 'improved');
  });

  it('lets nothing hide that a metric got worse', () => {
    assert.equal(worstOf(['improved', 'flaky', 'inconclusive', 'regressed']), 'regressed');
  });
});

describe('compareRuns', () => {
  it('says regressed when many cases broke', () => {
    const comparison = compareRuns(runOf(all(10, [true])), runOf(all(10, [false])), options);

    assert.equal(comparison.verdict, 'regressed');
    assert.equal(comparison.metrics[0]?.difference, -1);
    assert.ok(comparison.cases.every((item) => item.verdict === 'regressed'));
  });

  it('does not say regressed for a single flip', () => {
    const fresh = { ...all(20, [true]), c3: [false] };

    const comparison = compareRuns(runOf(all(20, [true])), runOf(fresh), options);

    assert.equal(comparison.verdict, 'inconclusive');
    assert.equal(comparison.cases.find((item) => item.id === 'c3')?.verdict, 'inconclusive');
  });

  it('counts a failed call as missing, not as a fail', () => {
    const comparison = compareRuns(runOf(all(10, [true])), runOf(all(10, [null])), options);

    assert.equal(comparison.metrics[0]?.pairs, 0);
    assert.equal(comparison.metrics[0]?.difference, null);
    assert.equal(comparison.metrics[0]?.pValue, null);
  });

  it('does not compare a case whose input was edited', () => {
    const comparison = compareRuns(
      runOf(all(10, [true]), 'one'),
      runOf(all(10, [false]), 'two'),
      options,
    );

    assert.equal(comparison.metrics[0]?.pairs, 0);
    assert.ok(comparison.cases.every((item) => item.verdict === 'missing'));
  });

  it('lists cases that are gone as missing', () => {
    const comparison = compareRuns(runOf({ a: [true], b: [true] }), runOf({ a: [true] }), options);

    assert.equal(comparison.cases.find((item) => item.id === 'b')?.verdict, 'missing');
  });
});
