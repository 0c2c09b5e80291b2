import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CasePair } from '../../../../../src/core/compare/statistics/casePair.ts';
import { testFixedSample } from '../../../../../src/core/compare/statistics/fixedSample.ts';
import { casesOf, flips, near, nearInterval } from './vectors.ts';

const score = fc.constantFrom(0, 1);
const graded = fc.integer({ min: 0, max: 20 }).map((n) => n / 20);

/** Suites of scores from `one`, with 0 to `most` samples per side. */
function suites(one: fc.Arbitrary<number>, cases: number, most: number, least = 0) {
  const side = fc.array(one, { minLength: least, maxLength: most });
  return fc
    .array(fc.record({ old: side, new: side }), { maxLength: cases })
    .map((rows): CasePair[] => rows.map((row, i) => ({ id: `${i}`, ...row })));
}

/** All ways to choose `count` of the indices 0 to n - 1, as bit masks. */
function choices(n: number, count: number): number[] {
  const masks: number[] = [];
  for (let mask = 0; mask < 1 << n; mask++) {
    let bits = 0;
    for (let i = 0; i < n; i++) bits += (mask >> i) & 1;
    if (bits === count) masks.push(mask);
  }
  return masks;
}

/** Two-sided chances by listing every relabelling. */
function bruteForce(pairs: readonly CasePair[]): { pMid: number; pExact: number } {
  let outcomes = [0];
  let observed = 0;
  for (const pair of pairs) {
    const scores = [...pair.old, ...pair.new];
    const differences = choices(scores.length, pair.new.length).map((mask) => {
      let old = 0;
      let fresh = 0;
      scores.forEach((s, i) => {
        if ((mask >> i) & 1) fresh += s;
        else old += s;
      });
      return fresh / pair.new.length - old / pair.old.length;
    });
    observed += differenceOf(pair);
    outcomes = outcomes.flatMap((sum) => differences.map((d) => sum + d));
  }
  const share = (test: (sum: number) => boolean): number =>
    outcomes.filter(test).length / outcomes.length;
  const equal = share((sum) => Math.abs(sum - observed) <= 1e-9);
  const tail = Math.min(
    share((sum) => sum < observed - 1e-9),
    share((sum) => sum > observed + 1e-9),
  );
  return { pMid: Math.min(1, 2 * (tail + equal / 2)), pExact: Math.min(1, 2 * (tail + equal)) };
}

function differenceOf(pair: CasePair): number {
  const mean = (scores: readonly number[]): number =>
    scores.reduce((a, b) => a + b, 0) / scores.length;
  return mean(pair.new) - mean(pair.old);
}

