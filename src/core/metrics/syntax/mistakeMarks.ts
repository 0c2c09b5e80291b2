import type { Mark } from '../outcome.ts';
import type { SyntaxMistake } from './syntaxCheck.ts';

/** Mistakes of a part of a reply as marks in the whole of it, whose length is `most`. */
export function mistakeMarks(
  mistakes: readonly SyntaxMistake[],
  offset: number,
  most: number,
): Mark[] {
  return mistakes.map(({ start, end, message }) => ({
    start: Math.min(offset + start, most),
    end: Math.min(offset + end, most),
    label: message,
  }));
}

/** The line of an offset, 1-based. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
