import type { ScoredLogsEvent } from '../health/events.ts';
import type { ReportedRun } from './report.ts';

/** What a suite's history keeps of a scored log. @param time milliseconds since 1970 */
export function scoredLogsEvent({ run, lines }: ReportedRun, time: number): ScoredLogsEvent {
  const rates = (lines?.rates ?? []).map(({ metric, passed, scored, isAlert }) => [
    metric,
    { passed, scored, isAlert },
  ]);
  return {
    type: 'scored-logs',
    time,
    suite: run.suite,
    lines: lines?.total ?? 0,
    rates: Object.fromEntries(rates),
  };
}
