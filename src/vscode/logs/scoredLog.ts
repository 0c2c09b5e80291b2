import * as vscode from 'vscode';
import type { Target } from '../../core/live/evaluated.ts';
import { maxLogLine, readLog } from '../../core/logs/readLog.ts';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { basename } from '../../core/path.ts';
import { type LogScoring, scoreLog } from '../../core/score/scoreLog.ts';
import { withoutJudges } from '../../core/score/withoutJudges.ts';
import type { Services } from '../services.ts';

const stages = ['real-time', 'async', 'offline'] as const;
const progressEvery = 1000;
/** Lines that cannot be used and are told of one by one. */
const maxTold = 20;

export interface ScoredFile {
  readonly scoring: LogScoring;
  /** Lines that cannot be used. */
  readonly badLines: number;
  readonly isStopped: boolean;
}

/**
 * Scores recorded replies, with progress that can be stopped; what was scored by then is there. Each line would be a call of
 * a judge, so judges and code of the suite stay out.
 * @param path absolute path of JSONL
 */
export function scoredLog(
  path: string,
  { suite, cases }: Target,
  services: Pick<Services, 'log' | 'logScorer' | 'readLogLines'>,
): Thenable<ScoredFile> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Scoring ${basename(path)}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, cancelled) => {
    const stop = new AbortController();
    const listening = cancelled.onCancellationRequested(() => stop.abort());
    let badLines = 0;
    try {
      const recordings = readLog(path, services.readLogLines(path, maxLogLine), ({ message }) => {
        if (badLines++ < maxTold) services.log.warn(message);
      });
      const scorer = withoutJudges(
        await services.logScorer(),
        builtInMetrics,
        () =>
          'Neither judges nor code are run on log lines in the editor; micro-metrics score --judges asks judges.',
      );
      const scoring = await scoreLog(recordings, {
        ...{ suite, cases, stages, scorer, signal: stop.signal },
        onScored: (count) => {
          if (count % progressEvery === 0)
            progress.report({ message: `${count.toLocaleString()} replies` });
        },
      });
      return { scoring, badLines, isStopped: stop.signal.aborted };
    } finally {
      listening.dispose();
    }
  });
}
