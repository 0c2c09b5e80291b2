import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mulberry32 } from '../../../../src/core/compare/statistics/mulberry32.ts';
import { changeText, logRateText } from '../../../../src/core/logs/changeText.ts';
import { isBelowTargetOf, LogRates } from '../../../../src/core/logs/logRates.ts';
import { RateCounter } from '../../../../src/core/logs/rates.ts';

const start = Date.UTC(2026, 0, 1);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const metric = { id: 'm', target: 0.9, issue: 'https://tracker.example/1' };

/** Lines that pass at a rate for each day. */
function ratesOver(days: readonly number[], linesADay: number, target = 0.9) {
  const random = mulberry32(5);
  const rates = new LogRates();
  days.forEach((rate, day) => {
    for (let line = 0; line < linesADay; line++)
      rates.add({ metric: 'm', passed: random() < rate }, start + day * dayMs);
  });
  const [found] = rates.rates([{ ...metric, target }]);
  assert.ok(found);
  return found;
}

const steady = (days: number, rate: number) => Array.from({ length: days }, () => rate);

describe('Rates of a log', () => {
  it('raise an alert where the rate since its last change is surely below the target', () => {
    const rate = ratesOver([...steady(60, 0.99), ...steady(3, 0.6)], 100);

    assert.ok(rate.passed / rate.scored > 0.95, 'the whole log is above the target');
    assert.equal(rate.isAlert, true);
    assert.equal(rate.current.since, '2026-03-02');
    assert.match(
      logRateText(rate),
      /^\d+ % of 300 log lines since 2026-03-02 passed .*target is 90 %\.$/,
    );
    const [change] = rate.changes;
    assert.match(
      change ? changeText(change) : '',
      /^Fell on 2026-03-02: 99 % before, \d+ % since \(-\d+ points\)\.$/,
    );
  });

  it('raise none where it was bad and is good again', () => {
    const rate = ratesOver([...steady(20, 0.5), ...steady(20, 0.99)], 100);

    assert.ok(rate.passed / rate.scored < 0.8);
    assert.equal(rate.isAlert, false);
  });

  it('raise none for a few unlucky lines, nor at the target', () => {
    assert.equal(ratesOver([0], 9).isAlert, false);
    assert.equal(ratesOver([0], 10).isAlert, true);
    assert.equal(ratesOver(steady(30, 0.9), 100).isAlert, false);
  });

  it('are by the hour for a short log and by the day for a longer one', () => {
    const counter = new RateCounter();
    counter.add(start + hourMs, true);
    counter.add(start + 71 * hourMs, false);
    assert.deepEqual(
      counter.counts().map((count) => count.start),
      ['2026-01-01T01:00Z', '2026-01-03T23:00Z'],
    );

    counter.add(start + 80 * hourMs, false);

    assert.deepEqual(
      counter.counts().map((count) => count.start),
      ['2026-01-01', '2026-01-03', '2026-01-04'],
    );
  });

  it('lose no line when hours are summed up to days', () => {
    const counter = new RateCounter();
    for (let hour = 0; hour < 6000; hour++) counter.add(start + hour * hourMs, hour % 2 === 0);

    const counts = counter.counts();

    assert.equal(counts.length, 250);
    assert.ok(counts.every(({ passed, scored }) => passed === 12 && scored === 24));
  });

  it('count every line whatever the order', () => {
    const lines = fc.array(
      fc.record({
        time: fc.integer({ min: start, max: start + 900 * dayMs }),
        passed: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(lines, (items) => {
        const [counter, reversed] = [new RateCounter(), new RateCounter()];
        for (const { time, passed } of items) counter.add(time, passed);
        for (const { time, passed } of items.toReversed()) reversed.add(time, passed);
        const counts = counter.counts();
        assert.deepEqual(counts, reversed.counts());
        assert.equal(
          counts.reduce((sum, { scored }) => sum + scored, 0),
          items.length,
        );
        assert.deepEqual(
          counts,
          counts.toSorted((a, b) => (a.start < b.start ? -1 : 1)),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('count lines without a time, on no day', () => {
    const rates = new LogRates();
    for (let line = 0; line < 20; line++) rates.add({ metric: 'm', passed: false }, undefined);

    const [rate] = rates.rates([metric]);

    assert.deepEqual([rate?.scored, rate?.series.length, rate?.isAlert], [20, 0, true]);
  });
});

describe('Being below the target', () => {
  const rate = (passed: number, scored: number) => {
    const rates = new LogRates();
    for (let line = 0; line < scored; line++)
      rates.add({ metric: 'm', passed: line < passed }, undefined);
    return rates.rates([metric]);
  };
  const summary = (passed: number, scored: number) => ({ ...metric, passed, scored });

  it('takes surely too low a rate on log lines', () => {
    assert.equal(isBelowTargetOf(summary(17, 20), rate(17, 20)), false);
    assert.equal(isBelowTargetOf(summary(10, 20), rate(10, 20)), true);
  });

  it('takes any rate below it on cases of the suite', () => {
    assert.equal(isBelowTargetOf(summary(17, 20)), true);
    assert.equal(isBelowTargetOf(summary(20 + 8, 20 + 9), rate(20, 20)), true);
    assert.equal(isBelowTargetOf(summary(20 + 9, 20 + 9), rate(20, 20)), false);
  });
});
