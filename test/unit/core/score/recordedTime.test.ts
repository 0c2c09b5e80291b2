import assert from 'node:assert/strict';
import { recordedTime } from '../../../../src/core/score/recordedTime.ts';

describe('A recorded time', () => {
  const time = Date.UTC(2026, 2, 4, 12);
  const table: readonly (readonly [unknown, number | undefined])[] = [
    ['2026-03-04T12:00:00Z', time],
    ['2026-03-04T14:00:00+02:00', time],
    [time / 1000, time],
    [time, time],
    [time * 1000, time],
    [`${time}000000`, time],
    [0, undefined],
    ['yesterday', undefined],
    ['+200000-01-01T00:00:00Z', undefined],
    [null, undefined],
    [Number.NaN, undefined],
  ];
  for (const [value, expected] of table)
    it(`is ${expected} for ${String(value)}`, () => assert.equal(recordedTime(value), expected));
});
