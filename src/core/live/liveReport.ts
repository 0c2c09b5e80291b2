import { Breather } from '../breather.ts';
import { describeLiveComparison } from '../compare/live/describeLiveComparison.ts';
import type { LiveComparison } from '../compare/live/liveComparison.ts';
import { plannedTrials } from '../compare/pairing.ts';
import type { Ports } from '../ports.ts';
import { versionId } from '../prompt/version.ts';
import type { CaseResult, MetricSummary, RunResult, RunUsage } from '../results/runResult.ts';
import { summaryOf } from '../results/summarise.ts';
import { inSteps, type Steps } from '../steps.ts';
import { metricsInUse } from '../suite/metricsFor.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { callCost } from './callCost.ts';
import type { LiveInput, LiveOutcome } from './liveInput.ts';
import type { LiveSamples } from './liveSamples.ts';

/** How far a live run has come. */
export interface LiveStanding {
  readonly id: string;
  readonly isRunning: boolean;
  readonly status: RunResult['status'];
  readonly usage: RunUsage;
}

/** What a live run tells of itself: the run as it is kept, and what it says beside the baseline. */
export class LiveReport {
  private readonly input: LiveInput;
  private readonly samples: LiveSamples;
  private readonly ports: Pick<Ports, 'clock' | 'pricing'>;
  readonly metrics: readonly MetricSpec[];
  /** Id of the new prompt version. */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  private readonly started: number;

  /** @param begun when the run began, by both of the clock's measures */
  constructor(
    input: LiveInput,
    samples: LiveSamples,
    ports: Pick<Ports, 'clock' | 'pricing'>,
    begun: { readonly startedAt: number; readonly started: number },
  ) {
    this.input = input;
    this.samples = samples;
    this.ports = ports;
    this.startedAt = begun.startedAt;
    this.started = begun.started;
    this.version = versionId(input.prompt);
    this.metrics = metricsInUse(input.suite, input.cases, input.stages);
  }

  /** All that is known at this moment. */
  async outcome(comparison: LiveComparison, standing: LiveStanding): Promise<LiveOutcome> {
    const { input, samples } = this;
    const breather = new Breather(this.ports.clock);
    const run = await inSteps(this.run(comparison, standing), breather);
    const baseline = await inSteps(this.baseline(comparison, standing), breather);
    const described = describeLiveComparison(comparison, baseline, run, {
      isRunning: standing.isRunning,
      baselineLabel: input.baselineLabel,
      notes: [...this.askedNotes(), ...samples.notes()],
      isOtherParameters: samples.isDoubted('other-parameters'),
      callsFor: (ref) => samples.callsFor(ref),
      costPerCall: callCost(
        [standing.usage, input.baseline.usage],
        run.model,
        run.cases,
        this.ports.pricing,
      ),
    });
    return { run, baseline, comparison: await inSteps(described, breather) };
  }

  private *run(
    comparison: LiveComparison,
    { id, status, usage }: Omit<LiveStanding, 'isRunning'>,
  ): Steps<RunResult> {
    const { input } = this;
    const trials = this.plannedOf(comparison);
    const cases = this.samples.all();
    yield;
    return {
      id,
      prompt: input.prompt.path,
      suite: input.suite.path,
      promptVersion: this.version,
      model: input.model.info,
      startedAt: this.startedAt,
      durationMs: this.ports.clock.elapsed() - this.started,
      status,
      trials,
      usage,
      metrics: yield* this.summary(cases, trials),
      cases,
    };
  }

  /** The old version's run; of one that was asked here for the first time, with what came of it so far. */
  private *baseline(
    comparison: LiveComparison,
    { status }: Pick<LiveStanding, 'status'>,
  ): Steps<RunResult> {
    const known = this.samples.baseline();
    if (this.input.oldPlan === undefined) return known;
    const { cases } = known;
    const trials = this.plannedOf(comparison);
    // Its calls are counted with those of the run that asked.
    const cached = cases.reduce(
      (sum, item) => sum + item.trials.reduce((all, { replies }) => all + replies.length, 0),
      0,
    );
    const usage = { ...known.usage, cached };
    const durationMs = this.ports.clock.elapsed() - this.started;
    const metrics = yield* this.summary(cases, trials);
    return { ...known, status, trials, usage, durationMs, metrics };
  }

  private plannedOf(comparison: LiveComparison): number {
    return comparison.isResolved ? comparison.fullRounds : this.input.trials;
  }

  /** Of the planned trials alone: samples that were drawn because of an earlier result would make every rate look worse. */
  private summary(cases: readonly CaseResult[], trials: number): Steps<readonly MetricSummary[]> {
    return summaryOf(this.metrics, cases, (item) => plannedTrials({ trials }, item).trials);
  }

  private askedNotes(): readonly string[] {
    const { oldPlan, baselineLabel } = this.input;
    return oldPlan === undefined
      ? []
      : [`No other version was run before, so ${baselineLabel} was run on the same cases.`];
  }
}
