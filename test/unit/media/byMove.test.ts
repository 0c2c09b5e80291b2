import assert from 'node:assert/strict';
import { byMove } from '../../../media/compare/byMove.ts';

describe('byMove', () => {
  it('puts the largest drop first, then the largest gain, then what stayed', () => {
    assert.deepEqual([0, 0.25, -0.5, 1, -1].sort(byMove), [-1, -0.5, 1, 0.25, 0]);
  });
});
