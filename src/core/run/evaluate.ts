import { hashOf } from '../hash.ts';
import { judgePlan } from '../judges/judgePlan.ts';
import { JudgeScoring } from '../judges/judgeScoring.ts';
import type { Model, Ports } from '../ports.ts';
import type { Message } from '../prompt/message.ts';
import type { ModelChoice, ModelParameters, Prompt } from '../prompt/prompt.ts';
import { versionId } from '../prompt/version.ts';
import type { CaseResult, RunResult, TrialResult } from '../results/runResult.ts';
import { summaryOf } from '../results/summarise.ts';
import { metricsFor, metricsInUse } from '../suite/metricsFor.ts';
import type { Case, Stage, Suite } from '../suite/suite.ts';
import { atMost } from './atMost.ts';
import { Breather } from './breather.ts';
import type { BudgetLimits } from './budget.ts';
import type { CallPool, Claim } from './callPool.ts';
import { converse } from './conversationRun.ts';
import { EventQueue } from './eventQueue.ts';
import type { RunEvent } from './events.ts';
import { keepVersion } from './keepVersion.ts';
import { type Answer, ModelCalls } from './modelCalls.ts';
import { caseOrder, inRunOrder } from './order.ts';
import { makePlan, type PlannedTrial, type PlanSummary, type RenderedCase } from './plan.ts';
import { renderCases } from './renderCases.ts';
import type { RenderedRequest } from './request.ts';
import { openSpending, type Spending, usageSince } from './spending.ts';
import { inSteps } from './steps.ts';
import { TrialScoring } from './trialScoring.ts';

/** What to evaluate, and how. */
export interface EvaluationInput {
  readonly prompt: Prompt;
  readonly suite: Suite;
  /** All cases, those of case files included, in the order of the suite. */
  readonly cases: readonly Case[];
  readonly model: Model;
  readonly parameters: ModelParameters;
  /** The model that judges, see `judgeChoice`; absent: metrics that ask one fail. */
  readonly judge?: ModelChoice;
  readonly trials: number;
  /** Trials of a case, 0-based; default: the first `trials`. */
  readonly trialsOf?: (caseId: string) => readonly number[];
  /** Ids of the cases in the order in which they run, see `caseOrder`; asked for once the plan is made. Default: by a seed. */
  readonly orderOf?: (trials: readonly PlannedTrial[]) => Promise<readonly string[]>;
  /** Metrics of other stages are left out. */
  readonly stages: readonly Stage[];
  /** Use stored completions; default true. */
  readonly useCache?: boolean;
  /** Send nothing; what is not stored becomes an error of its trial. */
  readonly isOffline?: boolean;
  readonly budget?: BudgetLimits;
  /** Instead of `budget`: spending that goes on after the run. */
  readonly spending?: Spending;
  /**
   * Put the version and the run into the history; default true. False for a variant that is not what the prompt's
   * file holds: it must not become the previous version of the next run. Its completions are kept.
   */
  readonly isRecorded?: boolean;
  /** When stopped, still score the replies that are there, as far as that costs nothing; default false. */
  readonly scoresWhenStopped?: boolean;
  /** Asked before the first call when there is something to send; false ends the run with what is stored. */
  readonly confirm?: (plan: PlanSummary) => Promise<boolean>;
  /** Called when everything this run shares with one it replaces has been claimed. */
  readonly onClaimed?: () => void;
}

/** What all evaluations of a process share. */
export interface EvaluationContext {
  readonly ports: Ports;
  /** Calls under way, across runs: an answer that two runs want is asked for once. */
  readonly pool: CallPool<Answer>;
}

/**
 * Evaluates a suite on a prompt: plan, completions, scores, result. A case that fails leaves the
 * others going. When the signal aborts, what was done is kept and the run ends as `stopped`.
 */
