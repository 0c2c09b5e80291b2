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

  describe('with old samples in doubt', () => {
    const old = runOf(all(20, [true]));
    const now = runOf(all(20, [false]));

    it('claims nothing where all are, and tells the rates', () => {
      const doubtful = new Set(old.cases.map(({ id }) => id));

      const compared = compareRuns(old, now, { ...options, doubtful });

      assert.equal(compareRuns(old, now, options).verdict, 'regressed');
      assert.equal(compared.verdict, 'inconclusive');
      assert.equal(compared.isOpen, true);
      assert.equal(compared.metrics[0]?.verdict, 'inconclusive');
      assert.equal(
        compared.metrics[0]?.summary,
        'M: 100 % -> 0 % (-100 points). The earlier results are in doubt, so nothing is claimed.',
      );
      assert.ok(compared.cases.every(({ verdict }) => verdict !== 'regressed'));
    });

    it('rests the verdict on the other cases, of which alone it is told', () => {
      const compared = compareRuns(old, now, { ...options, doubtful: new Set(['c0', 'c1']) });

      assert.equal(compared.verdict, 'regressed');
      assert.equal(compared.isOpen, undefined);
      assert.equal(compared.metrics[0]?.pairs, 18);
      assert.equal(compared.cases.length, 20);
      assert.equal(compared.cases[0]?.id, 'c0');
      assert.notEqual(compared.cases[0]?.verdict, 'regressed');
      assert.equal(compared.cases[2]?.verdict, 'regressed');
    });

    it('has no other case in one whose calls failed on either side', () => {
      const doubtful = new Set(old.cases.map(({ id }) => id));
      const failed = runOf({ z: [null] }).cases;
      const passed = runOf({ z: [true] }).cases;

      for (const [before, after] of [
        [failed, passed],
        [passed, failed],
      ] as const) {
        const compared = compareRuns(
          { ...old, cases: [...old.cases, ...before] },
          { ...now, cases: [...now.cases, ...after] },
          { ...options, doubtful },
        );

        assert.equal(compared.isOpen, true);
      }
    });

    it('finds no drop that lies in the doubtful cases alone', () => {
      const fewer = runOf({ ...all(20, [true]), ...all(8, [false]) });
      const doubtful = new Set(Array.from({ length: 8 }, (_, index) => `c${index}`));

      const compared = compareRuns(old, fewer, { ...options, doubtful });

      assert.equal(compareRuns(old, fewer, options).verdict, 'regressed');
      assert.notEqual(compared.verdict, 'regressed');
    });
  });
});
