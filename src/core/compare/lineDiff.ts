import { type Edit, editScript } from './editScript.ts';

/** Comparisons of two lines at most, besides a few for every line: about 15 ms. */
const maxComparisons = 200_000;

/** Lines of a text without their ends, whichever those are. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

/**
 * Lines that differ between two lists, in order and in bounded time; what is removed stands before what is added in its
 * place. Undefined: they differ almost everywhere.
 */
export function diffLines(
  old: readonly string[],
  now: readonly string[],
): readonly Edit<string>[] | undefined {
  return editScript(old, now, maxComparisons);
}
