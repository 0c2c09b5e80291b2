import type { ChangePoint } from './changePoint.ts';
import type { LogRate } from './logRates.ts';

/** `Fell on 2026-03-04: 95 % before, 70 % since (-25 points).` */
export function changeText({ start, before, after }: Omit<ChangePoint, 'pValue'>): string {
  const points = Math.round(after * 100) - Math.round(before * 100);
  const verb = points < 0 ? 'Fell' : 'Rose';
  const sign = points > 0 ? '+' : '';
  return `${verb} on ${startText(start)}: ${percent(before)} before, ${percent(after)} since (${sign}${points} points).`;
}

/** `70 % of 1200 log lines since 2026-03-04 passed (67 to 73 %); the target is 95 %.` */
export function logRateText({ current, target }: Pick<LogRate, 'current' | 'target'>): string {
  const { rate, interval, scored, since } = current;
  if (rate === null || interval === null) return 'No log line was judged.';
  const range = `${Math.round(interval[0] * 100)} to ${percent(interval[1])}`;
  const from = since === undefined ? '' : ` since ${startText(since)}`;
  const aim = target === undefined ? '' : `; the target is ${percent(target)}`;
  return `${percent(rate)} of ${scored} log lines${from} passed (${range})${aim}.`;
}

/** `2026-03-04`, `2026-03-04 10:00 UTC`. */
export function startText(start: string): string {
  return start.replace('T', ' ').replace(/Z$/, ' UTC');
}

function percent(rate: number): string {
  return `${Math.round(rate * 100)} %`;
}
