import type { Baseline } from '../core/compare/judgeBaseline.ts';
import { EvalError } from '../core/errors.ts';
import { chosenBaseline, previousBaseline, reportBaseline } from '../core/live/baselines.ts';
import type { Target } from '../core/live/evaluatePrompt.ts';
import type { PromptEvaluationOptions } from '../core/live/evaluationInput.ts';
import { gitBaseline } from '../core/live/versionBaseline.ts';
import { amount } from '../core/metrics/wording.ts';
import { fileOfPrompt } from '../core/path.ts';
import type { GitText } from '../core/ports.ts';
import { readReport } from '../core/report/readReport.ts';
import type { RunResult } from '../core/results/runResult.ts';
import { dollarText } from '../core/run/budget.ts';
import type { EvaluationContext } from '../core/run/evaluate.ts';
import type { RunEvent } from '../core/run/events.ts';
import { usageSince } from '../core/run/spending.ts';
import { Git } from '../node/git.ts';
import type { Environment } from './environment.ts';

/** A report may be this large, in bytes. */
const maxBytes = 1e9;

export interface Comparing {
  readonly options: Omit<PromptEvaluationOptions, 'baseline'>;
  readonly context: EvaluationContext;
  readonly onEvent: (event: RunEvent) => void;
}

/**
 * Finds what the run of a target is compared with; says so on standard error where there is nothing. `same`: there is
 * something, and it means the same.
 */
export type BaselineFinder = (
  target: Target,
  run: RunResult,
  comparing: Comparing,
) => Promise<Baseline | 'same' | undefined>;

/**
 * Reads what `--compare` means, before anything is paid for.
 * @throws {EvalError} usage when a git ref names nothing; file-missing or bad-file when a report cannot be read
 */
export async function baselineFinder(
  compare: string,
  targets: readonly Target[],
  environment: Environment,
): Promise<BaselineFinder> {
  // A run is compared as it begins and, where there was nothing, again as it ends: said once.
  const said = new Set<string>();
  const sayOnce = (note: string) => {
    if (!said.has(note)) environment.output.note(note);
    said.add(note);
  };
  const orNote = (found: Baseline | undefined, note: string): Baseline | undefined => {
    if (found === undefined) sayOnce(note);
    return found;
  };
  if (compare === 'previous') {
    return async (_, run, { context }) =>
      orNote(
        await previousBaseline(run, context.ports),
        `There is no earlier version of ${environment.show(run.prompt)} to compare with.`,
      );
  }
  if (compare === 'baseline') {
    const history = new Git();
    return async (_, run, { context, options }) => {
      const found = await chosenBaseline(run, { ...context.ports, history });
      const note = unconfirmedNote(found, run, options, environment);
      if (note !== undefined) sayOnce(note);
      return orNote(
        found,
        `There is no baseline of ${environment.show(run.prompt)}. Make one with \`micro-metrics accept\`.`,
      );
    };
  }
  if (compare.startsWith('git:'))
    return gitFinder(compare.slice('git:'.length), targets, sayOnce, environment);
  return reportFinder(compare, environment);
}

/** Why failures beside a committed baseline cannot be run again on both sides, where they should be; undefined where they can. */
function unconfirmedNote(
  found: Baseline | undefined,
  run: RunResult,
  options: Comparing['options'],
  { show }: Environment,
): string | undefined {
  const isUnconfirmed =
    options.live !== undefined &&
    found?.isReport === true &&
    found.source === undefined &&
    found.run.promptVersion !== run.promptVersion;
  return isUnconfirmed
    ? `No commit of ${show(run.prompt)} here has the text of version ${found.run.promptVersion.slice(0, 7)}, which its baseline was made from: failures cannot be confirmed on it. In a shallow clone, fetch the history first; else use --trials 3.`
    : undefined;
}

async function gitFinder(
  ref: string,
  targets: readonly Target[],
  sayOnce: (note: string) => void,
  environment: Environment,
): Promise<BaselineFinder> {
  const git = new Git();
  const texts = new Map<string, Extract<GitText, { readonly text: string }>>();
  const paths = new Set(targets.map(({ prompt }) => fileOfPrompt(prompt.path)));
  for (const path of paths) {
    const found = await git.show(path, ref);
    if (found.text !== undefined) texts.set(path, found);
    // A prompt that is new has nothing to be compared with; a ref that names nothing is a mistake.
    else if (found.isAbsent)
      environment.output.note(
        `${environment.show(path)} is not there at git:${ref}: it is new, and compared with nothing.`,
      );
    else throw new EvalError('usage', `Cannot compare with git:${ref}: ${found.reason}`);
  }
  return async (target, run, { options, context, onEvent }) => {
    if (!texts.has(fileOfPrompt(target.prompt.path))) return undefined;
    const before = options.spending?.usage;
    const found = await gitBaseline(
      ref,
      { target, run, options },
      { show: async (path, name) => texts.get(path) ?? git.show(path, name) },
      context,
      environment.signal,
      onEvent,
    );
    const used = before && options.spending && usageSince(before, options.spending.usage);
    // The calls of the run are in its report; those of the version it is compared with are not.
    if (used !== undefined && used.requests > 0)
      environment.output.note(
        `${environment.show(run.prompt)} at git:${ref}: ${amount(used.requests, 'call')}, ${used.cost === null ? 'cost unknown' : dollarText(used.cost)}.`,
      );
    if (found !== undefined) return found;
    sayOnce(`${environment.show(run.prompt)} means the same as at git:${ref}.`);
    return 'same';
  };
}

async function reportFinder(compare: string, environment: Environment): Promise<BaselineFinder> {
  const { show } = environment;
  const path = environment.resolve(compare);
  // A word that was meant for another of its values ends up here.
  if (!/[./\\]/.test(compare) && !(await environment.files.exists(path))) {
    throw new EvalError(
      'usage',
      `--compare takes previous, baseline, git:<ref> or the file of a JSON report, not '${compare}'.`,
    );
  }
  const runs = readReport(await environment.files.readText(path, { maxBytes }), compare);
  const history = new Git();
  return async (_, run, { context }) => {
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
    // Paths in a report are relative to where it was made.
    const own = { ...found, prompt: run.prompt, suite: run.suite };
    return reportBaseline(own, compare, { ...context.ports, history });
  };
}
