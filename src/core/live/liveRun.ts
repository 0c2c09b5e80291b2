import { Breather } from '../breather.ts';
import { LiveComparison } from '../compare/live/liveComparison.ts';
import type { SampleRef, SampleVersion } from '../compare/live/sampleRef.ts';
import { shakyHistory } from '../compare/statistics/caseHistory.ts';
import { hashOf } from '../hash.ts';
import type { RunUsage, TrialResult } from '../results/runResult.ts';
import { type EvaluationContext, evaluate } from '../run/evaluate.ts';
import { EventQueue } from '../run/eventQueue.ts';
import type { RunEvent } from '../run/events.ts';
import { keepVersion } from '../run/keepVersion.ts';
import { type PlannedTrial, type PlanSummary, together } from '../run/plan.ts';
import { type Spending, usageSince } from '../run/spending.ts';
import type { LiveInput, LiveOutcome } from './liveInput.ts';
import { LiveProgress } from './liveProgress.ts';
import { LiveReport } from './liveReport.ts';
import { LiveSamples } from './liveSamples.ts';
import { scoresOf } from './oldSamples.ts';
import { keepAsked, screenClaims, unaskedRefs } from './unaskedVersion.ts';

/** One run that is compared while it goes on: draws what the comparison asks for. */
export class LiveRun {
  readonly events = new EventQueue<RunEvent>();
  private readonly input: LiveInput;
  private readonly context: EvaluationContext;
  private readonly signal: AbortSignal;
  private readonly samples: LiveSamples;
  private readonly report: LiveReport;
  private readonly spending: Spending;
  private readonly before: RunUsage;
  private readonly progress = new LiveProgress();
  /** Of no case until the plan, and with it the order of the cases, is made. */
  private comparison = new LiveComparison([], []);
  private runId = '';
  private isStopped = false;
  /** The claims that were told last, and what is being told just now. */
  private shown = '';
  private showing: Promise<void> | undefined;
  private isNews = false;

  private constructor(
    input: LiveInput,
    context: EvaluationContext,
    signal: AbortSignal,
    parts: { readonly samples: LiveSamples; readonly report: LiveReport },
  ) {
    this.input = input;
    this.context = context;
    this.signal = signal;
    this.samples = parts.samples;
    this.report = parts.report;
    this.spending = input.spending;
    this.before = input.spending.usage;
  }

  static async open(
    input: LiveInput,
    context: EvaluationContext,
    signal: AbortSignal,
  ): Promise<LiveRun> {
    const { clock } = context.ports;
    const begun = { startedAt: clock.now(), started: clock.elapsed() };
    const samples = await LiveSamples.open(input, begun.startedAt, new Breather(clock));
    const report = new LiveReport(input, samples, context.ports, begun);
    return new LiveRun(input, context, signal, { samples, report });
  }

  /** Draws until nothing more is wanted, allowed or affordable. */
  async work(): Promise<void> {
    const { input } = this;
    if (input.isRecorded ?? true) {
      await keepVersion(input.prompt, this.report.startedAt, this.context.ports);
    }
    const wasKnown = await this.isKnown();
    await this.screen();
    // A version that is run again, e.g. after "undo", costs nothing unless somebody asks.
    const isAsked = input.resolve === true || input.control === true || input.asksAgain === true;
    const mayAsk = isAsked || !wasKnown || this.usage.requests > 0;
    await this.drawDue(mayAsk);
    if (input.resolve === true && !this.signal.aborted) {
      this.comparison.resolve();
      await this.drawDue(true);
    }
    if (this.signal.aborted) this.comparison.stop();
    await this.showing;
  }

  /** The run as it is kept, and what it says beside the baseline. */
  async finish(): Promise<LiveOutcome> {
    const outcome = await this.outcome(false);
    if (!(this.input.isRecorded ?? true)) return outcome;
    await keepAsked(this.input, outcome.baseline, this.context.ports);
    await this.context.ports.store.saveRun(outcome.run);
    return outcome;
  }

