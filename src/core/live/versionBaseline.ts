import type { Baseline } from '../compare/judgeBaseline.ts';
import type { Git, Store } from '../ports.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { versionId } from '../prompt/version.ts';
import type { CaseResult, RunResult } from '../results/runResult.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import type { RunEvent } from '../run/events.ts';
import { evaluatePrompt, type Target } from './evaluatePrompt.ts';
import type { PromptEvaluationOptions } from './evaluationInput.ts';
import { promptAtRef } from './promptAtRef.ts';

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
  const { files } = context.ports;
  const show = (path: string, commit?: string) => git.show(path, commit ?? ref);
  const found = await promptAtRef(input.target.prompt, show, `git:${ref}`, files);
  const run = await versionRun(found.prompt, input, context, signal, onEvent);
  return (
    run && {
      run,
      label: gitLabel(ref),
      name: gitName(ref, found.commit),
      isAtCommit: true,
      source: found.prompt.source,
      ...(found.parts && { parts: found.parts }),
    }
  );
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
 * The run of another version of the prompt: a stored one where that covers all of today's cases, else it is evaluated with today's
 * suite, from stored completions as far as they go. Undefined where it means the same as today.
 */
async function versionRun(
  prompt: Prompt,
  { target, run, options }: VersionBaselineInput,
  context: EvaluationContext,
  signal: AbortSignal,
  onEvent?: (event: RunEvent) => void,
): Promise<RunResult | undefined> {
  const version = versionId(prompt);
  if (version === run.promptVersion) return undefined;
  const known = await coveringRun(context.ports.store, run, version);
  if (known !== undefined) return known;
  const own = { ...options, isRecorded: false };
  const evaluated = await evaluatePrompt({ ...target, prompt }, own, context, signal, onEvent);
  return evaluated.run;
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
