import { isEvalError } from '../errors.ts';
import { FailingConversations } from '../logs/failingConversations.ts';
import type { PieceScores } from '../logs/pieceScores.ts';
import type { Scorer } from '../ports.ts';
import type { CaseResult, MetricSummary } from '../results/runResult.ts';
import type { TokenUsage } from '../run/completion.ts';
import { metricsFor, metricsInUse } from '../suite/metricsFor.ts';
import type { Case, MetricSpec, Stage, Suite } from '../suite/suite.ts';
import type { Recording } from './recording.ts';
import { RecordingScoring } from './recordingScoring.ts';
import { type LineSummary, ScoreTally, type TallySnapshot } from './scoreTally.ts';

export interface LogScoringOptions {
  readonly suite: Pick<Suite, 'metrics'>;
  readonly cases: readonly Case[];
  readonly stages: readonly Stage[];
  readonly scorer: Scorer;
  readonly signal: AbortSignal;
  /** After a reply, or after many, with the number scored so far. */
  readonly onScored?: (count: number) => void;
}

/** What the replies of a log came to. */
export interface ScoredLog {
  /** Replies scored, those of cases included. */
  readonly scored: number;
  readonly metrics: readonly MetricSummary[];
  readonly cases: readonly CaseResult[];
  /** Of lines that belong to no case. */
  readonly lines: LineSummary;
  readonly usage: TokenUsage;
  /** The model of the first line that names one. */
  readonly model?: string;
}

/** What a {@link LogScoring} knows of log lines. */
export interface LogSnapshot {
  readonly scored: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly model?: string;
  readonly tally: TallySnapshot;
}

/**
 * Scores the replies of a log as they come, in memory that does not grow with their number. What has come so far can be
 * asked for at any time.
 */
export class LogScoring {
  readonly failing = new FailingConversations();
  private readonly options: LogScoringOptions;
  private readonly tally = new ScoreTally();
  private readonly scoring: RecordingScoring;
  private scored = 0;
  private inputTokens = 0;
  private outputTokens = 0;
  private model: string | undefined;

  constructor(options: LogScoringOptions) {
    const { suite, cases, stages, scorer, signal, onScored } = options;
    this.options = options;
    this.scoring = new RecordingScoring({
      cases: new Map(cases.map((item) => [item.id, item])),
      metricsFor: metricsFor(suite, stages),
      metrics: this.lineMetrics,
      scorer,
      signal,
      onScored: (line) => {
        this.tally.add(line);
        if (line.item === undefined)
          this.failing.add(
            line.trial,
            line.scores.filter(({ passed }) => passed === false).map(({ metric }) => metric),
          );
        this.scored++;
        onScored?.(this.scored);
      },
    });
  }

  /** Takes a reply. Await the result where there is one: the scorer has enough for now. */
  add(recording: Recording): Promise<void> | undefined {
    this.model ??= recording.model;
    this.inputTokens += recording.usage?.inputTokens ?? 0;
    this.outputTokens += recording.usage?.outputTokens ?? 0;
    return this.scoring.add(recording);
  }

  /** The metrics that judge lines which belong to no case. */
  get lineMetrics(): readonly MetricSpec[] {
    const { suite, stages } = this.options;
    return suite.metrics.filter(({ stage }) => stages.includes(stage));
  }

  /**
   * Takes what a piece of the log came to. Await the result where there is one.
   * @param metrics that judged it; the others of its lines count as skipped
   * @param before lines of the log before the piece
   */
  async addPiece(
    piece: PieceScores,
    metrics: readonly MetricSpec[],
    before: number,
  ): Promise<void> {
    const replies = piece.times.length;
    this.tally.addPiece(piece, metrics, before);
    this.tally.addSkipped(
      this.lineMetrics.filter((metric) => !metrics.includes(metric)),
      replies,
    );
    for (const conversation of piece.failing) this.failing.add(conversation, conversation.metrics);
    this.model ??= piece.model;
    this.inputTokens += piece.usage.inputTokens;
    this.outputTokens += piece.usage.outputTokens;
    this.scored += replies;
    for (const recording of piece.ofCases)
      await this.scoring.add({ ...recording, line: recording.line + before });
    this.options.onScored?.(this.scored);
  }

  /** Resolves when everything taken has been scored. @throws {EvalError} aborted */
  finish(): Promise<void> {
    return this.scoring.finish();
  }

  /** What is known of the log lines so far, as plain data. */
  snapshot(): LogSnapshot {
    const { scored, inputTokens, outputTokens, model } = this;
    return {
      ...{ scored, inputTokens, outputTokens, ...(model !== undefined && { model }) },
      tally: this.tally.snapshot(),
    };
  }

  /** Goes on where another one was. */
  restore({ scored, inputTokens, outputTokens, model, tally }: LogSnapshot): void {
    this.scored = scored;
    this.inputTokens = inputTokens;
    this.outputTokens = outputTokens;
    this.model = model;
    this.tally.restore(tally);
  }

  result(): ScoredLog {
    const { suite, cases, stages } = this.options;
    const metrics = metricsInUse(suite, cases, stages);
    const { inputTokens, outputTokens, model } = this;
    return {
      scored: this.scored,
      metrics: this.tally.counts.summaries(metrics),
      cases: this.tally.cases(cases),
      lines: this.tally.lines(metrics),
      usage: { inputTokens, outputTokens },
      ...(model !== undefined && { model }),
    };
  }
}

/** Scores a whole log. Stopped by the signal, it ends with what has been scored. */
export async function scoreLog(
  recordings: AsyncIterable<Recording>,
  options: LogScoringOptions,
): Promise<LogScoring> {
  const scoring = new LogScoring(options);
  try {
    for await (const recording of recordings) {
      if (options.signal.aborted) break;
      const room = scoring.add(recording);
      if (room !== undefined) await room;
    }
    await scoring.finish();
  } catch (error) {
    if (!isEvalError(error, 'aborted')) throw error;
  }
  return scoring;
}
