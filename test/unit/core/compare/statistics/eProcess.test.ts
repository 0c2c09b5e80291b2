import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addConfirmation,
  addPair,
  combinedEvidence,
  confirmEvidence,
  type Evidence,
  liveChance,
  startEvidence,
  suiteEvidence,
  suiteStakes,
} from '../../../../../src/core/compare/statistics/eProcess.ts';
import { liveInterval } from '../../../../../src/core/compare/statistics/liveInterval.ts';
import { liveChances } from '../../../../../src/core/compare/statistics/liveVerdict.ts';
import { near } from './vectors.ts';

function fed(differences: readonly number[], scaled = true): Evidence {
  return differences.reduce(addPair, startEvidence({ scaled }));
}

function moves(worse: number, better: number): number[] {
  return [...new Array<number>(worse).fill(-1), ...new Array<number>(better).fill(1)];
}

const means = Array.from({ length: 1999 }, (_, index) => (index - 999) / 1000);

/** What bets on both sides of a mean have won, halved: the definition, mean by mean. */
function againstMean(differences: readonly number[], mean: number): number {
  const won = (side: 1 | -1) =>
    suiteStakes.reduce((sum, stake) => {
      const logs = differences.map((difference) =>
        Math.log1p((side * stake * (difference - mean)) / (1 + side * mean)),
      );
      return sum + Math.exp(logs.reduce((total, log) => total + log, 0)) / suiteStakes.length;
    }, 0);
  return (won(1) + won(-1)) / 2;
}

describe('suiteEvidence', () => {
  for (const [worse, better, expected] of [
    [6, 0, 18.065459],
    [8, 0, 56.355709],
    [9, 0, 101.347601],
    [8, 1, 11.363816],
    [12, 2, 23.938801],
    [20, 8, 5.889365],
  ] as const) {
    it(`is ${expected} after ${worse} worse and ${better} better pairs`, () => {
      near(suiteEvidence(fed([...moves(worse, better), 0, 0]), 'worse'), expected);
    });
  }

  it('falls for the other direction', () => {
    near(suiteEvidence(fed(moves(6, 0)), 'better'), 0.140372);
    near(suiteEvidence(fed(moves(12, 2)), 'better'), 0.084551);
  });

  it('takes graded differences as they are when not scaled', () => {
    near(suiteEvidence(fed([-0.4, -1, 0.2, -0.6, 0, -0.8], false), 'worse'), 3.20616);
  });

  it('scales graded differences by their running median', () => {
    const evidence = fed([-0.02, 0.01, -0.05, -0.03, 0, -0.01, -0.04, 0.02]);

    near(suiteEvidence(evidence, 'worse'), 1.546198);
  });

  it('does not grow on average when signs are fair coins', () => {
    // All sign patterns of given sizes: the mean over them is the expectation under no change.
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 6 }),
        (sizes) => {
          let sum = 0;
          for (let mask = 0; mask < 1 << sizes.length; mask++) {
            const ds = sizes.map((s, i) => ((mask >> i) & 1 ? s : -s) / 10);
            sum += suiteEvidence(fed(ds), 'worse');
          }
          assert.ok(Math.abs(sum / 2 ** sizes.length - 1) < 1e-9);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('mirrors its directions', () => {
    const difference = fc.integer({ min: -10, max: 10 }).map((n) => n / 10);
    fc.assert(
      fc.property(fc.array(difference, { maxLength: 20 }), (ds) => {
        const there = fed(ds);
        const back = fed(ds.map((d) => 0 - d));

        assert.equal(suiteEvidence(there, 'worse'), suiteEvidence(back, 'better'));
        assert.equal(liveChance(there, 'better'), liveChance(back, 'worse'));
      }),
    );
  });
});

describe('confirmEvidence', () => {
  for (const [hits, reversed, expected] of [
    [3, 0, 5.117],
    [6, 0, 29.218253],
    [7, 0, 53.236556],
    [8, 0, 97.732268],
    [8, 1, 14.899008],
  ] as const) {
    it(`is ${expected} after ${hits} hits and ${reversed} reversals`, () => {
      let evidence = startEvidence();
      for (const d of moves(hits, reversed)) evidence = addConfirmation(evidence, 'worse', d);

      near(confirmEvidence(evidence, 'worse'), expected);
      assert.equal(confirmEvidence(evidence, 'better'), 1);
    });
  }

  it('multiplies with half of the screen', () => {
    let evidence = fed(moves(4, 1));
    near(suiteEvidence(evidence, 'worse'), 1.907901);
    for (let i = 0; i < 6; i++) evidence = addConfirmation(evidence, 'worse', -1);

    near(combinedEvidence(evidence, 'worse'), 42.481888);
  });

  it('counts repeated gains for the better direction', () => {
    const evidence = addConfirmation(startEvidence(), 'better', 1);

    near(confirmEvidence(evidence, 'better'), 1.7);
  });
});

describe('liveChance', () => {
  it('remembers the highest evidence', () => {
    const high = fed(moves(12, 0));
    const later = moves(0, 10).reduce(addPair, high);

    assert.equal(liveChance(later, 'worse'), liveChance(high, 'worse'));
    assert.ok(combinedEvidence(later, 'worse') < combinedEvidence(high, 'worse'));
  });

  it('is 1 before the first pair and for ties', () => {
    assert.equal(liveChance(startEvidence(), 'worse'), 1);
    assert.equal(liveChance(fed([0, 0, 0]), 'worse'), 1);
  });

  it('refuses what is no difference of scores', () => {
    assert.throws(() => addPair(startEvidence(), Number.NaN), RangeError);
    assert.throws(() => addPair(startEvidence(), 1.1), RangeError);
  });
});

describe('liveChances', () => {
  it('adjusts the stronger direction by Holm and the other for all metrics', () => {
    const drop = fed(moves(9, 0));
    const chances = liveChances([startEvidence(), drop, startEvidence()]);

    near(chances[1]?.worse, Math.min(1, 3 * liveChance(drop, 'worse')));
    assert.equal(chances[1]?.better, 1);
    assert.equal(chances[0]?.worse, 1);
  });

  it('claims a drop at evidence 66.67 for one metric and not below', () => {
    const below = fed(moves(9, 0));
    const above = addPair(below, -1);

    assert.ok(combinedEvidence(below, 'worse') < 66.67);
    assert.ok((liveChances([below])[0]?.worse ?? 0) > 0.03);
    assert.ok(combinedEvidence(above, 'worse') > 66.67);
    assert.ok((liveChances([above])[0]?.worse ?? 1) <= 0.03);
  });
});

describe('liveInterval', () => {
  it('holds the difference at every moment', () => {
    assert.deepEqual(
      liveInterval([...moves(12, 2), ...new Array<number>(36).fill(0)]),
      [-0.428, 0.015],
    );
    assert.deepEqual(liveInterval(new Array<number>(100).fill(0)), [-0.052, 0.052]);
  });

  it('is unknown before the first pair', () => {
    assert.equal(liveInterval([]), null);
  });

  it('reaches from the first to the last mean of the grid that bets do not speak against', () => {
    const difference = fc.oneof(
      fc.constantFrom(-1, 0, 1),
      fc.double({ min: -1, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(difference, { minLength: 1, maxLength: 60 }), (differences) => {
        const kept = means.filter((mean) => againstMean(differences, mean) < 1 / 0.05);

        const [first, last] = [kept[0], kept.at(-1)];
        assert.deepEqual(
          liveInterval(differences),
          first === undefined || last === undefined ? null : [first, last],
        );
      }),
      { numRuns: 40 },
    );
  });
});
