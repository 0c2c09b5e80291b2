import type { Baseline } from '../compare/judgeBaseline.ts';
import { isEvalError } from '../errors.ts';
import type { Evaluated, Target } from '../live/evaluated.ts';
import { evaluatePrompt } from '../live/evaluatePrompt.ts';
import type { PromptEvaluationOptions } from '../live/evaluationInput.ts';
import { formatById } from '../prompt/formats.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { type Instruction, instructionsOf } from '../propose/instructions.ts';
import type { RunResult } from '../results/runResult.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import { coverageOf } from './coverage.ts';
import { type Mutant, mutantsOf } from './mutants.ts';

/**
 * What happened when an instruction was left out. `noticed`: a metric got worse, with the error rate of any comparison. `unnoticed`: all
 * cases ran and none did. `unknown`: it could not be tried to the end.
 */
export type MutationStatus = 'noticed' | 'unnoticed' | 'unknown';

export interface MutationResult {
  readonly instruction: Instruction;
  readonly status: MutationStatus;
  /** Ids of the metrics that got worse without the instruction. */
  readonly noticedBy: readonly string[];
  /** Calls that were sent for it. */
  readonly calls: number;
  /** US dollars; null where the price is unknown. */
  readonly cost: number | null;
  /** Why it is unknown. */
  readonly reason?: string;
}

export interface MutationOptions
  extends Pick<
    PromptEvaluationOptions,
    'stages' | 'budget' | 'fallback' | 'override' | 'isOffline'
  > {
  /** Calls for all mutants together; what comes after is `unknown`. */
  readonly maxCalls: number;
  /** Instructions to try, by their index; default: all. */
  readonly only?: ReadonlySet<number>;
}

/**
 * Leaves out one instruction of the prompt after the other, unguarded ones first, and runs the cases that this changes, to see whether any metric notices.
 * Nothing of it becomes part of the prompt's history; what was asked is cached like every other call. Stops when the signal aborts.
 *
 * @param current a finished run of the prompt as it is
 */
export async function* mutate(
  target: Target,
  current: RunResult,
  options: MutationOptions,
  context: EvaluationContext,
  signal: AbortSignal,
): AsyncGenerator<MutationResult> {
  const baseline: Baseline = {
    run: current,
    label: 'the prompt as it is',
    source: target.prompt.source,
  };
  let left = options.maxCalls;
  for (const mutant of mutantsInOrder(target, options.only)) {
    if (signal.aborted) return;
    const result = await tryMutant(mutant, { ...target }, baseline, left, options, context, signal);
    left = Math.max(0, left - result.calls);
    yield result;
  }
}

/** Instructions that no metric guards come first: of them it is least known, should the budget not reach for all. */
function mutantsInOrder(
  { prompt, suite }: Target,
  only: ReadonlySet<number> | undefined,
): readonly Mutant[] {
  const { instructions } = coverageOf(prompt, suite.metrics);
  const guards = new Map(
    instructions.map(({ instruction, guardedBy }) => [instruction.offset, guardedBy.length]),
  );
  return mutantsOf(prompt.source, instructionsOf(prompt))
    .filter((_, index) => only === undefined || only.has(index))
    .toSorted(
      (a, b) =>
        Math.min(1, guards.get(a.instruction.offset) ?? 0) -
        Math.min(1, guards.get(b.instruction.offset) ?? 0),
    );
}

async function tryMutant(
  { instruction, source }: Mutant,
  target: Target,
  baseline: Baseline,
  maxCalls: number,
  options: MutationOptions,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<MutationResult> {
  const unknown = (reason: string, calls = 0, cost: number | null = 0): MutationResult => ({
    instruction,
    status: 'unknown',
    noticedBy: [],
    calls,
    cost,
    reason,
  });
  const prompt = await mutatedPrompt(target.prompt, source, context);
  if (prompt === undefined) return unknown('Without it the prompt cannot be read.');
  let isTooLarge = false;
  const { maxCalls: _, only: __, ...evaluation } = options;
  let evaluated: Evaluated;
  try {
    evaluated = await evaluatePrompt(
      { ...target, prompt },
      {
        ...evaluation,
        isRecorded: false,
        live: {},
        baseline: async () => baseline,
        confirm: async (plan) => {
          isTooLarge = plan.requests > maxCalls;
          return !isTooLarge;
        },
      },
      context,
      signal,
    );
  } catch (error) {
    if (!isEvalError(error)) throw error;
    return unknown(error.message);
  }
  const { run, comparison } = evaluated;
  const { requests: calls, cost } = run.usage;
  const noticedBy = (comparison?.metrics ?? [])
    .filter(({ verdict }) => verdict === 'regressed')
    .map(({ id }) => id);
  if (noticedBy.length > 0) return { instruction, status: 'noticed', noticedBy, calls, cost };
  if (isTooLarge) return unknown('The budget for experiments is used up.', calls, cost);
  const error = run.cases.flatMap(({ trials }) => trials.flatMap((trial) => trial.error ?? []))[0];
  if (run.status === 'stopped' || error !== undefined)
    return unknown(error?.message ?? 'It was stopped.', calls, cost);
  return { instruction, status: 'unnoticed', noticedBy, calls, cost };
}

async function mutatedPrompt(
  prompt: Prompt,
  source: string,
  { ports }: EvaluationContext,
): Promise<Prompt | undefined> {
  const format = formatById(prompt.format);
  const read = await format?.read(
    { path: prompt.path, text: source },
    { readText: (path) => ports.files.readText(path) },
  );
  const value = read?.value;
  return value === undefined || value.messages.length === 0 ? undefined : value;
}

/** noticed / (noticed + unnoticed); null while nothing is known. Source: R. DeMillo, R. Lipton, F. Sayward, Hints on test data selection, 1978. */
export function mutationScore(results: readonly Pick<MutationResult, 'status'>[]): number | null {
  const noticed = results.filter(({ status }) => status === 'noticed').length;
  const unnoticed = results.filter(({ status }) => status === 'unnoticed').length;
  return noticed + unnoticed === 0 ? null : noticed / (noticed + unnoticed);
}
