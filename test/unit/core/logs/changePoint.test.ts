import assert from 'node:assert/strict';
import { mulberry32 } from '../../../../src/core/compare/statistics/mulberry32.ts';
import { changePoints } from '../../../../src/core/logs/changePoint.ts';
import { type PeriodCount, RateCounter, ratesOf } from '../../../../src/core/logs/rates.ts';

const start = Date.UTC(2026, 0, 1);
const dayMs = 24 * 60 * 60 * 1000;

/** A log with so many lines a day and a rate for each day. */
function log(rates: readonly number[], lines: number, seed: number): readonly PeriodCount[] {
  const random = mulberry32(seed);
  const counter = new RateCounter();
  rates.forEach((rate, day) => {
    for (let line = 0; line < lines; line++) counter.add(start + day * dayMs, random() < rate);
  });
  return counter.counts('day');
}

const steady = (days: number, rate: number) => Array.from({ length: days }, () => rate);

describe('Rates by day', () => {
  it('count what passed on each day, oldest first', () => {
    const counter = new RateCounter();
    counter.add(start + dayMs, true);
    counter.add(start, false);
    counter.add(start, true);

    const [first, second] = ratesOf(counter.counts('day'));

    assert.deepEqual([first?.start, first?.rate, first?.scored], ['2026-01-01', 0.5, 2]);
    assert.deepEqual([second?.start, second?.rate, second?.scored], ['2026-01-02', 1, 1]);
  });
});

describe('Change points', () => {
  it('name the day and the size of a drop', () => {
    const [point, ...others] = changePoints(log([...steady(20, 0.95), ...steady(15, 0.7)], 100, 3));

    assert.deepEqual(others, []);
    assert.equal(point?.start, '2026-01-21');
    assert.ok(Math.abs((point?.before ?? 0) - 0.95) < 0.02);
    assert.ok(Math.abs((point?.after ?? 0) - 0.7) < 0.04);
  });

  it('are found twice where a rate falls and rises again', () => {
    const points = changePoints(
      log([...steady(15, 0.9), ...steady(12, 0.5), ...steady(15, 0.9)], 100, 5),
    );

    assert.deepEqual(
      points.map(({ start: at }) => at),
      ['2026-01-16', '2026-01-28'],
    );
  });

  it('are seldom found where nothing changed', () => {
    let alarms = 0;
    for (let seed = 1; seed <= 300; seed++)
      if (changePoints(log(steady(30, 0.8), 20, seed)).length > 0) alarms++;

    // 1 % expected; more than 9 of 300 would happen once in a thousand times.
    assert.ok(alarms <= 9, `${alarms} of 300`);
  });

  it('are not made of days that differ among themselves', () => {
    const weeks = Array.from({ length: 42 }, (_, day) => (day % 7 < 5 ? 0.9 : 0.6));

    assert.deepEqual(changePoints(log(weeks, 100, 9)), []);
  });

  it('are not made of a change too small to matter', () => {
    assert.deepEqual(changePoints(log([...steady(20, 0.9), ...steady(20, 0.88)], 5000, 2)), []);
  });

  it('are none in a log of one day, or of none', () => {
    assert.deepEqual(changePoints(log([0.5], 100, 1)), []);
    assert.deepEqual(changePoints([]), []);
  });
});
