import type { Baseline } from '../core/compare/judgeBaseline.ts';
import { EvalError } from '../core/errors.ts';
import { chosenBaseline, previousBaseline } from '../core/live/baselines.ts';
import type { Target } from '../core/live/evaluatePrompt.ts';
import type { PromptEvaluationOptions } from '../core/live/evaluationInput.ts';
import { gitBaseline } from '../core/live/versionBaseline.ts';
import { readReport } from '../core/results/readReport.ts';
import type { RunResult } from '../core/results/runResult.ts';
import type { EvaluationContext } from '../core/run/evaluate.ts';
import type { RunEvent } from '../core/run/events.ts';
import { Git } from '../node/git.ts';
import type { Environment } from './environment.ts';

/** A report may be this large, in bytes. */
const maxBytes = 1e9;

export interface Comparing {
  readonly options: Omit<PromptEvaluationOptions, 'baseline'>;
  readonly context: EvaluationContext;
  readonly onEvent: (event: RunEvent) => void;
}

/** Finds what the run of a target is compared with; says so on standard error where there is nothing. */
export type BaselineFinder = (
  target: Target,
  run: RunResult,
  comparing: Comparing,
) => Promise<Baseline | undefined>;

/**
 * Reads what `--compare` means, before anything is paid for.
 * @throws {EvalError} usage when a git ref names nothing; file-missing or bad-file when a report cannot be read
 */
export async function baselineFinder(
  compare: string,
  targets: readonly Target[],
  environment: Environment,
): Promise<BaselineFinder> {
  if (compare === 'previous') {
    return async (_, run, { context }) =>
      orNote(
        await previousBaseline(run, context.ports),
        `There is no earlier version of ${environment.show(run.prompt)} to compare with.`,
        environment,
      );
  }
  if (compare === 'baseline') {
    return async (_, run, { context }) =>
      orNote(
        await chosenBaseline(run, context.ports),
        `There is no baseline of ${environment.show(run.prompt)}. Make one with \`micro-metrics accept\`.`,
        environment,
      );
  }
  if (compare.startsWith('git:'))
    return gitFinder(compare.slice('git:'.length), targets, environment);
  return reportFinder(compare, environment);
}

async function gitFinder(
  ref: string,
  targets: readonly Target[],
  environment: Environment,
): Promise<BaselineFinder> {
  const git = new Git();
  const texts = new Map<string, string>();
  for (const { prompt } of targets) {
    const found = await git.show(prompt.path, ref);
    if (found.text !== undefined) texts.set(prompt.path, found.text);
    // A prompt that is new has nothing to be compared with; a ref that names nothing is a mistake.
    else if (targets.length === 1) {
      throw new EvalError('usage', `Cannot compare with git:${ref}: ${found.reason}`);
    } else environment.output.note(`${environment.show(prompt.path)}: ${found.reason}`);
  }
  if (texts.size === 0) {
    throw new EvalError('usage', `No prompt can be compared with git:${ref}; see above.`);
  }
  return async (target, run, { options, context, onEvent }) => {
    const text = texts.get(target.prompt.path);
    if (text === undefined) return undefined;
    return orNote(
      await gitBaseline(
        ref,
        { target, run, options },
        { show: async () => ({ text }) },
        context,
        environment.signal,
        onEvent,
      ),
      `${environment.show(run.prompt)} means the same as at git:${ref}.`,
      environment,
    );
  };
}

async function reportFinder(compare: string, environment: Environment): Promise<BaselineFinder> {
  const { show } = environment;
  const path = environment.resolve(compare);
  const runs = readReport(await environment.files.readText(path, { maxBytes }), compare);
  return async (_, run) => {
    const ofPrompt = runs.filter((item) => item.prompt === show(run.prompt));
    const found =
      ofPrompt.find((item) => item.suite === show(run.suite)) ??
      ofPrompt[0] ??
      (runs.length === 1 ? runs[0] : undefined);
    if (found === undefined) {
      throw new EvalError('bad-file', `${compare} holds no run of ${show(run.prompt)}.`, {
        file: path,
      });
    }
    return { run: found, label: compare, isReport: true };
  };
}

function orNote(
  found: Baseline | undefined,
  note: string,
  { output }: Environment,
): Baseline | undefined {
  if (found === undefined) output.note(note);
  return found;
}
