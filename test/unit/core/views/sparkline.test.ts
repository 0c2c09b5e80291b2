import assert from 'node:assert/strict';
import { sparkline } from '../../../../src/core/views/sparkline.ts';

describe('sparkline', () => {
  it('draws none and all as the lowest and the highest bar', () => {
    assert.equal(sparkline([0, 0.5, 1]), '▁▅█');
  });

  it('draws what is unknown as a dot, not as the lowest bar', () => {
    assert.equal(sparkline([null, Number.NaN, 0]), '··▁');
  });

  it('keeps shares inside their range', () => {
    assert.equal(sparkline([-1, 2]), '▁█');
  });
});