export async function* evaluate(
  input: EvaluationInput,
  context: EvaluationContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, RunResult> {
  const { ports } = context;
  const startedAt = ports.clock.now();
  const started = ports.clock.elapsed();
  const promptVersion = versionId(input.prompt);
  const runId = `${startedAt.toString(36)}-${promptVersion.slice(0, 12)}`;
  const requestFor = requestMaker(input);

  const breather = new Breather(ports.clock);
  const rendered = await renderCases(input.prompt, input.cases, breather);
  const plan = await makePlan(
    {
      cases: rendered,
      trials: input.trials,
      ...(input.trialsOf && { trialsOf: input.trialsOf }),
      model: input.model,
      requestFor,
      useCache: input.useCache ?? true,
    },
    ports.store,
    ports.pricing,
    breather,
  );
  const metricsOf = metricsFor(input.suite, input.stages);
  if (breather.isDue) await breather.pause();
  const summary = await judgePlan(plan, { ...input, metricsFor: metricsOf }, ports);
  if (breather.isDue) await breather.pause();
  yield { type: 'planned', runId, model: input.model.info, plan: summary };

  const isRecorded = input.isRecorded ?? true;
  if (isRecorded) await keepVersion(input.prompt, startedAt, ports);

  let isAllowed = input.isOffline !== true;
  if (isAllowed && summary.requests > 0 && input.confirm !== undefined && !signal.aborted) {
    isAllowed = await input.confirm(summary);
  }

  const spending = input.spending ?? (await openSpending(input.budget, startedAt, ports.store));
  const before = spending.usage;
  spending.countCached(plan.summary.cached);
  const events = new EventQueue<RunEvent>();
  let isStopped = false;

  if (breather.isDue) await breather.pause();
  const results = new Map<PlannedTrial, TrialResult>();
  const total = plan.trials.length;
  const order =
    (await input.orderOf?.(plan.trials)) ??
    caseOrder(
      input.cases.map(({ id }) => id),
      hashOf([input.suite.path, promptVersion]),
    );
  if (breather.isDue) await breather.pause();
  const ordered = inRunOrder(plan.trials, order);
  const trialCounts = new Map<RenderedCase, number>();
  for (const { rendered: one } of plan.trials)
    trialCounts.set(one, (trialCounts.get(one) ?? 0) + 1);
  const positions = new Map(ordered.map((planned, position) => [planned, position]));
  const calls = new ModelCalls({
    ports,
    pool: context.pool,
    spending,
    isAllowed,
    useCache: input.useCache ?? true,
    signal,
    onWait: (ms, message) => events.push({ type: 'waiting', ms, message }),
  });
  const judging = new JudgeScoring({
    ports,
    calls,
    spending,
    judge: input.judge,
    useCache: input.useCache ?? true,
  });
  const scoring = new TrialScoring({
    scorer: judging,
    asks: (metric) => judging.asks(metric),
    pricing: ports.pricing,
    model: input.model.info,
    breather,
    signal,
    trialsOf: ({ rendered: one }) => trialCounts.get(one) ?? 0,
    ...(input.scoresWhenStopped && { scoresWhenStopped: true }),
    metricsFor: metricsOf,
    onScored: (planned, result) => {
      results.set(planned, result);
      events.push({
        type: 'trial',
        caseId: planned.rendered.item.id,
        result,
        position: positions.get(planned) ?? 0,
        progress: { done: results.size, total, cost: usageSince(before, spending.usage).cost },
      });
    },
  });

  const shared = callsUnderWay(ordered, context.pool);
  for (const { answer } of shared.values()) {
    const take = ({ countIn }: Answer) => {
      if (!signal.aborted) countIn?.(spending);
    };
    answer.then(take, () => undefined);
  }
  input.onClaimed?.();

  const talk = async (planned: PlannedTrial) => {
    const outcome = await converse(planned, { model: input.model, calls, requestFor });
    shared.get(planned)?.release();
    if (outcome.error && stopCodes.has(outcome.error.code)) isStopped = true;
    scoring.add(planned, outcome);
  };
  const known = ordered.filter(({ open }) => open.length === 0);
  const open = ordered.filter((planned) => planned.open.length > 0);
  const all = Promise.all([
    // What is stored waits for nobody, and is scored together.
    atMost(known.length, known, breather, talk),
    atMost(Math.max(talksAtOnce, context.pool.limit), open, breather, talk),
  ])
    .then(() => scoring.finish())
    .then(
      () => events.end(),
      (error: unknown) => events.fail(error),
    );
  try {
    // Whoever takes an event works on it at once: many that are there already must not be one turn of the event loop.
    for await (const event of events) {
      yield event;
      if (breather.isDue) await breather.pause();
    }
  } finally {
    await all;
  }
  const usage = usageSince(before, spending.usage);

  const cases = caseResults(rendered, plan.trials, results);
  const metrics = metricsInUse(input.suite, input.cases, input.stages);
  const run: RunResult = {
    id: runId,
    prompt: input.prompt.path,
    suite: input.suite.path,
    promptVersion,
    model: input.model.info,
    startedAt,
    durationMs: ports.clock.elapsed() - started,
    status: isStopped || calls.isExhausted || signal.aborted ? 'stopped' : 'complete',
    trials: input.trials,
    usage,
    metrics: await inSteps(summaryOf(metrics, cases), breather),
    cases,
  };
  if (breather.isDue) await breather.pause();
  if (isRecorded) await ports.store.saveRun(run);
  yield { type: 'finished', run };
  return run;
}

/** Conversations under way or waiting for a call: more than there are calls at once, and few enough to be light. */
const talksAtOnce = 500;

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

/** Errors that mean "this run was ended", not "this case went wrong". */
const stopCodes: ReadonlySet<string> = new Set(['aborted', 'budget-exceeded']);

function requestMaker(input: EvaluationInput) {
  const { model, parameters, prompt } = input;
  return (messages: readonly Message[], trial: number, caseId: string): RenderedRequest => ({
    endpoint: model.endpoint,
    model: model.info.name,
    parameters,
    messages,
    tools: prompt.tools,
    trial,
    ...(model.answersByCase && { caseId }),
  });
}

function caseResults(
  rendered: readonly RenderedCase[],
  trials: readonly PlannedTrial[],
  results: ReadonlyMap<PlannedTrial, TrialResult>,
): readonly CaseResult[] {
  const byCase = new Map<RenderedCase, TrialResult[]>(rendered.map((item) => [item, []]));
  for (const planned of trials) {
    const result = results.get(planned);
    if (result !== undefined) byCase.get(planned.rendered)?.push(result);
  }
  return rendered.map((item) => ({
    id: item.item.id,
    inputHash: item.inputHash,
    tags: item.item.tags,
    trials: byCase.get(item) ?? [],
  }));
}
