import { isSameChoice, type Side, type SideChoice } from '../../core/compare/sides/sideChoice.ts';
import { basename } from '../../core/path.ts';

/** What is chosen now; the old side is undefined where nobody chose. */
export interface ChosenNow {
  readonly old: SideChoice | undefined;
  readonly new: SideChoice;
}

/** The mark of a row whose choice, or whose run, is shown as a side. */
export function shownMark(side: Side): string {
  return `shown now as ${side} side`;
}

/** The marks of a row that stands for one choice. */
export function marksOf(choice: SideChoice, chosen: ChosenNow): readonly string[] {
  return sides.flatMap((side) => {
    const now = chosen[side];
    return now !== undefined && isSameChoice(choice, now) ? [shownMark(side)] : [];
  });
}

/** The marks of a row that asks which one: what was answered is named. */
export function marksOfKind(
  kind: 'git' | 'report' | 'recording',
  chosen: ChosenNow,
): readonly string[] {
  return sides.flatMap((side) => {
    const name = nameOf(chosen[side], kind);
    return name === undefined ? [] : [`${name} ${shownMark(side)}`];
  });
}

/** What becomes of the other side. */
export function otherSideText(side: Side, chosen: ChosenNow): string {
  if (side === 'old') return 'The new side stays.';
  return chosen.old === undefined
    ? 'The old side, which was not chosen, may change with it.'
    : 'The old side stays.';
}

const sides = ['old', 'new'] as const satisfies readonly Side[];

function nameOf(choice: SideChoice | undefined, kind: SideChoice['kind']): string | undefined {
  if (choice === undefined || choice.kind !== kind) return undefined;
  switch (choice.kind) {
    case 'git':
      // The last commit has a row of its own.
      return choice.ref === 'HEAD' ? undefined : choice.ref;
    case 'report':
    case 'recording':
      return basename(choice.path);
    case 'now':
    case 'previous':
    case 'pinned':
    case 'accepted':
    case 'run':
      return undefined;
  }
}
