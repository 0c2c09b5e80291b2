import type { Baseline } from '../compare/judgeBaseline.ts';
import { EvalError } from '../errors.ts';
import { dirname } from '../path.ts';
import type { Git, Store } from '../ports.ts';
import { readPrompt } from '../prompt/formats.ts';
import { includeContext } from '../prompt/includeContext.ts';
import { versionId } from '../prompt/version.ts';
import type { CaseResult, RunResult } from '../results/runResult.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import type { RunEvent } from '../run/events.ts';
import { evaluatePrompt, type Target } from './evaluatePrompt.ts';
import type { PromptEvaluationOptions } from './evaluationInput.ts';

export interface VersionBaselineInput {
  /** The prompt as it is now, with suite and cases. */
  readonly target: Target;
  /** The run that will be compared. */
  readonly run: RunResult;
  /** As the run was made; its own baseline and recording do not count. */
  readonly options: Omit<PromptEvaluationOptions, 'baseline' | 'isRecorded' | 'onClaimed'>;
}

/**
 * The prompt as it was at a git ref as a baseline; undefined where it means the same as today.
 * @throws {EvalError} usage when there is no such ref or file; bad-file when the old text cannot be read
 */
export async function gitBaseline(
  ref: string,
  input: VersionBaselineInput,
  git: Pick<Git, 'show'>,
  context: EvaluationContext,
  signal: AbortSignal,
  onEvent?: (event: RunEvent) => void,
): Promise<Baseline | undefined> {
  const { path } = input.target.prompt;
  const found = await git.show(path, ref);
  if (found.text === undefined) {
    throw new EvalError('usage', `Cannot compare with git:${ref}: ${found.reason}`, { file: path });
  }
  const baseline = await versionBaseline(
    found.text,
    gitLabel(ref),
    input,
    context,
    signal,
    onEvent,
  );
  return baseline && { ...baseline, name: gitName(ref, found.commit) };
}

/** How a heading calls a git ref, e.g. `main (7f3c2a1)`; the commit that is checked out by what it is. @param commit full hash */
export function gitName(ref: string, commit: string): string {
  if (ref === 'HEAD') return `Last commit (${commit.slice(0, 7)})`;
  return commit.startsWith(ref.toLowerCase()) ? ref.slice(0, 12) : `${ref} (${commit.slice(0, 7)})`;
}

/** How people call the prompt at a git ref, see `Git.show`. */
export function gitLabel(ref: string): string {
  return ref.endsWith('...') ? `git, where this branch left ${ref.slice(0, -3)}` : `git ${ref}`;
}

/**
 * Another text of the prompt as a baseline: its stored run where that covers all of today's cases, else the text is
 * evaluated with today's suite, from stored completions as far as they go. Undefined where it means the same as today.
 * @throws {EvalError} bad-file when the text is no readable prompt
 */
export async function versionBaseline(
  source: string,
  label: string,
  { target, run, options }: VersionBaselineInput,
  context: EvaluationContext,
  signal: AbortSignal,
  onEvent?: (event: RunEvent) => void,
): Promise<Baseline | undefined> {
  const { files, store } = context.ports;
  const { path } = target.prompt;
  const { value: prompt, problems } = await readPrompt(
    { path, text: source },
    includeContext(files, dirname(path), target.prompt.dependencies),
  );
  if (prompt === undefined) {
    const problem = problems.find(({ severity }) => severity === 'error');
    throw new EvalError('bad-file', `${path} as of ${label}: ${problem?.message ?? 'no prompt'}`, {
      file: path,
    });
  }
  const version = versionId(prompt);
  if (version === run.promptVersion) return undefined;
  const known = await coveringRun(store, run, version);
  if (known !== undefined) return { run: known, label, source };
  const evaluated = await evaluatePrompt(
    { ...target, prompt },
    { ...options, isRecorded: false },
    context,
    signal,
    onEvent,
  );
  return { run: evaluated.run, label, source };
}

/** How many runs of the version are looked at. */
const lookBack = 5;

async function coveringRun(
  store: Store,
  run: RunResult,
  promptVersion: string,
): Promise<RunResult | undefined> {
  const { prompt, suite } = run;
  const found = await store.runs({
    ...{ prompt, suite, promptVersion },
    summaries: true,
    limit: lookBack,
  });
  for (const { id, model } of found) {
    if (model.name !== run.model.name || model.provider !== run.model.provider) continue;
    const whole = await store.run(id);
    if (whole !== undefined && covers(whole, run)) return whole;
  }
  return undefined;
}

/** Whether every case of a run has as many replies to the same input. */
function covers(old: RunResult, run: RunResult): boolean {
  const known = new Map(old.cases.map((item) => [item.id, item]));
  return run.cases.every((item) => {
    const partner = known.get(item.id);
    return (
      partner !== undefined &&
      partner.inputHash === item.inputHash &&
      replied(partner) >= item.trials.length
    );
  });
}

function replied(item: CaseResult): number {
  return item.trials.filter((trial) => trial.error === undefined && trial.output !== null).length;
}
