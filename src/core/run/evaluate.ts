import { Breather } from '../breather.ts';
import { hashOf } from '../hash.ts';
import { versionId } from '../prompt/version.ts';
import type { RunResult } from '../results/runResult.ts';
import { summaryOf } from '../results/summarise.ts';
import { inSteps } from '../steps.ts';
import { metricsInUse } from '../suite/metricsFor.ts';
import type { EvaluationContext, EvaluationInput } from './evaluation.ts';
import type { RunEvent } from './events.ts';
import { keepVersion } from './keepVersion.ts';
import { caseOrder, inRunOrder } from './order.ts';
import type { PlanSummary } from './plan.ts';
import { planEvaluation } from './planEvaluation.ts';
import { openSpending, usageSince } from './spending.ts';
import { TrialWork } from './trialWork.ts';

export type { EvaluationContext, EvaluationInput } from './evaluation.ts';

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
  const runId = runIdOf(startedAt, promptVersion);
  const breather = new Breather(ports.clock);
  const plan = await planEvaluation(input, ports, breather);
  yield { type: 'planned', runId, model: input.model.info, plan: plan.summary };

  const isRecorded = input.isRecorded ?? true;
  if (isRecorded) await keepVersion(input.prompt, startedAt, ports);
  const isAllowed = await mayAsk(input, plan.summary, signal);
  const spending = input.spending ?? (await openSpending(input.budget, startedAt, ports.store));
  const before = spending.usage;
  spending.countCached(plan.summary.cached);
  if (breather.isDue) await breather.pause();
  const order = (await input.orderOf?.(plan.trials)) ?? seededOrder(input, promptVersion);
  if (breather.isDue) await breather.pause();
  const ordered = inRunOrder(plan.trials, order);

  const parts = { input, context, plan, ordered, spending, isAllowed, breather, signal };
  const work = new TrialWork(parts);
  const all = work.start();
  try {
    // Whoever takes an event works on it at once: many that are there already must not be one turn of the event loop.
    for await (const event of work.events) {
      yield event;
      if (breather.isDue) await breather.pause();
    }
  } finally {
    await all;
  }

  const usage = usageSince(before, spending.usage);
  const cases = work.caseResults();
  const metrics = metricsInUse(input.suite, input.cases, input.stages);
  const run: RunResult = {
    id: runId,
    prompt: input.prompt.path,
    suite: input.suite.path,
    promptVersion,
    model: input.model.info,
    startedAt,
    durationMs: ports.clock.elapsed() - started,
    status: work.isStopped ? 'stopped' : 'complete',
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

/** Id of the run of a version. @param startedAt milliseconds since 1970 */
export function runIdOf(startedAt: number, promptVersion: string): string {
  return `${startedAt.toString(36)}-${promptVersion.slice(0, 12)}`;
}

async function mayAsk(
  { isOffline, confirm }: EvaluationInput,
  plan: PlanSummary,
  signal: AbortSignal,
): Promise<boolean> {
  if (isOffline === true) return false;
  if (plan.requests === 0 || confirm === undefined || signal.aborted) return true;
  return confirm(plan);
}

function seededOrder({ suite, cases }: EvaluationInput, promptVersion: string): readonly string[] {
  return caseOrder(
    cases.map(({ id }) => id),
    hashOf([suite.path, promptVersion]),
  );
}