  /** Begins the comparison, once it is known what is stored of the new version; gives the order of the cases. */
  private async begin(trials: readonly PlannedTrial[]): Promise<readonly string[]> {
    const breather = new Breather(this.context.ports.clock);
    const { input, samples } = this;
    const { earlier } = input;
    const metrics = this.report.metrics.map(({ id }) => id);
    const order = samples.order(trials, hashOf([input.suite.path, this.report.version]));
    const comparison = new LiveComparison(metrics, samples.compared(order.ids), {
      ...input.live,
      isRandomOrder: order.isRandom,
      rounds: input.trials,
      // Who asks for a number of trials gets them all.
      stopsEarly: (input.live.stopsEarly ?? true) && input.trials === 1,
      // Who asks whether it was the edit wants to know it of every case.
      ...(earlier !== undefined &&
        input.control !== true && {
          shaky: (caseId, metric) => shakyHistory(earlier.outcomes(caseId, metric)),
        }),
    });
    for (const [caseId, stored] of samples.storedTrials()) {
      for (const result of stored) {
        comparison.take({ caseId, version: 'old', trial: result.trial }, scoresOf(result));
      }
      // An old version with samples is not asked in the screen: without a stored one there is no pair.
      for (let trial = 0; input.oldPlan === undefined && trial < input.trials; trial++) {
        comparison.take({ caseId, version: 'old', trial }, 'missing');
      }
      if (breather.isDue) await breather.pause();
    }
    this.comparison = comparison;
    return order.ids;
  }

  /** Whether this version was run to its end before, with metrics of all these stages: then nobody expects another call. */
  private async isKnown(): Promise<boolean> {
    const { prompt, suite } = this.input;
    const runs = await this.context.ports.store.runs({
      prompt: prompt.path,
      suite: suite.path,
      promptVersion: this.report.version,
      summaries: true,
      limit: 5,
    });
    const stages = new Set(this.report.metrics.map(({ stage }) => stage));
    return runs.some(
      ({ status, metrics }) =>
        status === 'complete' &&
        [...stages].every((stage) => metrics.some((metric) => metric.stage === stage)),
    );
  }

  private async screen(): Promise<void> {
    const stop = linked(this.signal);
    const claims = screenClaims(this.input);
    const older: Promise<void>[] = [];
    const orderOf = async (trials: readonly PlannedTrial[]) => {
      const order = await this.begin(trials);
      const asked = this.screenOld(stop, claims.old);
      // Told where it is waited for; what goes on beside it would be paid for nothing.
      asked.catch(() => stop.abort());
      older.push(asked);
      return order;
    };
    const input = { ...this.input, isRecorded: false, orderOf, onClaimed: claims.own };
    try {
      await this.follow(input, stop, (event) => {
        this.takeNew(event.caseId, event.result);
        // Enough is known: what is still under way need not be waited for.
        if (this.comparison.isCut) stop.abort();
      });
      await Promise.all(older);
    } finally {
      stop.abort();
      await Promise.allSettled(older);
    }
    const { comparison } = this;
    if (comparison.phase !== 'screen') return;
    if (this.signal.aborted) comparison.stop();
    else this.giveUp(comparison.due());
  }

  /** The old version on the same cases in the same order, where no sample of it is known. */
  private async screenOld(stop: AbortController, onClaimed: () => void): Promise<void> {
    const { old } = this.input;
    if (old === undefined) return;
    const refs = unaskedRefs(this.input, this.comparison);
    await this.draw(refs, old, { mayAsk: true, stop, onClaimed });
    onClaimed();
  }

  /** Round after round of fresh samples. */
  private async drawDue(mayAsk: boolean): Promise<void> {
    for (;;) {
      const due = this.comparison.due();
      if (due.length === 0 || this.signal.aborted) return;
      const of = (version: SampleVersion, isOptional: boolean) =>
        due.filter((ref) => ref.version === version && (ref.isOptional ?? false) === isOptional);
      const stop = linked(this.signal);
      // Both versions at the same time: what the provider changes meanwhile meets both.
      await Promise.all([
        this.show(true),
        ...[false, true].flatMap((isOptional) => {
          const how = { mayAsk: mayAsk && !isOptional, stop };
          return [
            this.input.old && this.draw(of('old', isOptional), this.input.old, how),
            this.draw(of('new', isOptional), this.input, how),
          ];
        }),
      ]);
      if (!this.signal.aborted) this.giveUp(due);
    }
  }

