import assert from 'node:assert/strict';
import { ageText } from '../../../../src/core/views/ageText.ts';

describe('ageText', () => {
  const minute = 60_000;
  for (const [ms, text] of [
    [-5, 'just now'],
    [59 * minute, '59 min ago'],
    [60 * minute, '1 h ago'],
    [24 * 60 * minute, 'yesterday'],
    [49 * 60 * minute, '2 days ago'],
  ] as const) {
    it(`calls ${ms} ms '${text}'`, () => assert.equal(ageText(ms), text));
  }
});
