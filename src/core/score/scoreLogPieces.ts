import { isEvalError } from '../errors.ts';
import { linesOf, type PieceScores } from '../logs/pieceScores.ts';
import { badLine, readLogLine } from '../logs/readLog.ts';
import { needsMeans } from '../metrics/needsMeans.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import type { PieceScorer } from '../ports.ts';
import type { Problem } from '../problem.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { LogScoring, type LogScoringOptions } from './scoreLog.ts';

export interface LogPieces {
  /** Absolute path, for what is said of lines that cannot be used. */
  readonly path: string;
  /** Whole lines each, in order. */
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly scorer: PieceScorer;
  readonly registry: MetricRegistry;
  readonly onProblem: (problem: Problem) => void;
}

/** After so many pieces with a score that hung, the rest is scored line by line: each of them has cost a worker. */
const maxLost = 3;

/**
 * Scores a whole log, many pieces at a time, with the metrics that compute; the others count as skipped. Stopped by the signal, it
 * ends with what has been scored.
 */
export async function scoreLogPieces(
  log: LogPieces,
  options: LogScoringOptions,
): Promise<LogScoring> {
  const scoring = new LogScoring(options);
  const { signal } = options;
  const metrics = scoring.lineMetrics.filter(
    ({ type, parameters }) => !needsMeans(log.registry, type, parameters),
  );
  const request = { metrics, caseIds: new Set(options.cases.map(({ id }) => id)) };
  const reading = new Reading(log, scoring, metrics);
  const underWay: Begun[] = [];
  try {
    for await (const piece of log.pieces) {
      if (signal.aborted) break;
      const scores =
        reading.lost < maxLost
          ? log.scorer.scorePiece(piece, request, signal)
          : Promise.resolve(undefined);
      // Whoever awaits it hears of a failure; one that nobody awaits any more is of no account.
      scores.catch(() => undefined);
      underWay.push({ piece, scores });
      const [first] = underWay;
      if (underWay.length <= log.scorer.parallel || first === undefined) continue;
      underWay.shift();
      await reading.take(first);
    }
    for (const begun of underWay) await reading.take(begun);
    await scoring.finish();
  } catch (error) {
    if (!isEvalError(error, 'aborted')) throw error;
  }
  return scoring;
}

interface Begun {
  readonly piece: Uint8Array;
  readonly scores: Promise<PieceScores | undefined>;
}

/** Takes the results of pieces in the order of the log, so that lines have their numbers and what is first comes first. */
class Reading {
  lost = 0;
  private readonly log: LogPieces;
  private readonly scoring: LogScoring;
  private readonly metrics: readonly MetricSpec[];
  private line = 0;

  constructor(log: LogPieces, scoring: LogScoring, metrics: readonly MetricSpec[]) {
    this.log = log;
    this.scoring = scoring;
    this.metrics = metrics;
  }

  async take({ piece, scores }: Begun): Promise<void> {
    const found = await scores;
    if (found === undefined) {
      this.lost++;
      await this.lineByLine(piece);
      return;
    }
    for (const { line, length, message } of found.problems)
      this.bad(this.line + line + 1, length, message);
    await this.scoring.addPiece(found, this.metrics, this.line);
    this.line += found.lines;
  }

  private async lineByLine(piece: Uint8Array): Promise<void> {
    for (const text of linesOf(new TextDecoder().decode(piece))) {
      const found = readLogLine(text, ++this.line);
      if (typeof found === 'string') this.bad(this.line, text.length, found);
      else for (const recording of found) await this.scoring.add(recording);
    }
  }

  private bad(line: number, length: number, message: string): void {
    this.log.onProblem(badLine(this.log.path, line, length, message));
  }
}
