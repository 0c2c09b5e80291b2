import assert from 'node:assert/strict';
import fc from 'fast-check';
import { offsetOf, rowAt, rowWindow } from '../../../media/compare/rowWindow.ts';

const none = new Map<number, number>();

describe('rowWindow', () => {
  it('draws only what is in sight', () => {
    assert.deepEqual(rowWindow(5000, 24, none, 2400, 3000, 0), {
      start: 100,
      end: 126,
      before: 2400,
      after: (5000 - 126) * 24,
    });
  });

  it('draws nothing of an empty list', () => {
    assert.deepEqual(rowWindow(0, 24, none, 0, 600, 100), {
      start: 0,
      end: 0,
      before: 0,
      after: 0,
    });
  });

  it('keeps the height of the whole list, wherever it is scrolled to and whatever is open', () => {
    const extras = fc.array(fc.tuple(fc.nat(199), fc.integer({ min: 1, max: 2000 })));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        extras,
        fc.integer({ min: -500, max: 9000 }),
        (total, pairs, top) => {
          const extra = new Map(pairs.filter(([index]) => index < total));
          const { start, end, before, after } = rowWindow(total, 24, extra, top, top + 600, 100);
          const drawn = offsetOf(end, 24, extra) - offsetOf(start, 24, extra);
          assert.equal(before + drawn + after, offsetOf(total, 24, extra));
          assert.ok(start < end && end <= total);
        },
      ),
    );
  });

  it('finds the row that an open row pushed down', () => {
    const extra = new Map([[2, 100]]);

    assert.equal(rowAt(10, 24, extra, 24 * 3 + 99), 2);
    assert.equal(rowAt(10, 24, extra, 24 * 3 + 100), 3);
  });
});
