import { messageOf } from '../core/errors.ts';
import type { ReportedRun } from '../core/report/report.ts';
import { scoredLogsEvent } from '../core/report/scoredLogsEvent.ts';
import { nodeClock } from '../node/nodeClock.ts';
import type { Environment } from './environment.ts';

/**
 * Keeps in the history of the working folder, where there is one, what a log came to: Next Step and the health of metrics know of it then.
 * None is begun for it, and a report stands without it.
 */
export async function keepScoredLog(
  reported: ReportedRun,
  { root, files, open, output }: Pick<Environment, 'root' | 'files' | 'open' | 'output'>,
): Promise<void> {
  if ((reported.lines?.total ?? 0) === 0) return;
  if (!(await files.exists(`${root}/.micro-metrics/history.db`))) return;
  try {
    const opened = await open({ concurrency: 1, allowsCode: false });
    try {
      await opened.ports.store.record(scoredLogsEvent(reported, nodeClock.now()));
    } finally {
      await opened.close();
    }
  } catch (error) {
    output.note(`What the log came to is not kept in the history: ${messageOf(error)}`);
  }
}
