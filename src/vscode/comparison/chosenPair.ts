import * as vscode from 'vscode';
import { previousRun } from '../../core/compare/findBaseline.ts';
import type { Baseline } from '../../core/compare/judgeBaseline.ts';
import { choiceText, type SideChoice } from '../../core/compare/sides/sideChoice.ts';
import { EvalError } from '../../core/errors.ts';
import { defaultBaseline, storedBaseline } from '../../core/live/baselines.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import type { LivePrompts } from '../../core/live/livePrompts.ts';
import { comparedSides } from '../../core/live/sides/comparedSides.ts';
import { presentSide } from '../../core/live/sides/resolveSide.ts';
import type { GitHistory } from '../../core/ports.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import type { EvaluationContext } from '../../core/run/evaluate.ts';
import { runSettings } from '../base/settings.ts';

/** A side that somebody chose, and what it stands for. */
export interface ChosenSide {
  readonly choice: SideChoice;
  readonly baseline: Baseline;
}

/** What is shown instead of the last result, or which old side it was given. */
export interface Chosen {
  /** Id of the last run when it was chosen: a newer one is shown in its place. */
  readonly insteadOf: string;
  /** Absent: nobody chose. */
  readonly old?: ChosenSide;
  /** Absent: the present results, which the live comparison is about. */
  readonly pair?: ChosenSide & { readonly shown: Evaluated };
  /** What became of sides that could not be brought back. */
  readonly notice?: string;
}

/** The live comparison of a prompt, as far as sides are chosen for it. */
export interface LiveComparing {
  readonly prompt: string;
  readonly live: Pick<LivePrompts, 'state' | 'compareWith'>;
  readonly sides: { readonly git: GitHistory };
  /** Nobody chose its old side. */
  readonly hasDefaultOld: boolean;
}

/** How often the live comparison is asked for an old side. */
const maxTries = 3;

/**
 * Puts two sides beside each other: for the present results the live comparison, which the marks in the editor follow; for
 * anything else a comparison of its own.
 * @param sides old absent: nobody chose one; new absent: the present results
 * @throws {EvalError} usage where both are the same
 */
export async function chosenPair(
  present: Evaluated,
  sides: { readonly old: ChosenSide | undefined; readonly new: ChosenSide | undefined },
  comparing: LiveComparing,
  context: EvaluationContext,
): Promise<Chosen> {
  const { old, new: now } = sides;
  const insteadOf = present.run.id;
  const isPresent = now === undefined || now.choice.kind === 'now';
  const newRun = isPresent ? present.run : now.baseline.run;
  if (old !== undefined && old.baseline.run.id === newRun.id) throw sameSides(old.choice);
  if (isPresent) {
    await compareLive(present, old?.baseline, comparing, context);
    return { insteadOf, ...(old && { old }) };
  }
  const beside = old?.baseline ?? (await besideByDefault(present, now.baseline, context));
  const settings = runSettings(vscode.Uri.file(comparing.prompt)).live;
  const { signal } = new AbortController();
  const both = { old: beside, new: now.baseline };
  const shown = await comparedSides(present, both, settings, context, signal);
  return { insteadOf, ...(old && { old }), pair: { ...now, shown } };
}

export function nowSide(present: Evaluated): ChosenSide {
  return { choice: { kind: 'now' }, baseline: presentSide(present) };
}

/** What a baseline that nobody chose is as a choice: the present results, a stored run, the committed one, else the last commit. */
export async function choiceOf(
  { run, isReport }: Baseline,
  present: Evaluated,
  { ports: { store } }: EvaluationContext,
): Promise<SideChoice> {
  if (run.id === present.run.id) return { kind: 'now' };
  if ((await store.run(run.id)) !== undefined) return { kind: 'run', id: run.id };
  return isReport === true ? { kind: 'accepted' } : { kind: 'git', ref: 'HEAD' };
}

export function sameSides(choice: SideChoice): EvalError {
  const what =
    choice.kind === 'git'
      ? `the prompt at ${choice.ref} means the same as the other side`
      : choiceText(choice);
  return new EvalError(
    'usage',
    `Both sides would be the same: ${what}. Choose another version for one of them.`,
  );
}

async function compareLive(
  { run, baseline: shown }: Evaluated,
  old: Baseline | undefined,
  { prompt, live, sides, hasDefaultOld }: LiveComparing,
  { ports }: EvaluationContext,
): Promise<void> {
  const isThere = old === undefined ? hasDefaultOld : shown?.run.id === old.run.id;
  if (isThere) return;
  const choose = async (current: RunResult) =>
    old !== undefined && current.suite === run.suite
      ? old
      : defaultBaseline(current, { ...ports, history: sides.git });
  for (let tries = 0; tries < maxTries; tries++) {
    await live.compareWith(prompt, choose);
    // What else was found out about the same run meanwhile, as what caused a change, wins once.
    const now = live.state(prompt)?.results.find((result) => result.run.id === run.id);
    if (now === undefined || old === undefined || now.baseline?.run.id === old.run.id) return;
  }
}

/**
 * What a new side stands beside where nobody chose: what the last result is compared with; where that is of the same text, the
 * version before it; where there is none, the last result.
 */
async function besideByDefault(
  present: Evaluated,
  { run }: Baseline,
  { ports: { store } }: EvaluationContext,
): Promise<Baseline | undefined> {
  const { baseline } = present;
  if (baseline === undefined || baseline.run.promptVersion !== run.promptVersion) return baseline;
  // A commit may have been run just now: its text is as old as the run of the same text.
  const before = await previousRun(store, run, baseline.run.startedAt);
  return before === undefined ? presentSide(present) : storedBaseline(before, { store });
}
