import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sorting } from '../../../src/panel/slicedSort.ts';
import { finished } from '../../../src/panel/slicedWork.ts';

describe('sorting', () => {
  it('sorts as the engine does, equal ones in their order', () => {
    const items = fc
      .array(fc.nat(50), { maxLength: 3000, size: 'max' })
      .map((keys) => keys.map((key, place) => ({ key, place })));
    const byKey = (a: { readonly key: number }, b: { readonly key: number }) => a.key - b.key;
    fc.assert(
      fc.property(items, (all) => {
        assert.deepEqual(finished(sorting(all, byKey)), all.toSorted(byKey));
      }),
      { numRuns: 30 },
    );
  });

  it('does a long list in many steps', () => {
    const work = sorting(
      Array.from({ length: 5000 }, (_, at) => ({ key: (at * 7919) % 5000 })),
      (a, b) => a.key - b.key,
    );
    let steps = 0;
    while (work.next().done !== true) steps++;

    assert.ok(steps >= 20, `${steps} steps`);
  });
});
