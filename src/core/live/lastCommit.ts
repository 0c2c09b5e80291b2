import { Breather } from '../breather.ts';
import type { Baseline } from '../compare/judgeBaseline.ts';
import { isEvalError } from '../errors.ts';
import { inTime } from '../inTime.ts';
import type { GitText, Store } from '../ports.ts';
import { versionId } from '../prompt/version.ts';
import type { RunResult } from '../results/runResult.ts';
import { type EvaluationContext, type EvaluationInput, runIdOf } from '../run/evaluate.ts';
import { type PlanSummary, together } from '../run/plan.ts';
import { planEvaluation } from '../run/planEvaluation.ts';
import { inputHash } from '../run/requestKey.ts';
import type { Spending } from '../run/spending.ts';
import { askable } from './evaluateAgainst.ts';
import type { Target } from './evaluated.ts';
import type { PromptEvaluationOptions } from './evaluationInput.ts';
import type { AskableVersion } from './liveInput.ts';
import { type PromptAtRef, promptAtRef } from './promptAtRef.ts';

/** How the run is made that is compared with the last commit. */
export interface LastCommitParts {
  readonly input: EvaluationInput;
  readonly spending: Spending;
  readonly options: Pick<
    PromptEvaluationOptions,
    'lastCommit' | 'isLarge' | 'override' | 'fallback'
  >;
}

/** A version of which no sample is known, and what may be asked; its run has no trials yet. */
export interface UnaskedVersion extends Pick<EvaluationInput, 'confirm' | 'isOffline'> {
  readonly baseline: Baseline;
  readonly old: AskableVersion;
  readonly oldPlan: PlanSummary;
}

/**
 * The prompt as of the last commit, for the first run of a version that nothing in the history can stand beside. The plan of both
 * versions together is confirmed here. Undefined where the commit cannot be read or means the same, where the history has
 * a whole run of this version, and where both together would have to be asked about, or would not fit in the budget: a first
 * save asks no more of people than it would alone.
 * @throws {EvalError} plan-declined, aborted
 */
export async function lastCommit(
  target: Target,
  begun: RunResult,
  { input, spending, options }: LastCommitParts,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<UnaskedVersion | undefined> {
  const { ports } = context;
  if (options.lastCommit === undefined || (await wasRun(begun, ports.store))) return undefined;
  const { lastCommit: read } = options;
  const committed = async (path: string) =>
    (await inTime(read(path), timeLimitMs, ports.clock, signal)) ?? late;
  const found = await orNone(promptAtRef(target.prompt, committed, 'git HEAD', ports.files));
  if (found === undefined || signal.aborted) return undefined;
  const { prompt, parts } = found;
  if (versionId(prompt) === begun.promptVersion) return undefined;
  const opened = await askable(prompt, target, options, context);
  if (opened === undefined || opened.model.answersByCase) return undefined;
  const old = { ...opened, ...(parts && { parts }) };

  const breather = new Breather(ports.clock);
  const { summary: own } = await planEvaluation(input, ports, breather);
  const { summary: older, rendered } = await planEvaluation({ ...input, ...old }, ports, breather);
  // With the variables of today's cases, say, that another text lacks.
  if (rendered.every(({ error }) => error !== undefined)) return undefined;
  const both = together(own, older);
  if (options.isLarge?.(both) === true && !options.isLarge(own)) return undefined;
  const { requests: calls, estimatedCost: dollars } = both;
  if (!spending.budget.holds({ calls, dollars })) return undefined;

  const baseline = unasked(found.commit, begun, old, input);
  const known = { baseline, old, oldPlan: older, confirm: undefined };
  if (calls === 0 || input.isOffline === true || input.confirm === undefined) return known;
  return (await input.confirm(both)) ? known : { ...known, isOffline: true };
}

async function wasRun(
  { prompt, suite, promptVersion }: RunResult,
  store: Pick<Store, 'runs'>,
): Promise<boolean> {
  const own = { prompt, suite, promptVersion };
  const runs = await store.runs({ ...own, summaries: true, limit: lookBack });
  return runs.some(({ status }) => status === 'complete');
}

/** How many runs of the version are looked at. */
const lookBack = 5;

/** How long a save waits for git, in milliseconds. */
const timeLimitMs = 2000;

const late: GitText = { text: undefined, reason: 'git did not answer in time.' };

/** A save needs no last commit: where it cannot be read there is none. */
async function orNone(found: Promise<PromptAtRef>): Promise<PromptAtRef | undefined> {
  try {
    return await found;
  } catch (error) {
    if (isEvalError(error)) return undefined;
    throw error;
  }
}

function unasked(
  commit: string,
  begun: RunResult,
  { prompt, model, parts }: AskableVersion,
  { cases, trials }: EvaluationInput,
): Baseline {
  // Of a moment before: the history has the newest first.
  const startedAt = begun.startedAt - 1;
  const promptVersion = versionId(prompt);
  const run: RunResult = {
    ...begun,
    id: runIdOf(startedAt, promptVersion),
    promptVersion,
    startedAt,
    trials,
    model: model.info,
    cases: cases.map((item) => ({
      id: item.id,
      inputHash: inputHash(item),
      tags: item.tags,
      trials: [],
    })),
  };
  return {
    run,
    label: 'the last commit',
    name: `Last commit (${commit.slice(0, 7)})`,
    isAtCommit: true,
    since: 'the last commit',
    source: prompt.source,
    ...(parts && { parts }),
  };
}
