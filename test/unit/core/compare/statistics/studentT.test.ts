import assert from 'node:assert/strict';
import { mulberry32 } from '../../../../../src/core/compare/statistics/mulberry32.ts';
import { flipSigns } from '../../../../../src/core/compare/statistics/permutationTest.ts';
import { studentTQuantile } from '../../../../../src/core/compare/statistics/studentT.ts';
import { near } from './vectors.ts';

describe('studentTQuantile', () => {
  for (const [degrees, value] of [
    [1, 12.706205],
    [2, 4.302653],
    [3, 3.182446],
    [10, 2.228139],
    [30, 2.042272],
    [499, 1.964729],
    [1e6, 1.959966],
  ] as const) {
    it(`is ${value} for ${degrees} degrees of freedom`, () => {
      near(studentTQuantile(degrees), value);
    });
  }

  it('refuses what has no quantile', () => {
    assert.throws(() => studentTQuantile(0), RangeError);
    assert.throws(() => studentTQuantile(3, 0), RangeError);
  });
});

describe('mulberry32', () => {
  it('repeats its sequence for a seed', () => {
    const random = mulberry32(1);

    near(random(), 0.627074);
    near(random(), 0.002736);
    near(random(), 0.527447);
  });
});

describe('flipSigns', () => {
  it('counts all sign flips', () => {
    near(flipSigns([-0.2, -0.1, 0.05, -0.3, -0.15, 0, -0.25, 0.1]).pValue, 0.109375);
    near(flipSigns([-1, -1, -1, -1, -1]).pValue, 0.0625);
  });

  it('is 1 for no difference at all', () => {
    assert.equal(flipSigns([0, 0]).pValue, 1);
  });
});