describe('testFixedSample', () => {
  for (const [worse, better, exact, mid] of [
    [0, 0, 1, 1],
    [5, 0, 0.0625, 0.03125],
    [6, 0, 0.03125, 0.015625],
    [8, 1, 0.0390625, 0.021484375],
    [10, 2, 0.038574, 0.022461],
    [15, 5, 0.041389, 0.026604],
    [30, 15, 0.035698, 0.025896],
  ] as const) {
    it(`gives McNemar's chances for ${worse} worse and ${better} better`, () => {
      const test = testFixedSample(flips(worse, better, worse + better + 3));

      near(test.pExact, exact);
      near(test.pValue, mid);
    });
  }

  it('is exact for five samples per side', () => {
    const test = testFixedSample(
      casesOf([
        [5, 5, 0, 5],
        [5, 5, 5, 5],
        [4, 5, 3, 5],
        [5, 5, 5, 5],
        [2, 5, 3, 5],
      ]),
    );

    near(test.difference ?? undefined, -0.2);
    near(test.pExact, 0.146807);
    near(test.pValue, 0.08746);
    nearInterval(test.interval, [-0.407444, 0.037073]);
    assert.equal(test.kind, 'binary');
  });

  it('is exact for three samples per side', () => {
    const test = testFixedSample(
      casesOf([
        [3, 3, 1, 3],
        [3, 3, 2, 3],
        [2, 3, 2, 3],
        [3, 3, 0, 3],
        [1, 3, 2, 3],
        [3, 3, 3, 3],
      ]),
    );

    near(test.difference ?? undefined, -0.277778);
    near(test.pExact, 0.1448);
    near(test.pValue, 0.0858);
    nearInterval(test.interval, [-0.54481, 0.04481]);
  });

  it('is exact for five old samples and one new', () => {
    const test = testFixedSample(
      casesOf([
        [5, 5, 0, 1],
        [5, 5, 0, 1],
        [4, 5, 1, 1],
        [3, 5, 0, 1],
        [5, 5, 1, 1],
      ]),
    );

    near(test.difference ?? undefined, -0.48);
    near(test.pExact, 0.078704);
    near(test.pValue, 0.041667);
    nearInterval(test.interval, [-0.85502, 0.080826]);
  });

  it('gives the interval of single samples', () => {
    nearInterval(testFixedSample(flips(8, 1, 20)).interval, [-0.582053, -0.05431]);
  });

  it('keeps a width when nothing flips', () => {
    const test = testFixedSample(flips(0, 0, 20));

    assert.equal(test.difference, 0);
    assert.equal(test.pValue, 1);
    nearInterval(test.interval, [-0.125991, 0.125991]);
  });

  it('draws labels at random for graded scores', () => {
    const test = testFixedSample([
      { id: 'a', old: [0.9, 0.8, 0.85], new: [0.7, 0.75, 0.6] },
      { id: 'b', old: [0.5, 0.6, 0.55], new: [0.5, 0.65, 0.5] },
      { id: 'c', old: [1, 0.9, 0.95], new: [0.8, 0.85, 0.9] },
      { id: 'd', old: [0.7, 0.7, 0.75], new: [0.65, 0.8, 0.7] },
    ]);

    near(test.pValue, 0.039);
    near(test.difference ?? undefined, -0.066667);
    nearInterval(test.interval, [-0.167304, 0.033971]);
    assert.equal(test.kind, 'graded');
    assert.equal(test.method, 'random labels');
  });

  it('flips signs for single graded samples', () => {
    const old = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
    const fresh = [0.3, 0.4, 0.55, 0.2, 0.35, 0.5, 0.25, 0.6];
    const pairs = old.map((o, i) => ({ id: `${i}`, old: [o], new: [fresh[i] ?? Number.NaN] }));

    const test = testFixedSample(pairs);

    near(test.pValue, 0.109375);
    assert.equal(test.method, 'sign flips');
  });

  it('keeps a width when every graded score fell by the same amount', () => {
    const pairs = [0.9, 0.8, 0.7].map((s, i) => ({ id: `${i}`, old: [s], new: [s - 0.5] }));

    const { interval } = testFixedSample(pairs);

    assert.ok(interval !== null && interval[1] - interval[0] > 0.2);
  });

  it('reads two scores other than 0 and 1 as two levels', () => {
    const scaled = flips(8, 1, 20).map((pair) => ({
      id: pair.id,
      old: pair.old.map((s) => 0.25 + s / 2),
      new: pair.new.map((s) => 0.25 + s / 2),
    }));

    const test = testFixedSample(scaled);

    near(test.pValue, 0.021484375);
    near(test.difference ?? undefined, -0.175);
  });

  it('has no figures for nothing', () => {
    for (const pairs of [[], [{ id: 'a', old: [], new: [1] }]]) {
      const test = testFixedSample(pairs);

      assert.equal(test.kind, 'empty');
      assert.equal(test.difference, null);
      assert.equal(test.interval, null);
      assert.equal(test.oldMean, null);
      assert.equal(test.pValue, 1);
    }
  });

  it('counts unusable scores as missing samples', () => {
    const test = testFixedSample([
      { id: 'a', old: [1, Number.NaN], new: [0] },
      { id: 'b', old: [1], new: [Number.NaN] },
      { id: 'c', old: [1], new: [1.5, 1] },
    ]);

    assert.deepEqual(test.missing, ['b']);
    assert.equal(test.unusable, 3);
    assert.equal(test.cases, 2);
    assert.equal(test.difference, -0.5);
  });

  it('leaves out samples beyond the rounds in which every case took part', () => {
    const test = testFixedSample([
      { id: 'a', old: [1, 1, 1], new: [0, 0, 0] },
      { id: 'b', old: [1, 1, 1], new: [1] },
    ]);

    assert.deepEqual(test.samples, { old: 6, new: 2 });
  });

  it('agrees with listing every relabelling', () => {
    fc.assert(
      fc.property(suites(score, 4, 3, 1), (pairs) => {
        fc.pre(pairs.length > 0);
        const test = testFixedSample(pairs, { rounds: { old: 3, new: 3 } });
        const { pMid, pExact } = bruteForce(pairs);

        assert.ok(Math.abs(test.pValue - pMid) < 1e-12);
        assert.ok(Math.abs(test.pExact - pExact) < 1e-12);
      }),
      { numRuns: 300 },
    );
  });

  it('comes close to listing every relabelling of graded scores', () => {
    fc.assert(
      fc.property(suites(graded, 4, 2, 2), (pairs) => {
        const test = testFixedSample(pairs);
        fc.pre(test.method === 'random labels');
        const { pExact } = bruteForce(pairs);

        // Five standard errors of 9999 draws, or of 400 when drawing stops early.
        const draws = test.pValue > 0.039 ? 200 / (test.pValue / 2) : 9999;
        assert.ok(Math.abs(test.pValue - pExact) < 10 * Math.sqrt(0.25 / draws));
      }),
      { numRuns: 40 },
    );
  });

  for (const [name, one] of [
    ['binary', score],
    ['graded', graded],
  ] as const) {
    it(`mirrors when old and new ${name} scores change places`, () => {
      fc.assert(
        fc.property(suites(one, 8, 3), (pairs) => {
          const there = testFixedSample(pairs);
          const back = testFixedSample(pairs.map((p) => ({ id: p.id, old: p.new, new: p.old })));

          assert.ok(Math.abs((there.difference ?? 0) + (back.difference ?? 0)) < 1e-12);
          if (there.interval !== null && back.interval !== null) {
            assert.ok(Math.abs(there.interval[0] + back.interval[1]) < 1e-9);
          }
          if (there.method !== 'random labels') {
            assert.ok(Math.abs(there.pWorse - back.pBetter) < 1e-12);
            assert.ok(Math.abs(there.pValue - back.pValue) < 1e-12);
          }
        }),
        { numRuns: 60 },
      );
    });

    it(`keeps chances in (0, 1] and the estimate inside the interval of ${name} scores`, () => {
      fc.assert(
        fc.property(suites(one, 10, 4), (pairs) => {
          const test = testFixedSample(pairs, { rounds: { old: 4, new: 4 } });

          for (const p of [test.pWorse, test.pBetter, test.pValue, test.pExact]) {
            assert.ok(p > 0 && p <= 1);
          }
          fc.pre(test.difference !== null && test.interval !== null);
          const [low, high] = test.interval ?? [0, 0];
          assert.ok(low >= -1 && high <= 1 && low < high);
          const cut = Math.max(-1, Math.min(1, test.difference ?? 0));
          assert.ok(low <= cut + 1e-9 && cut - 1e-9 <= high, `${low} ${cut} ${high}`);
        }),
        { numRuns: 150 },
      );
    });
  }

  it('keeps the estimate inside the interval of two cases that moved alike', () => {
    const { difference, interval } = testFixedSample(
      [
        { id: 'a', old: [0, 0, 0, 0], new: [1, 1, 1, 1] },
        { id: 'b', old: [0, 0, 0, 1], new: [1, 1, 0] },
      ],
      { rounds: { old: 4, new: 4 } },
    );

    assert.ok(interval !== null && difference !== null && difference <= interval[1]);
  });

  it('stays above 0 for a change of ten thousand cases', () => {
    const test = testFixedSample(flips(10_000, 0, 10_000));

    assert.ok(test.pValue > 0 && test.pValue < 1e-15);
    assert.equal(test.difference, -1);
  });
});
