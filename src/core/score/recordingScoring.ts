import type { Scorer, ScoringTask } from '../ports.ts';
import type { ScoreRecord } from '../results/runResult.ts';
import { sampleOf } from '../results/sampleOf.ts';
import { scoreRecord } from '../results/scoreRecord.ts';
import type { Case, MetricSpec } from '../suite/suite.ts';
import { type RecordedTrial, recordedConversation, recordedTrial } from './recordedTrial.ts';
import type { Recording } from './recording.ts';

export interface RecordingScoringOptions {
  /** Cases of the suite by id. */
  readonly cases: ReadonlyMap<string, Case>;
  /** The metrics that judge a case. */
  readonly metricsFor: (item: Case) => readonly MetricSpec[];
  /** The metrics for lines without a case of the suite. */
  readonly metrics: readonly MetricSpec[];
  readonly scorer: Scorer;
  readonly signal: AbortSignal;
  readonly onScored: (scored: ScoredRecording) => void;
}

/** A recorded output with its scores, in the order of its metrics. */
export interface ScoredRecording {
  /** 1-based line; of several that make one conversation, the last. */
  readonly line: number;
  /** Absent: the line belongs to no case of the suite. */
  readonly item?: Case;
  readonly trial: RecordedTrial;
  readonly time?: string | number;
  readonly scores: readonly ScoreRecord[];
}

interface Waiting extends Omit<ScoredRecording, 'scores'> {
  readonly task: ScoringTask;
}

/** Lines that one message to the scorer carries at most. */
const batchSize = 512;
const maxBatches = 3;
/** Lines that wait before whoever reads them is held up. */
const maxWaiting = 2 * batchSize;

/**
 * Scores recorded outputs as they come in, in memory that does not grow with their number: whatever arrives while
 * the scorer is busy makes the next batch. Only lines of cases with several turns wait until the end, because their
 * conversation may be spread over lines.
 */
export class RecordingScoring {
  private readonly options: RecordingScoringOptions;
  private readonly nextTrial = new Map<string, number>();
  private readonly conversations = new Map<string, Map<number, Recording[]>>();
  private waiting: Waiting[] = [];
  private readonly running = new Set<Promise<void>>();
  private failure: unknown;
  private waker: (() => void) | undefined;

  constructor(options: RecordingScoringOptions) {
    this.options = options;
  }

  /** Takes a line. Await the result where there is one: the scorer has enough for now. */
  add(recording: Recording): Promise<void> | undefined {
    const item =
      recording.caseId === undefined ? undefined : this.options.cases.get(recording.caseId);
    if (item === undefined) this.push(recording, recordedTrial(recording, 0, undefined), undefined);
    else if (item.turns.length > 1 && recording.messages !== undefined) this.keep(item, recording);
    else this.push(recording, recordedTrial(recording, this.trialOf(item, recording), item), item);
    return this.waiting.length < maxWaiting ? undefined : this.room();
  }

  /** Resolves when everything taken has been scored. @throws {EvalError} aborted */
  async finish(): Promise<void> {
    for (const [id, trials] of this.conversations) {
      const item = this.options.cases.get(id);
      for (const [trial, recordings] of trials) {
        const whole = recordedConversation(recordings, trial);
        const last = recordings.at(-1);
        if (whole !== undefined && last !== undefined) this.push(last, whole, item);
      }
    }
    this.conversations.clear();
    while (this.running.size > 0 || this.waiting.length > 0) {
      this.dispatch();
      await Promise.race(this.running);
    }
    if (this.failure !== undefined) throw this.failure;
  }

  private async room(): Promise<void> {
    while (this.waiting.length >= maxWaiting && this.failure === undefined) {
      await new Promise<void>((resolve) => {
        this.waker = resolve;
      });
    }
    if (this.failure !== undefined) throw this.failure;
  }

  private keep(item: Case, recording: Recording): void {
    const trials = this.conversations.get(item.id) ?? new Map<number, Recording[]>();
    this.conversations.set(item.id, trials);
    const trial = recording.trial ?? 0;
    trials.set(trial, [...(trials.get(trial) ?? []), recording]);
  }

  private trialOf({ id }: Case, recording: Recording): number {
    const next = this.nextTrial.get(id) ?? 0;
    const trial = recording.trial ?? next;
    this.nextTrial.set(id, Math.max(next, trial + 1));
    return trial;
  }

  private push(recording: Recording, trial: RecordedTrial, item: Case | undefined): void {
    const { line, time } = recording;
    const { metrics, metricsFor } = this.options;
    const judged = item ?? { id: `line ${line}`, variables: {} };
    const sample = sampleOf(judged, trial);
    if (sample === undefined) return;
    this.waiting.push({
      line,
      trial,
      ...(item !== undefined && { item }),
      ...(time !== undefined && { time }),
      task: { sample, metrics: item === undefined ? metrics : metricsFor(item) },
    });
    this.dispatch();
  }

  private dispatch(): void {
    while (
      this.waiting.length > 0 &&
      // A few lines are worth a message only when nothing is under way.
      (this.running.size === 0 ||
        (this.running.size < maxBatches && this.waiting.length >= batchSize))
    ) {
      if (this.failure !== undefined) {
        this.waiting = [];
        return;
      }
      const work: Promise<void> = this.score(this.waiting.splice(0, batchSize)).finally(() => {
        this.running.delete(work);
        this.dispatch();
        this.waker?.();
        this.waker = undefined;
      });
      this.running.add(work);
    }
  }

  private async score(batch: readonly Waiting[]): Promise<void> {
    const { scorer, signal, onScored } = this.options;
    try {
      const tasks = batch.map(({ task }) => task);
      const scores = await scorer.score(tasks, signal);
      batch.forEach(({ task, ...rest }, index) => {
        const records = task.metrics.map((metric, at) =>
          scoreRecord(
            metric.id,
            scores[index]?.[at] ?? { status: 'failed', explanation: 'Not scored.' },
          ),
        );
        onScored({ ...rest, scores: records });
      });
    } catch (error) {
      this.failure ??= error;
    }
  }
}
