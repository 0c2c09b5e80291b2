import assert from 'node:assert/strict';
import { measure } from '../../bench/verdicts/measure.ts';

describe('The benchmark of verdicts', () => {
  it('measures every figure, on the code that is shipped', function () {
    this.timeout(60_000);

    const figures = measure(4);

    const ids = new Set(figures.map(({ id }) => id));
    assert.deepEqual([...ids].sort(), [
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      'blame',
      'order',
      'speed',
    ]);
    for (const { what, measured } of figures) assert.ok(Number.isFinite(measured), what);
  });
});
