import { previousRun } from '../../compare/findBaseline.ts';
import type { Baseline } from '../../compare/judgeBaseline.ts';
import {
  choiceText,
  isSameChoice,
  type Side,
  type SideChoice,
} from '../../compare/sides/sideChoice.ts';
import { EvalError } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { storedBaseline } from '../baselines.ts';
import type { Evaluated } from '../evaluated.ts';
import { presentSide } from './resolveSide.ts';

/** A side that somebody chose, and what it stands for. */
export interface ChosenSide {
  readonly choice: SideChoice;
  readonly baseline: Baseline;
}

export function nowSide(present: Evaluated): ChosenSide {
  return { choice: { kind: 'now' }, baseline: presentSide(present) };
}

/**
 * What a new side stands beside where nobody chose: what the last result is compared with; where that is of the same text, the
 * version before it; where there is none, the last result.
 */
export async function besideByDefault(
  present: Evaluated,
  { run }: Baseline,
  { store }: Pick<Ports, 'store'>,
): Promise<Baseline | undefined> {
  const { baseline } = present;
  if (baseline === undefined || baseline.run.promptVersion !== run.promptVersion) return baseline;
  // A commit may have been run just now: its text is as old as the run of the same text.
  const before = await previousRun(store, run, baseline.run.startedAt);
  return before === undefined ? presentSide(present) : storedBaseline(before, { store });
}

/** What a baseline that nobody chose is as a choice: the present results, a stored run, the committed one, else the last commit. */
export async function choiceOf(
  { run, isReport }: Baseline,
  present: Pick<Evaluated, 'run'>,
  { store }: Pick<Ports, 'store'>,
): Promise<SideChoice> {
  if (run.id === present.run.id) return { kind: 'now' };
  if ((await store.run(run.id)) !== undefined) return { kind: 'run', id: run.id };
  return isReport === true ? { kind: 'accepted' } : { kind: 'git', ref: 'HEAD' };
}

/** What is said where both sides would be one. Which text a commit has is not seen from its name. */
export function sameSides(old: SideChoice, now: SideChoice): EvalError {
  const same = isSameChoice(old, now) ? undefined : (refOf(old, 'new') ?? refOf(now, 'old'));
  const what = same ?? `Both sides would be ${choiceText(old)}.`;
  return new EvalError('usage', `${what} Choose another version.`);
}

function refOf(choice: SideChoice, other: Side): string | undefined {
  if (choice.kind !== 'git') return undefined;
  return `The prompt at ${choice.ref} is the same text as the ${other} side.`;
}
