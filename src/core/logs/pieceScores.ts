import type { Score } from '../metrics/metric.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import { scoreSample } from '../metrics/scoreSample.ts';
import { sampleOf } from '../results/sampleOf.ts';
import type { TokenUsage } from '../run/completion.ts';
import { recordedTime } from '../score/recordedTime.ts';
import { recordedTrial } from '../score/recordedTrial.ts';
import type { Recording } from '../score/recording.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { type FailingConversation, FailingConversations } from './failingConversations.ts';
import { readLogLine } from './readLog.ts';

/** What a metric said of a reply, as a number: in a log there are millions. */
export const Outcome = { failed: 0, skipped: 1, notPassed: 2, passed: 3 } as const;

/** What a piece of a log (some whole lines) came to: numbers for all replies, texts for few. Lines are 0-based in the piece. */
export interface PieceScores {
  readonly lines: number;
  /** Lines that cannot be used. */
  readonly problems: readonly {
    readonly line: number;
    readonly length: number;
    readonly message: string;
  }[];
  /** Milliseconds since 1970 by reply; NaN where the line does not say. */
  readonly times: Float64Array;
  /** By reply, then by metric; see {@link Outcome}. */
  readonly outcomes: Uint8Array;
  /** The first replies that failed. */
  readonly failures: readonly {
    readonly line: number;
    readonly metric: string;
    readonly explanation: string;
  }[];
  /** The first reason of each metric that could not be scored. */
  readonly unscored: readonly { readonly metric: string; readonly explanation: string }[];
  readonly failing: readonly FailingConversation[];
  /** Replies to cases of the suite, not scored here: such a conversation may be spread over the log. */
  readonly ofCases: readonly Recording[];
  readonly usage: TokenUsage;
  /** The first model that a line names. */
  readonly model?: string;
}

export interface PieceRequest {
  /** Metrics that compute; see `needsMeans`. */
  readonly metrics: readonly MetricSpec[];
  /** Ids of the cases of the suite. */
  readonly caseIds: ReadonlySet<string>;
}

/** Failed replies that a piece tells of with the reason, for each metric. */
const maxFailuresPerMetric = 20;

/**
 * Reads and scores a piece of a log at once, so that nothing but results has to leave the thread that does it.
 * @param onReply before each reply is scored, by its number; undefined: something else is done
 */
export async function scorePiece(
  text: string,
  { metrics, caseIds }: PieceRequest,
  registry: MetricRegistry,
  onReply: (reply: number | undefined) => void = () => undefined,
): Promise<PieceScores> {
  const problems: { line: number; length: number; message: string }[] = [];
  const failures: { line: number; metric: string; explanation: string }[] = [];
  const unscored = new Map<string, { metric: string; explanation: string }>();
  const toldOf = new Map<string, number>();
  const failing = new FailingConversations();
  const ofCases: Recording[] = [];
  const times: number[] = [];
  const outcomes: number[] = [];
  let inputTokens = 0;
  let outputTokens = 0;
  let model: string | undefined;
  const lines = linesOf(text);
  for (const [line, written] of lines.entries()) {
    onReply(undefined);
    const found = readLogLine(written, line + 1);
    if (typeof found === 'string') {
      problems.push({ line, length: written.length, message: found });
      continue;
    }
    for (const recording of found) {
      model ??= recording.model;
      inputTokens += recording.usage?.inputTokens ?? 0;
      outputTokens += recording.usage?.outputTokens ?? 0;
      if (recording.caseId !== undefined && caseIds.has(recording.caseId)) {
        ofCases.push(recording);
        continue;
      }
      const trial = recordedTrial(recording, 0, undefined);
      const sample = sampleOf({ id: `line ${line + 1}`, variables: {} }, trial);
      if (sample === undefined) continue;
      onReply(times.length);
      times.push(recordedTime(recording.time) ?? Number.NaN);
      const scores = await scoreSample(sample, metrics, registry);
      const failed: string[] = [];
      for (const [at, score] of scores.entries()) {
        outcomes.push(outcomeOf(score));
        const metric = metrics[at]?.id;
        if (metric !== undefined && score.status === 'failed' && !unscored.has(metric))
          unscored.set(metric, { metric, explanation: score.explanation });
        if (metric === undefined || score.status !== 'scored' || score.passed) continue;
        failed.push(metric);
        const told = toldOf.get(metric) ?? 0;
        if (told >= maxFailuresPerMetric) continue;
        toldOf.set(metric, told + 1);
        failures.push({ line, metric, explanation: score.explanation });
      }
      if (failed.length > 0) failing.add(trial, failed);
    }
  }
  return {
    lines: lines.length,
    problems,
    times: Float64Array.from(times),
    outcomes: Uint8Array.from(outcomes),
    failures,
    unscored: [...unscored.values()],
    failing: failing.all(),
    ofCases,
    usage: { inputTokens, outputTokens },
    ...(model !== undefined && { model }),
  };
}

/** Whole lines; one that ends the text leaves no empty one behind it. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function outcomeOf(score: Score): number {
  switch (score.status) {
    case 'failed':
      return Outcome.failed;
    case 'skipped':
      return Outcome.skipped;
    case 'scored':
      return score.passed ? Outcome.passed : Outcome.notPassed;
  }
}

/** A number of a piece as results have it, without its reason. */
export function recordOfOutcome(metric: string, outcome: number) {
  const status: 'failed' | 'skipped' | 'scored' =
    outcome === Outcome.failed ? 'failed' : outcome === Outcome.skipped ? 'skipped' : 'scored';
  const passed = status === 'scored' ? outcome === Outcome.passed : null;
  return { metric, status, passed };
}
