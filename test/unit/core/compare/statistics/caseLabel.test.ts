import assert from 'node:assert/strict';
import {
  type CaseSamples,
  caseVerdict,
  labelCase,
} from '../../../../../src/core/compare/statistics/caseLabel.ts';
import {
  expectedFlips,
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

describe('planning', () => {
  it('finds smaller drops with more samples', () => {
    near(smallestDetectableDrop(50, 3) ?? undefined, 2.8 * Math.sqrt(0.22 / 150));
    assert.equal(smallestDetectableDrop(0, 3), null);
  });

  it('estimates variance inside cases without bias', () => {
    near(withinCaseVariance([[1, 0], [1, 1], [1]]) ?? undefined, 0.25);
    assert.equal(withinCaseVariance([[1], [0]]), null);
  });

  it('expects flips from a typical suite, from a suite that seldom fails, or from samples', () => {
    near(expectedFlips({ pairs: 50, passed: 40 }), 11);
    near(expectedFlips({ pairs: 19, passed: 19 }), 2 * 19 * 0.025 * 0.975);
    assert.equal(
      expectedFlips({ pairs: 10, passed: 10 }, [
        [1, 1, 1],
        [1, 1],
      ]),
      0,
    );
    assert.equal(expectedFlips({ pairs: 0, passed: 0 }), 0);
  });
});
