import {
  parseSideChoice,
  type Side,
  type SideChoice,
} from '../../core/compare/sides/sideChoice.ts';

/** Which side a command is to choose, and what; without a choice a person is asked. */
export interface SideRequest {
  readonly side: Side;
  readonly choice?: SideChoice;
}

/**
 * Reads what a command was given beside its prompt, as in `{ side: 'new', choice: { kind: 'git', ref: 'main' } }`, or for the old
 * side in short `{ run: id }` or `{ recording: path }`. Never throws.
 */
export function parseSideRequest(given: unknown): SideRequest {
  if (typeof given !== 'object' || given === null) return { side: 'old' };
  const value = (name: string): unknown => Reflect.get(given, name);
  const choice =
    parseSideChoice(value('choice')) ??
    parseSideChoice({ kind: 'run', id: value('run') }) ??
    parseSideChoice({ kind: 'recording', path: value('recording') });
  return { side: value('side') === 'new' ? 'new' : 'old', ...(choice && { choice }) };
}
