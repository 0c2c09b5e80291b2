import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareMetrics } from '../../../../../src/core/compare/statistics/compareMetrics.ts';
import { benjaminiHochberg, holm } from '../../../../../src/core/compare/statistics/holm.ts';
import {
  decideOverall,
  decideVerdict,
} from '../../../../../src/core/compare/statistics/verdict.ts';
import { casesOf, flips, near } from './vectors.ts';

const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

describe('holm', () => {
  it('adjusts in steps', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005, 0.2]);

    [0.04, 0.09, 0.09, 0.025, 0.2].forEach((p, i) => {
      near(adjusted[i], p);
    });
  });

  it('keeps the order, and lies between the chance itself and Bonferroni', () => {
    fc.assert(
      fc.property(chances, (ps) => {
        const adjusted = holm(ps);

        for (const [i, p] of ps.entries()) {
          const a = adjusted[i] ?? Number.NaN;
          assert.ok(a >= p && a <= Math.max(p, Math.min(1, p * ps.length)) + 1e-12 && a <= 1);
          for (const [j, q] of ps.entries()) {
            if (p <= q) assert.ok(a <= (adjusted[j] ?? Number.NaN));
          }
        }
      }),
    );
  });
});

describe('benjaminiHochberg', () => {
  it('adjusts by rank', () => {
    const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.2]);

    [0.025, 0.05, 0.05, 0.025, 0.2].forEach((p, i) => {
      near(adjusted[i], p);
    });
  });

  it('is never stricter than Holm', () => {
    fc.assert(
      fc.property(chances, (ps) => {
        const strict = holm(ps);
        benjaminiHochberg(ps).forEach((p, i) => {
          assert.ok(p <= (strict[i] ?? 0) + 1e-12);
        });
      }),
    );
  });
});

describe('decideVerdict', () => {
  const test = (difference: number | null, low = -1, high = 1) => ({
    difference,
    interval: difference === null ? null : ([low, high] as const),
  });
  const base = { pAdjusted: 1, alpha: 0.05, margin: 0.1 };

  it('claims a drop only when the adjusted chance is small', () => {
    const t = test(-0.2, -0.3, -0.1);

    assert.equal(decideVerdict({ ...base, test: t, pAdjusted: 0.05 }).verdict, 'regressed');
    assert.equal(decideVerdict({ ...base, test: t, pAdjusted: 0.051 }).verdict, 'inconclusive');
  });

  it('calls a gain improved', () => {
    const decision = decideVerdict({ ...base, test: test(0.2, 0.1, 0.3), pAdjusted: 0.01 });

    assert.deepEqual(decision, { verdict: 'improved', mixed: false, small: false });
  });

  it('marks a real drop inside the margin as small', () => {
    const decision = decideVerdict({ ...base, test: test(-0.05, -0.09, -0.01), pAdjusted: 0.01 });

    assert.deepEqual(decision, { verdict: 'regressed', mixed: false, small: true });
  });

  it('needs the whole interval inside the margin for unchanged', () => {
    const verdict = (low: number, high: number, roundComplete = true) =>
      decideVerdict({ ...base, test: test(0, low, high), roundComplete }).verdict;

    assert.equal(verdict(-0.09, 0.09), 'unchanged');
    assert.equal(verdict(-0.1, 0.09), 'inconclusive');
    assert.equal(verdict(-0.09, 0.1), 'inconclusive');
    assert.equal(verdict(-0.09, 0.09, false), 'inconclusive');
  });

  it('trusts live evidence before the run is finished, and the final test only afterwards', () => {
    const live = { worse: 0.02, better: 1, alpha: 0.03 };
    const t = test(-0.2, -0.4, 0);

    assert.equal(decideVerdict({ ...base, test: t, live }).verdict, 'regressed');
    const quiet = { worse: 1, better: 1, alpha: 0.03 };
    assert.equal(
      decideVerdict({ ...base, test: t, pAdjusted: 0.001, live: quiet }).verdict,
      'inconclusive',
    );
    assert.equal(
      decideVerdict({ ...base, test: t, pAdjusted: 0.001, live: quiet, resolved: true }).verdict,
      'regressed',
    );
  });

  it('prefers the drop and says mixed when both directions are shown', () => {
    const live = { worse: 0.02, better: 0.02, alpha: 0.03 };

    assert.deepEqual(decideVerdict({ ...base, test: test(0.1), live }), {
      verdict: 'regressed',
      mixed: true,
      small: false,
    });
  });

  it('says mixed when as much got better as got worse', () => {
    const live = { worse: 0.02, better: 1, alpha: 0.03 };

    const { verdict, mixed } = decideVerdict({ ...base, test: test(0), live });

    assert.deepEqual({ verdict, mixed }, { verdict: 'regressed', mixed: true });
  });

  it('leaves the unknown open', () => {
    assert.equal(decideVerdict({ ...base, test: test(null) }).verdict, 'inconclusive');
  });
});

describe('decideOverall', () => {
  it('is as bad as the worst metric', () => {
    assert.equal(decideOverall(['unchanged', 'improved', 'regressed']), 'regressed');
    assert.equal(decideOverall(['unchanged', 'improved', 'inconclusive']), 'improved');
    assert.equal(decideOverall(['unchanged', 'inconclusive']), 'inconclusive');
    assert.equal(decideOverall(['unchanged', 'unchanged']), 'unchanged');
    assert.equal(decideOverall([]), 'inconclusive');
  });
});

describe('compareMetrics', () => {
  it('mirrors every verdict when old and new change places', () => {
    const mirrored = { regressed: 'improved', improved: 'regressed' } as const;
    const side = fc.array(fc.constantFrom(0, 1), { maxLength: 3 });
    const pairs = fc
      .array(fc.record({ old: side, new: side }), { maxLength: 12 })
      .map((rows) => rows.map((row, i) => ({ id: `${i}`, ...row })));
    fc.assert(
      fc.property(fc.array(pairs, { minLength: 1, maxLength: 3 }), (suites) => {
        const metrics = suites.map((p, i) => ({ id: `m${i}`, pairs: p }));
        const swapped = suites.map((ps, i) => ({
          id: `m${i}`,
          pairs: ps.map((p) => ({ id: p.id, old: p.new, new: p.old })),
        }));

        const there = compareMetrics(metrics, { alpha: 0.5 });
        const back = compareMetrics(swapped, { alpha: 0.5 });

        there.metrics.forEach((metric, i) => {
          const verdict = metric.verdict;
          const expected =
            verdict === 'regressed' || verdict === 'improved' ? mirrored[verdict] : verdict;
          assert.equal(back.metrics[i]?.verdict, expected);
        });
      }),
    );
  });

  it('adjusts over the metrics that have something to compare', () => {
    const result = compareMetrics([
      { id: 'drop', pairs: flips(8, 1, 20) },
      { id: 'same', pairs: flips(0, 0, 20) },
      { id: 'empty', pairs: [] },
    ]);

    assert.deepEqual(
      result.metrics.map((m) => m.verdict),
      ['regressed', 'inconclusive', 'inconclusive'],
    );
    near(result.metrics[0]?.pAdjusted, 2 * 0.021484375);
    assert.equal(result.metrics[2]?.pAdjusted, 1);
    assert.equal(result.overall, 'regressed');
  });

  it('keeps the other rounds when one call failed', () => {
    const pairs = casesOf([
      [3, 3, 3, 3],
      [3, 3, 2, 2],
    ]);

    const [metric] = compareMetrics([{ id: 'm', pairs }]).metrics;

    assert.deepEqual(metric?.test.samples, { old: 6, new: 5 });
  });
});
