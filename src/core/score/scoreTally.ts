import { type LogRate, LogRates, type MetricRateSnapshot } from '../logs/logRates.ts';
import { type PieceScores, recordOfOutcome } from '../logs/pieceScores.ts';
import type { CaseResult, TrialResult } from '../results/runResult.ts';
import { type Counts, MetricCounts } from '../results/summarise.ts';
import { inputHash } from '../run/requestKey.ts';
import type { Case, MetricSpec } from '../suite/suite.ts';
import { recordedTime } from './recordedTime.ts';
import type { ScoredRecording } from './recordingScoring.ts';

/** What is known of lines that belong to no case of the suite: their number, the first that failed, and why some were not scored. */
export interface LineSummary {
  readonly total: number;
  readonly failures: readonly LineFailure[];
  /** The first reason of each metric that could not be scored; absent in reports of others. */
  readonly unscored?: readonly Unscored[];
  /** Rates of metrics over these lines, and over time; absent in reports of others. */
  readonly rates?: readonly LogRate[];
}

export interface LineFailure {
  /** 1-based. */
  readonly line: number;
  readonly metric: string;
  readonly explanation: string;
}

/** Why a metric could not be scored. */
export interface Unscored {
  readonly metric: string;
  readonly explanation: string;
}

/** Failed scores that are kept as examples, in all and of each metric: one that always fails must not hide the others. */
const maxFailures = 100;
const maxFailuresPerMetric = 20;

/** What a {@link ScoreTally} knows of log lines. */
export interface TallySnapshot {
  readonly total: number;
  readonly counts: Readonly<Record<string, Readonly<Counts>>>;
  readonly rates: readonly MetricRateSnapshot[];
  readonly failures: readonly LineFailure[];
  readonly unscored?: readonly Unscored[];
}

/** Sums scored lines up. Its size grows with the lines of the suite's cases, not with those of logs. */
export class ScoreTally {
  readonly counts = new MetricCounts();
  private readonly trials = new Map<string, TrialResult[]>();
  private readonly failures: LineFailure[] = [];
  private readonly unscored = new Map<string, Unscored>();
  private readonly failuresOf = new Map<string, number>();
  private readonly rates = new LogRates();
  private total = 0;

  add({ item, trial, scores, line, time }: ScoredRecording): void {
    for (const score of scores) this.counts.add(score);
    if (item !== undefined) {
      const trials = this.trials.get(item.id);
      if (trials === undefined) this.trials.set(item.id, [{ ...trial, scores }]);
      else trials.push({ ...trial, scores });
      return;
    }
    this.total++;
    const at = recordedTime(time);
    for (const score of scores) this.rates.add(score, at);
    for (const { metric, status, passed, explanation } of scores) {
      if (passed === false) this.keep({ line, metric, explanation });
      if (status === 'failed') this.keepUnscored({ metric, explanation });
    }
  }

  /**
   * Adds what a piece of a log came to.
   * @param metrics that judged it, in the order of its outcomes
   * @param before lines of the log before the piece
   */
  addPiece(
    { times, outcomes, failures, unscored }: PieceScores,
    metrics: readonly Pick<MetricSpec, 'id'>[],
    before: number,
  ): void {
    this.total += times.length;
    for (const [at, { id }] of metrics.entries()) {
      for (let reply = 0; reply < times.length; reply++) {
        const record = recordOfOutcome(id, outcomes[reply * metrics.length + at] ?? 0);
        const time = times[reply] ?? Number.NaN;
        this.counts.add(record);
        this.rates.add(record, Number.isNaN(time) ? undefined : time);
      }
    }
    for (const { line, metric, explanation } of failures)
      this.keep({ line: before + line + 1, metric, explanation });
    for (const reason of unscored) this.keepUnscored(reason);
  }

  private keep(failure: LineFailure): void {
    const own = this.failuresOf.get(failure.metric) ?? 0;
    if (own >= maxFailuresPerMetric || this.failures.length >= maxFailures) return;
    this.failuresOf.set(failure.metric, own + 1);
    this.failures.push(failure);
  }

  private keepUnscored(reason: Unscored): void {
    if (!this.unscored.has(reason.metric)) this.unscored.set(reason.metric, reason);
  }

  /** Counts replies of log lines for which metrics were left out. */
  addSkipped(metrics: readonly Pick<MetricSpec, 'id'>[], replies: number): void {
    for (const { id } of metrics)
      for (let reply = 0; reply < replies; reply++)
        this.counts.add({ metric: id, status: 'skipped', passed: null });
  }

  /** What is known of log lines, as plain data; cases of the suite are not part of it. */
  snapshot(): TallySnapshot {
    return {
      total: this.total,
      counts: this.counts.snapshot(),
      rates: this.rates.snapshot(),
      failures: [...this.failures],
      unscored: [...this.unscored.values()],
    };
  }

  /** Goes on where another one was. */
  restore({ total, counts, rates, failures, unscored = [] }: TallySnapshot): void {
    this.total = total;
    this.counts.restore(counts);
    this.rates.restore(rates);
    for (const failure of failures) this.keep(failure);
    for (const reason of unscored) this.keepUnscored(reason);
  }

  lines(metrics: readonly MetricSpec[]): LineSummary {
    const { total, failures } = this;
    const unscored = [...this.unscored.values()];
    return { total, failures, unscored, rates: this.rates.rates(metrics) };
  }

  /** Cases of the suite in its order. One without a line has no trials; where none has one, there are none. */
  cases(cases: readonly Case[]): readonly CaseResult[] {
    if (this.trials.size === 0) return [];
    return cases.map((item) => ({
      id: item.id,
      inputHash: inputHash(item),
      tags: item.tags,
      trials: (this.trials.get(item.id) ?? []).toSorted((a, b) => a.trial - b.trial),
    }));
  }
}
