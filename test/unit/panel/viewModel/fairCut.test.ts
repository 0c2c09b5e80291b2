import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fairCut } from '../../../../src/panel/viewModel/fairCut.ts';

describe('fairCut', () => {
  const table = [
    ['leaves all whole where there is room', [10, 20, 30], 100, 1000],
    ['takes from the longest only', [10, 20, 300], 100, 70],
    ['shares what short ones leave among the long ones', [10, 300, 300], 100, 45],
    ['leaves each the least', [300, 300, 300], 9, 5],
    ['has nothing to share among none', [], 100, 1000],
  ] as const;
  for (const [name, lengths, all, expected] of table) {
    it(name, () => {
      assert.equal(fairCut(lengths, all, 5, 1000), expected);
    });
  }

  it('never gives out more than there is, but for the least of each, and nothing more than the most', () => {
    const lengths = fc.array(fc.nat(5000), { maxLength: 60 });
    fc.assert(
      fc.property(lengths, fc.nat(20_000), (given, all) => {
        const [least, most] = [10, 2000];
        const limit = fairCut(given, all, least, most);
        const given_ = given.map((length) => Math.min(length, limit));
        const sum = given_.reduce((total, length) => total + length, 0);

        assert.ok(limit >= least && limit <= most);
        assert.ok(sum <= Math.max(all, given.length * least));
        // What is left over is too little to give one more to each that was cut.
        const cut = given.filter((length) => length > limit).length;
        if (limit > least && limit < most && cut > 0) assert.ok(all - sum < cut);
      }),
    );
  });
});
