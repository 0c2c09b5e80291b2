import * as vscode from 'vscode';
import type { Target } from '../../core/live/evaluated.ts';
import { maxLogLine } from '../../core/logs/readLog.ts';
import { scoringProgress } from '../../core/logs/scoringProgress.ts';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { basename } from '../../core/path.ts';
import type { LogMeans } from '../../core/ports.ts';
import type { LogScoring } from '../../core/score/scoreLog.ts';
import { scoreLogPieces } from '../../core/score/scoreLogPieces.ts';
import { withoutJudges } from '../../core/score/withoutJudges.ts';

const stages = ['real-time', 'async', 'offline'] as const;
/** Between two looks of a person at the progress, in milliseconds. */
const progressEveryMs = 250;
/** Lines that cannot be used and are told of one by one. */
const maxTold = 20;

/** What a log is scored with. */
export interface ScoringMeans {
  readonly log: Pick<vscode.LogOutputChannel, 'warn'>;
  /** Whoever asks disposes of it. */
  readonly logMeans: () => Promise<LogMeans>;
}

export interface ScoredFile {
  readonly scoring: LogScoring;
  /** Lines that cannot be used. */
  readonly badLines: number;
  readonly isStopped: boolean;
}

/**
 * Scores recorded replies in workers, with progress that can be stopped; what was scored by then is there. Each line would be
 * a call of a judge, so judges and code of the suite stay out.
 * @param path absolute path of JSONL
 * @throws {EvalError} file-missing, bad-file
 */
export function scoredLog(
  path: string,
  { suite, cases }: Target,
  services: ScoringMeans,
): Thenable<ScoredFile> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Scoring ${basename(path)}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, cancelled) => {
    const stop = new AbortController();
    const listening = cancelled.onCancellationRequested(() => stop.abort());
    const means = await services.logMeans();
    const shown = new ShownProgress(progress, await sizeOf(path));
    let badLines = 0;
    try {
      const scoring = await scoreLogPieces(
        {
          path,
          pieces: counted(means.read(path, maxLogLine), (bytes) => shown.read(bytes)),
          scorer: means.pieces,
          registry: builtInMetrics,
          onProblem: ({ message }) => {
            if (badLines++ < maxTold) services.log.warn(message);
          },
        },
        {
          ...{ suite, cases, stages, signal: stop.signal },
          scorer: withoutJudges(
            means.scorer,
            builtInMetrics,
            () =>
              'Neither judges nor code are run on log lines in the editor; micro-metrics score --judges asks judges.',
          ),
          onScored: (count) => shown.scored(count),
        },
      );
      return { scoring, badLines, isStopped: stop.signal.aborted };
    } finally {
      listening.dispose();
      means.dispose();
    }
  });
}

/** Tells now and then how far a log is read and how fast it is scored. */
class ShownProgress {
  private readonly progress: vscode.Progress<{ message: string; increment: number }>;
  private readonly size: number;
  private readonly startedAt = performance.now();
  private toldAt = this.startedAt;
  private bytes = 0;
  private told = 0;

  /** @param size of the log in bytes; 0: not known */
  constructor(progress: ShownProgress['progress'], size: number) {
    this.progress = progress;
    this.size = size;
  }

  read(bytes: number): void {
    this.bytes += bytes;
  }

  scored(replies: number): void {
    const now = performance.now();
    if (now - this.toldAt < progressEveryMs) return;
    this.toldAt = now;
    const percent = this.size === 0 ? 0 : Math.min(100, (100 * this.bytes) / this.size);
    const message = scoringProgress(replies, now - this.startedAt);
    this.progress.report({ message, increment: percent - this.told });
    this.told = percent;
  }
}

/** In bytes; 0 where nobody can tell. That there is no such file is said by whoever reads it. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await vscode.workspace.fs.stat(vscode.Uri.file(path))).size;
  } catch {
    return 0;
  }
}

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    onBytes(piece.length);
    yield piece;
  }
}
