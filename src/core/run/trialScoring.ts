import { isEvalError } from '../errors.ts';
import type { Pricing, Scorer } from '../ports.ts';
import type { RunModel, ScoreRecord, TrialResult } from '../results/runResult.ts';
import { sampleOf } from '../results/sampleOf.ts';
import { scoreRecord } from '../results/scoreRecord.ts';
import type { Case, MetricSpec } from '../suite/suite.ts';
import type { ConversationOutcome } from './conversationRun.ts';
import type { PlannedTrial } from './plan.ts';

export interface TrialScoringOptions {
  readonly scorer: Scorer;
  /** Whether a metric waits for a model or a program. */
  readonly asks: (metric: MetricSpec) => boolean;
  readonly pricing: Pricing;
  readonly model: RunModel;
  readonly signal: AbortSignal;
  readonly metricsFor: (item: Case) => readonly MetricSpec[];
  readonly onScored: (planned: PlannedTrial, result: TrialResult) => void;
}

interface Waiting {
  readonly planned: PlannedTrial;
  readonly outcome: ConversationOutcome;
}

/**
 * Scores trials as they come in: those that arrive while a batch is scored make the next batch. Trials that a judge is asked
 * about wait for nobody and keep nobody waiting.
 */
export class TrialScoring {
  private readonly options: TrialScoringOptions;
  private waiting: Waiting[] = [];
  private working: Promise<void> | undefined;
  private readonly asking = new Set<Promise<void>>();

  constructor(options: TrialScoringOptions) {
    this.options = options;
  }

  add(planned: PlannedTrial, outcome: ConversationOutcome): void {
    const { metricsFor, asks } = this.options;
    if (!outcome.error && metricsFor(planned.rendered.item).some(asks)) {
      const own = this.score([{ planned, outcome }]);
      this.asking.add(own);
      // A failure surfaces in finish().
      own.catch(() => undefined);
      return;
    }
    this.waiting.push({ planned, outcome });
    // Begins in a later microtask, so that trials that are ready together are one batch.
    this.working ??= Promise.resolve().then(() => this.work());
    // A failure surfaces in finish().
    this.working.catch(() => undefined);
  }

  /** Resolves when everything added has been scored. */
  async finish(): Promise<void> {
    while (this.working !== undefined) await this.working;
    await Promise.all(this.asking);
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      await this.score(batch);
    }
    this.working = undefined;
  }

  private async score(batch: readonly Waiting[]): Promise<void> {
    const { scorer, metricsFor, onScored } = this.options;
    const ready = batch.flatMap(({ planned, outcome }) => {
      const sample = outcome.error ? undefined : this.sample(planned, outcome);
      return sample
        ? [{ planned, task: { sample, metrics: metricsFor(planned.rendered.item) } }]
        : [];
    });
    const scores = new Map<PlannedTrial, readonly ScoreRecord[]>();
    try {
      const found = await scorer.score(
        ready.map(({ task }) => task),
        this.options.signal,
      );
      ready.forEach(({ planned, task }, index) => {
        const records = task.metrics.map((metric, at) =>
          scoreRecord(
            metric.id,
            found[index]?.[at] ?? { status: 'failed', explanation: 'Not scored.' },
          ),
        );
        scores.set(planned, records);
      });
    } catch (error) {
      // Stopped while scoring: the replies are kept, the scores are made when they are next needed.
      if (!isEvalError(error, 'aborted')) throw error;
    }
    for (const { planned, outcome } of batch) {
      onScored(planned, trialResult(planned, outcome, scores.get(planned) ?? []));
    }
  }

  private sample(planned: PlannedTrial, outcome: ConversationOutcome) {
    const { pricing, model } = this.options;
    return sampleOf(
      planned.rendered.item,
      { trial: planned.trial, messages: planned.rendered.initial, replies: outcome.replies },
      (reply) => (reply.usage === undefined ? null : pricing.cost(model, reply.usage)),
    );
  }
}

function trialResult(
  planned: PlannedTrial,
  outcome: ConversationOutcome,
  scores: readonly ScoreRecord[],
): TrialResult {
  return {
    trial: planned.trial,
    output: outcome.error ? null : (outcome.replies.at(-1)?.text ?? null),
    replies: outcome.replies,
    messages: planned.rendered.initial,
    ...(outcome.error && { error: outcome.error }),
    scores,
  };
}
