import assert from 'node:assert/strict';
import {
  type BaselineDoubt,
  baselineDoubts,
  staleAfterMs,
} from '../../../../../src/core/compare/statistics/baseline.ts';
import {
  type CaseSamples,
  caseVerdict,
  isFlaky,
  labelCase,
} from '../../../../../src/core/compare/statistics/caseLabel.ts';
import {
  chanceToDetect,
  expectedFlips,
  resolveCalls,
  smallestDetectableDrop,
  withinCaseVariance,
} from '../../../../../src/core/compare/statistics/planning.ts';
import { near } from './vectors.ts';

describe('labelCase', () => {
  const worse = (hits: number, misses: number) => ({ direction: 'worse' as const, hits, misses });
  const table: [CaseSamples, string, string][] = [
    [{ old: [1], new: [0] }, 'flipped', 'inconclusive'],
    [{ old: [0], new: [1] }, 'flipped', 'inconclusive'],
    [{ old: [1, 1], new: [0, 0] }, 'flipped', 'inconclusive'],
    [{ old: [1, 1, 1], new: [0] }, 'flipped', 'inconclusive'],
    [{ old: [1, 1, 1], new: [0, 0, 0] }, 'likely got worse', 'inconclusive'],
    [{ old: [0, 0, 0], new: [1, 1, 1] }, 'likely got better', 'inconclusive'],
    [{ old: [1, 1, 1, 1, 1], new: [0, 0, 0, 0, 0] }, 'got worse', 'regressed'],
    [{ old: [1], new: [0], confirmation: worse(1, 0) }, 'flipped', 'inconclusive'],
    [{ old: [1], new: [0], confirmation: worse(2, 0) }, 'likely got worse', 'inconclusive'],
    [{ old: [1], new: [0], confirmation: worse(4, 0) }, 'got worse', 'regressed'],
    [{ old: [1], new: [0, 0, 1], confirmation: worse(1, 1) }, 'flaky', 'flaky'],
    [{ old: [1, 0], new: [0] }, 'flaky', 'flaky'],
    [{ old: [1], new: [1] }, 'same', 'unchanged'],
    [{ old: [0, 0], new: [0] }, 'same', 'unchanged'],
    [{ old: [1], new: [] }, 'missing', 'missing'],
    [{ old: [1], new: [Number.NaN] }, 'missing', 'missing'],
    [{ old: [], new: [1] }, 'unknown', 'missing'],
    [{ old: [0.7], new: [0.6], passAt: 0.65 }, 'flipped', 'inconclusive'],
  ];
  for (const [samples, label, verdict] of table) {
    it(`says ${label} for ${JSON.stringify(samples)}`, () => {
      assert.equal(labelCase(samples), label);
      assert.equal(caseVerdict(labelCase(samples)), verdict);
    });
  }
});

describe('isFlaky', () => {
  it('is unknown for one sample', () => {
    assert.equal(isFlaky([1]), null);
    assert.equal(isFlaky([1, Number.NaN]), null);
    assert.equal(isFlaky([1, 0]), true);
    assert.equal(isFlaky([1, 1]), false);
  });
});

describe('planning', () => {
  it('finds smaller drops with more samples', () => {
    near(smallestDetectableDrop(50, 3) ?? undefined, 2.8 * Math.sqrt(0.22 / 150));
    assert.equal(smallestDetectableDrop(0, 3), null);
  });

  it('finds the smallest detectable drop four times in five', () => {
    const drop = smallestDetectableDrop(50, 3) ?? 0;

    assert.ok(Math.abs((chanceToDetect(drop, 50, 3) ?? 0) - 0.8) < 0.001);
    assert.equal(chanceToDetect(0.1, 0, 3), null);
  });

  it('estimates variance inside cases without bias', () => {
    near(withinCaseVariance([[1, 0], [1, 1], [1]]) ?? undefined, 0.25);
    assert.equal(withinCaseVariance([[1], [0]]), null);
  });

  it('expects flips from a typical suite, or from stored samples', () => {
    near(expectedFlips(50).passToFail, 5.5);
    assert.equal(expectedFlips(50).source, 'typical');
    assert.deepEqual(
      expectedFlips(10, [
        [1, 1, 1],
        [1, 1],
      ]),
      { both: 0, passToFail: 0, source: 'samples' },
    );
  });

  it('counts only the calls that are missing', () => {
    const pairs = [
      { id: 'a', old: [1, 1, 1], new: [0, 0, 0, 0] },
      { id: 'b', old: [1], new: [1] },
    ];

    assert.deepEqual(resolveCalls(pairs), { old: 2, new: 2, total: 4 });
  });
});

describe('baselineDoubts', () => {
  const now = { timeMs: 2 * staleAfterMs, fingerprint: 'b' };
  const table: [number, string | null, boolean, BaselineDoubt[]][] = [
    [staleAfterMs, 'b', false, []],
    [staleAfterMs - 1, 'b', false, ['old']],
    [staleAfterMs, 'a', false, ['other model']],
    [staleAfterMs, null, true, ['picked by score']],
  ];
  for (const [timeMs, fingerprint, picked, expected] of table) {
    it(`finds ${expected.join() || 'nothing'} at ${timeMs} with ${fingerprint}`, () => {
      assert.deepEqual(baselineDoubts({ timeMs, fingerprint }, now, picked), expected);
    });
  }
});
