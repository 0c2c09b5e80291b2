import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RowSlots } from '../../../media/compare/rowSlots.ts';

function slots(of: RowSlots, start: number, end: number): number[] {
  of.move(start, end);
  return Array.from({ length: end - start }, (_, at) => of.slotOf(start + at));
}

describe('RowSlots', () => {
  it('leaves rows that stay in their slots', () => {
    const own = new RowSlots();
    const before = slots(own, 100, 150);

    assert.deepEqual(slots(own, 110, 160).slice(0, 40), before.slice(10));
  });

  it('leaves the slots in their order where the list jumps', () => {
    const own = new RowSlots();
    const before = slots(own, 100, 150);

    assert.deepEqual(slots(own, 2000, 2050), before);
    assert.deepEqual(slots(own, 1970, 2020), before);
  });

  it('gives no slot to two rows, however the list moves', () => {
    const windows = fc.array(fc.tuple(fc.nat(5000), fc.nat(200)), { maxLength: 20 });
    fc.assert(
      fc.property(windows, (all) => {
        const own = new RowSlots();
        for (const [start, count] of all)
          assert.equal(new Set(slots(own, start, start + count)).size, count);
      }),
    );
  });
});
