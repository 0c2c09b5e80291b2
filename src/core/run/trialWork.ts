import type { Breather } from '../breather.ts';
import { JudgeScoring } from '../judges/judgeScoring.ts';
import type { CaseResult, RunUsage, TrialResult } from '../results/runResult.ts';
import { atMost } from './atMost.ts';
import type { CallPool, Claim } from './callPool.ts';
import { converse } from './conversationRun.ts';
import type { EvaluationContext, EvaluationInput } from './evaluation.ts';
import { EventQueue } from './eventQueue.ts';
import type { RunEvent } from './events.ts';
import { type Answer, ModelCalls } from './modelCalls.ts';
import type { PlannedTrial, RenderedCase } from './plan.ts';
import type { EvaluationPlan } from './planEvaluation.ts';
import { type Spending, usageSince } from './spending.ts';
import { TrialScoring } from './trialScoring.ts';

export interface TrialWorkParts {
  readonly input: EvaluationInput;
  readonly context: EvaluationContext;
  readonly plan: EvaluationPlan;
  /** The trials of the plan in the order in which they run. */
  readonly ordered: readonly PlannedTrial[];
  readonly spending: Spending;
  /** Whether calls may be made. */
  readonly isAllowed: boolean;
  readonly breather: Breather;
  readonly signal: AbortSignal;
}

/** The trials of one evaluation at work: their conversations, and the scores of what was replied. */
export class TrialWork {
  /** Ends with the last trial. */
  readonly events = new EventQueue<RunEvent>();
  private readonly parts: TrialWorkParts;
  private readonly calls: ModelCalls;
  private readonly scoring: TrialScoring;
  private readonly positions: ReadonlyMap<PlannedTrial, number>;
  private readonly before: RunUsage;
  private readonly results = new Map<PlannedTrial, TrialResult>();
  private isEnded = false;

  constructor(parts: TrialWorkParts) {
    const { input, context, plan, ordered, spending, isAllowed, breather, signal } = parts;
    const { ports, pool } = context;
    const useCache = input.useCache ?? true;
    this.parts = parts;
    this.before = spending.usage;
    this.positions = new Map(ordered.map((planned, position) => [planned, position]));
    this.calls = new ModelCalls({
      ...{ ports, pool, spending, isAllowed, useCache, signal },
      onWait: (ms, message) => this.events.push({ type: 'waiting', ms, message }),
    });
    const { calls } = this;
    const judging = new JudgeScoring({ ports, calls, spending, judge: input.judge, useCache });
    const counts = trialCounts(plan.trials);
    this.scoring = new TrialScoring({
      scorer: judging,
      asks: (metric) => judging.asks(metric),
      pricing: ports.pricing,
      model: input.model.info,
      breather,
      signal,
      trialsOf: ({ rendered }) => counts.get(rendered) ?? 0,
      ...(input.scoresWhenStopped && { scoresWhenStopped: true }),
      metricsFor: plan.metricsOf,
      onScored: (planned, result) => this.scored(planned, result),
    });
  }

  /** Whether the run was ended before its last trial: by a person, a newer run or the budget. */
  get isStopped(): boolean {
    return this.isEnded || this.calls.isExhausted || this.parts.signal.aborted;
  }

  /** Begins; resolves once everything is scored. Never rejects: what goes wrong is thrown by the events. */
  start(): Promise<void> {
    const { input, context, ordered, spending, breather, signal } = this.parts;
    const shared = callsUnderWay(ordered, context.pool);
    for (const { answer } of shared.values()) {
      const take = ({ countIn }: Answer) => {
        if (!signal.aborted) countIn?.(spending);
      };
      answer.then(take, () => undefined);
    }
    input.onClaimed?.();
    const talk = (planned: PlannedTrial) => this.talk(planned, shared.get(planned));
    const known = ordered.filter(({ open }) => open.length === 0);
    const open = ordered.filter((planned) => planned.open.length > 0);
    return Promise.all([
      // What is stored waits for nobody, and is scored together.
      atMost(known.length, known, breather, talk),
      atMost(Math.max(talksAtOnce, context.pool.limit), open, breather, talk),
    ])
      .then(() => this.scoring.finish())
      .then(
        () => this.events.end(),
        (error: unknown) => this.events.fail(error),
      );
  }

  /** The cases with the trials that are in. */
  caseResults(): readonly CaseResult[] {
    const { rendered, trials } = this.parts.plan;
    const byCase = new Map<RenderedCase, TrialResult[]>(rendered.map((item) => [item, []]));
    for (const planned of trials) {
      const result = this.results.get(planned);
      if (result !== undefined) byCase.get(planned.rendered)?.push(result);
    }
    return rendered.map((item) => ({
      id: item.item.id,
      inputHash: item.inputHash,
      tags: item.item.tags,
      trials: byCase.get(item) ?? [],
    }));
  }

  private async talk(planned: PlannedTrial, shared: Claim<Answer> | undefined): Promise<void> {
    const { input, plan } = this.parts;
    const { calls } = this;
    const { requestFor } = plan;
    const outcome = await converse(planned, { model: input.model, calls, requestFor });
    shared?.release();
    if (outcome.error && stopCodes.has(outcome.error.code)) this.isEnded = true;
    this.scoring.add(planned, outcome);
  }

  private scored(planned: PlannedTrial, result: TrialResult): void {
    const { ordered, spending } = this.parts;
    this.results.set(planned, result);
    this.events.push({
      type: 'trial',
      caseId: planned.rendered.item.id,
      result,
      position: this.positions.get(planned) ?? 0,
      progress: {
        done: this.results.size,
        total: ordered.length,
        cost: usageSince(this.before, spending.usage).cost,
      },
    });
  }
}

/** Conversations under way or waiting for a call: more than there are calls at once, and few enough to be light. */
const talksAtOnce = 500;

/** Errors that mean "this run was ended", not "this case went wrong". */
const stopCodes: ReadonlySet<string> = new Set(['aborted', 'budget-exceeded']);

/** Calls that another run, perhaps one that this run replaces, has begun: they must go on, also while a trial waits for its turn. */
function callsUnderWay(
  trials: readonly PlannedTrial[],
  pool: CallPool<Answer>,
): ReadonlyMap<PlannedTrial, Claim<Answer>> {
  const held = new Map<PlannedTrial, Claim<Answer>>();
  for (const planned of trials) {
    const claim = planned.nextKey === undefined ? undefined : pool.hold(planned.nextKey);
    if (claim !== undefined) held.set(planned, claim);
  }
  return held;
}

function trialCounts(trials: readonly PlannedTrial[]): ReadonlyMap<RenderedCase, number> {
  const counts = new Map<RenderedCase, number>();
  for (const { rendered } of trials) counts.set(rendered, (counts.get(rendered) ?? 0) + 1);
  return counts;
}
