import type { Breather } from '../breather.ts';
import { isEvalError } from '../errors.ts';
import type { Sample } from '../metrics/sample.ts';
import type { Pricing, Scorer, ScoringTask } from '../ports.ts';
import type { RunModel, ScoreRecord, TrialResult } from '../results/runResult.ts';
import { sampleOf } from '../results/sampleOf.ts';
import { scoreRecord } from '../results/scoreRecord.ts';
import { anyComparesTrials, withOtherTrials } from '../results/withOtherTrials.ts';
import type { Case, MetricSpec } from '../suite/suite.ts';
import type { ConversationOutcome } from './conversationRun.ts';
import type { PlannedTrial, RenderedCase } from './plan.ts';

export interface TrialScoringOptions {
  readonly scorer: Scorer;
  /** Whether a metric waits for a model or a program. */
  readonly asks: (metric: MetricSpec) => boolean;
  readonly pricing: Pricing;
  readonly model: RunModel;
  readonly breather: Breather;
  readonly signal: AbortSignal;
  /** How many trials the case of a trial has in this run. */
  readonly trialsOf: (planned: PlannedTrial) => number;
  /** After the signal, still make the scores that neither cost nor wait; default false. */
  readonly scoresWhenStopped?: boolean;
  readonly metricsFor: (item: Case) => readonly MetricSpec[];
  readonly onScored: (planned: PlannedTrial, result: TrialResult) => void;
}

interface Waiting {
  readonly planned: PlannedTrial;
  readonly outcome: ConversationOutcome;
}

interface SampledTrial {
  readonly planned: PlannedTrial;
  readonly sample: Sample;
}

interface Ready {
  readonly planned: PlannedTrial;
  readonly task: ScoringTask;
}

/**
 * Scores trials as they come in: those that arrive while a batch is scored make the next batch. Trials that a judge is asked
 * about wait for nobody and keep nobody waiting. Where a metric compares the trials of a case, they are scored
 * together when the last of them has ended.
 */
export class TrialScoring {
  private readonly options: TrialScoringOptions;
  private waiting: Waiting[] = [];
  private working: Promise<void> | undefined;
  private readonly asking = new Set<Promise<void>>();
  /** Trials that wait for others of their case. */
  private readonly gathered = new Map<RenderedCase, Waiting[]>();

  constructor(options: TrialScoringOptions) {
    this.options = options;
  }

  add(planned: PlannedTrial, outcome: ConversationOutcome): void {
    const { metricsFor, trialsOf } = this.options;
    const { rendered } = planned;
    if (!anyComparesTrials(metricsFor(rendered.item))) {
      this.take([{ planned, outcome }]);
      return;
    }
    const together = [...(this.gathered.get(rendered) ?? []), { planned, outcome }];
    this.gathered.set(rendered, together);
    if (together.length === trialsOf(planned)) this.take(together);
  }

  /** Trials that are scored in one batch. */
  private take(trials: readonly Waiting[]): void {
    const { metricsFor, asks } = this.options;
    const isAsked = trials.some(
      ({ planned, outcome }) => !outcome.error && metricsFor(planned.rendered.item).some(asks),
    );
    if (isAsked) {
      const own = this.score(trials);
      this.asking.add(own);
      // A failure surfaces in finish().
      own.catch(() => undefined);
      return;
    }
    this.waiting.push(...trials);
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
    const { asks, breather, metricsFor, onScored, signal, scoresWhenStopped } = this.options;
    const ready = (await this.samplesOf(batch)).map(({ planned, sample }) => ({
      planned,
      task: { sample, metrics: metricsFor(planned.rendered.item) },
    }));
    let scores: ReadonlyMap<PlannedTrial, readonly ScoreRecord[]> = new Map();
    try {
      scores = await this.scoresOf(ready, signal);
    } catch (error) {
      // Stopped while scoring: the replies are kept, the scores are made when they are next needed.
      if (!isEvalError(error, 'aborted')) throw error;
      if (scoresWhenStopped) {
        const free = ready.map(({ planned, task: { sample, metrics } }) => ({
          planned,
          task: { sample, metrics: metrics.filter((metric) => !asks(metric)) },
        }));
        scores = await this.scoresOf(free, new AbortController().signal);
      }
    }
    for (const { planned, outcome } of batch) {
      onScored(planned, trialResult(planned, outcome, scores.get(planned) ?? []));
      if (breather.isDue) await breather.pause();
    }
  }

  private async samplesOf(batch: readonly Waiting[]): Promise<readonly SampledTrial[]> {
    const { breather, metricsFor } = this.options;
    const found: SampledTrial[] = [];
    for (const { planned, outcome } of batch) {
      const sample = outcome.error ? undefined : this.sample(planned, outcome);
      if (sample !== undefined) found.push({ planned, sample });
      if (breather.isDue) await breather.pause();
    }
    const byCase = new Map<PlannedTrial['rendered'], SampledTrial[]>();
    for (const item of found) {
      const { rendered } = item.planned;
      const known = byCase.get(rendered);
      if (known === undefined) byCase.set(rendered, [item]);
      else known.push(item);
    }
    return [...byCase.values()].flatMap((trials) => {
      const metrics = trials[0] ? metricsFor(trials[0].planned.rendered.item) : [];
      if (!anyComparesTrials(metrics)) return trials;
      const samples = withOtherTrials(trials.map(({ sample }) => sample));
      return trials.map(({ planned, sample }, at) => ({ planned, sample: samples[at] ?? sample }));
    });
  }

  private async scoresOf(
    ready: readonly Ready[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<PlannedTrial, readonly ScoreRecord[]>> {
    const found = await this.options.scorer.score(
      ready.map(({ task }) => task),
      signal,
    );
    const { breather } = this.options;
    const records = new Map<PlannedTrial, readonly ScoreRecord[]>();
    for (const [index, { planned, task }] of ready.entries()) {
      const own = task.metrics.map((metric, at) =>
        scoreRecord(
          metric.id,
          found[index]?.[at] ?? { status: 'failed', explanation: 'Not scored.' },
        ),
      );
      records.set(planned, own);
      if (breather.isDue) await breather.pause();
    }
    return records;
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
