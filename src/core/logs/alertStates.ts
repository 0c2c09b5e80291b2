import { wilsonInterval } from '../results/summarise.ts';
import { isSurelyBelow, type LogRate } from './logRates.ts';

/** A metric whose alert began or ended. */
export interface AlertChange {
  readonly rate: LogRate;
  readonly isAlert: boolean;
}

/** Standard normal quantile for a 99.9 % interval. */
const strictZ = 3.290527;

/**
 * Which metrics of a growing log are in alert. It is looked at over and over, so an alert takes more to begin than in a log that is read
 * once: the whole 99.9 % interval below the target. It ends when the rate is back at the target, so that a rate near the limit does not
 * turn it on and off.
 */
export class AlertStates {
  private readonly alerts: Set<string>;

  /** @param alerts ids of metrics that are in alert already */
  constructor(alerts: readonly string[] = []) {
    this.alerts = new Set(alerts);
  }

  /** Ids of the metrics in alert. */
  get current(): readonly string[] {
    return [...this.alerts];
  }

  /** What has changed since the last look. */
  update(rates: readonly LogRate[]): readonly AlertChange[] {
    return rates.flatMap((rate) => {
      const was = this.alerts.has(rate.metric);
      const isAlert = was ? !isBack(rate) : begins(rate);
      if (isAlert === was) return [];
      if (isAlert) this.alerts.add(rate.metric);
      else this.alerts.delete(rate.metric);
      return [{ rate, isAlert }];
    });
  }
}

function begins({ current: { passed, scored }, target }: LogRate): boolean {
  return isSurelyBelow({ scored, interval: wilsonInterval(passed, scored, strictZ) }, target);
}

function isBack({ current: { rate }, target }: LogRate): boolean {
  return rate !== null && target !== undefined && rate >= target;
}