  private async draw(
    refs: readonly SampleRef[],
    { prompt, model, parameters }: Pick<LiveInput, 'prompt' | 'model' | 'parameters'>,
    how: {
      readonly mayAsk: boolean;
      readonly stop: AbortController;
      readonly onClaimed?: () => void;
    },
  ): Promise<void> {
    const [first] = refs;
    if (first === undefined) return;
    const trials = new Map<string, readonly number[]>();
    for (const { caseId, trial } of refs) {
      trials.set(caseId, [...(trials.get(caseId) ?? []), trial]);
    }
    const { onClaimed: _, confirm: __, ...input } = this.input;
    await this.follow(
      {
        ...input,
        prompt,
        model,
        parameters,
        cases: input.cases.filter((item) => trials.has(item.id)),
        trialsOf: (caseId) => trials.get(caseId) ?? [],
        orderOf: async () => [...trials.keys()],
        isRecorded: false,
        isOffline: (input.isOffline ?? false) || !how.mayAsk,
        ...(how.onClaimed && { onClaimed: how.onClaimed }),
      },
      how.stop,
      ({ caseId, result }) => {
        // Looked for in the store alone, and not there: nothing was tried, so nothing failed.
        if (result.error?.code === 'not-cached') return;
        if (first.version === 'new') this.takeNew(caseId, result);
        else this.takeOld(caseId, result);
        if (this.comparison.phase === 'done') how.stop.abort();
      },
      first.version,
    );
  }

  /** Evaluates a part, passes its events on, and counts what it cost. */
  private async follow(
    input: LiveInput,
    stop: AbortController,
    onTrial: (event: Extract<RunEvent, { type: 'trial' }>) => void,
    version: SampleVersion = 'new',
  ): Promise<void> {
    let progress: ReturnType<LiveProgress['part']> | undefined;
    const part = { ...input, spending: this.spending.part() };
    for await (const event of evaluate(part, this.context, stop.signal)) {
      switch (event.type) {
        case 'planned':
          progress = this.progress.part(trialsIn(input, event.plan));
          if (this.runId !== '') break;
          this.runId = event.runId;
          this.events.push({ ...event, plan: this.wholePlan(event.plan) });
          break;
        case 'trial':
          onTrial(event);
          progress?.(event.progress);
          this.events.push({
            ...event,
            progress: this.progress.now(this.usage),
            ...(version === 'old' && { isOld: true }),
          });
          void this.show(false);
          break;
        case 'waiting':
        case 'live':
          this.events.push(event);
          break;
        case 'finished':
          // A part that was cut short because enough is known is no run that was stopped.
          if (event.run.status === 'stopped' && !stop.signal.aborted) this.isStopped = true;
      }
    }
  }

  private wholePlan(plan: PlanSummary): PlanSummary {
    const { oldPlan } = this.input;
    return oldPlan === undefined ? plan : together(plan, oldPlan);
  }

  private takeNew(caseId: string, result: TrialResult): void {
    const oldFrom = this.samples.addNew(caseId, result);
    if (result.error?.code === 'aborted') return;
    if (oldFrom !== undefined) this.comparison.distrust(caseId, oldFrom);
    this.comparison.take({ caseId, version: 'new', trial: result.trial }, scoresOf(result));
  }

  private takeOld(caseId: string, result: TrialResult): void {
    this.samples.addOld(caseId, result);
    if (result.error?.code === 'aborted') return;
    this.comparison.take({ caseId, version: 'old', trial: result.trial }, scoresOf(result));
  }

  private giveUp(refs: readonly SampleRef[]): void {
    for (const ref of refs) this.comparison.take(ref, 'missing');
  }

  /** Says how the comparison stands, once a verdict is new or a round begins; not for every reply. Never rejects. */
  private async show(always: boolean): Promise<void> {
    const now = JSON.stringify([this.comparison.claims('worse'), this.comparison.claims('better')]);
    if (!always && (now === this.shown || (this.shown === '' && now === '[[],[]]'))) return;
    this.shown = now;
    this.isNews = true;
    // One at a time: what becomes known meanwhile is told next.
    this.showing ??= this.tell().catch((error: unknown) => this.events.fail(error));
    await this.showing;
  }

  private async tell(): Promise<void> {
    while (this.isNews) {
      this.isNews = false;
      this.events.push({ type: 'live', ...(await this.outcome(true)) });
    }
    this.showing = undefined;
  }

  private outcome(isRunning: boolean): Promise<LiveOutcome> {
    const isEnded = this.isStopped || this.signal.aborted;
    return this.report.outcome(this.comparison, {
      id: this.runId,
      isRunning,
      status: isEnded ? 'stopped' : 'complete',
      usage: this.usage,
    });
  }

  private get usage(): RunUsage {
    return usageSince(this.before, this.spending.usage);
  }
}

/** A controller that is aborted with the signal, and can be before. */
function linked(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  else {
    const abort = () => controller.abort();
    signal.addEventListener('abort', abort, { once: true, signal: controller.signal });
  }
  return controller;
}

function trialsIn({ cases, trialsOf }: LiveInput, plan: PlanSummary): number {
  return trialsOf === undefined
    ? plan.cases * plan.trials
    : cases.reduce((sum, item) => sum + trialsOf(item.id).length, 0);
}
