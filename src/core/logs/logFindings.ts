import type { Finding } from '../findings/finding.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { changeText, logRateText } from './changeText.ts';
import type { LogRate } from './logRates.ts';

/** Alerts of a log, each at its metric in the suite. */
export function logFindings(
  metrics: readonly MetricSpec[],
  rates: readonly LogRate[],
): readonly Finding[] {
  return metrics.flatMap(({ id, name, file, range, severity }) => {
    const rate = rates.find(({ metric }) => metric === id);
    if (rate?.isAlert !== true) return [];
    const message = [`${name}: ${logRateText(rate)}`, ...rate.changes.map(changeText)].join(' ');
    return [
      { file, range, severity, kind: 'below-target' as const, metric: id, message, related: [] },
    ];
  });
}
