import type { Instruction } from '../propose/instructions.ts';
import { LineMap } from '../text.ts';

/** A prompt's text without one of its instructions. */
export interface Mutant {
  readonly instruction: Instruction;
  readonly source: string;
}

/** One mutant for every instruction. An instruction that fills its line goes with the line, bullet included. */
export function mutantsOf(source: string, instructions: readonly Instruction[]): readonly Mutant[] {
  const lines = new LineMap(source);
  return instructions.map((instruction) => ({
    instruction,
    source: without(source, lines, instruction),
  }));
}

/** What may stand before an instruction that fills its line. */
const bullet = /^\s*(?:[-*+•>]\s+|\d{1,3}[.)]\s+|#{1,6}\s+)*$/;

function without(source: string, lines: LineMap, { text, offset, line }: Instruction): string {
  const start = lines.offsetAt({ line, column: 0 });
  const whole = lines.line(line);
  const end = offset + text.length;
  const before = source.slice(start, offset);
  const after = source.slice(end, start + whole.length);
  if (bullet.test(before) && after.trim() === '') {
    const next = lines.offsetAt({ line: line + 1, column: 0 });
    return source.slice(0, start) + source.slice(Math.max(next, end));
  }
  // The blank that set the sentence apart goes with it.
  const blank = /^[ \t]+/.exec(source.slice(end, start + whole.length))?.[0].length ?? 0;
  return source.slice(0, offset) + source.slice(end + blank);
}
