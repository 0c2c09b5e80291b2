import assert from 'node:assert/strict';
import { mulberry32 } from '../../../../src/core/compare/statistics/mulberry32.ts';
import { AlertStates } from '../../../../src/core/logs/alertStates.ts';
import { LogRates } from '../../../../src/core/logs/logRates.ts';

const metric = { id: 'm', target: 0.9 };

/** Alerts that begin (+) and end (-) while lines come in; a line passes where `passes` says so. */
function alertsWhile(passes: readonly boolean[], every: number): string {
  const rates = new LogRates();
  const states = new AlertStates();
  let said = '';
  passes.forEach((passed, line) => {
    rates.add({ metric: 'm', passed }, undefined);
    if ((line + 1) % every === 0)
      for (const { isAlert } of states.update(rates.rates([metric]))) said += isAlert ? '+' : '-';
  });
  return said;
}

const lines = (count: number, passed: boolean) => Array.from({ length: count }, () => passed);

describe('Alerts of a growing log', () => {
  it('begin once and end once', () => {
    assert.equal(alertsWhile([...lines(20, false), ...lines(400, true)], 10), '+-');
  });

  it('take more than a few failing lines', () => {
    assert.equal(alertsWhile([...lines(3, false), ...lines(7, true)], 1), '');
  });

  it('seldom begin at a rate on the target, however often it is looked at', () => {
    const random = mulberry32(3);
    let alarms = 0;
    for (let log = 0; log < 100; log++)
      if (
        alertsWhile(
          Array.from({ length: 500 }, () => random() < 0.9),
          10,
        ) !== ''
      )
        alarms++;

    assert.ok(alarms <= 5, `${alarms} of 100`);
  });
});
