/** A mistake in code or markup. UTF-16 offsets into the checked text, `end` exclusive. */
export interface SyntaxMistake {
  /** What is wrong, without a full stop. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Finds the mistakes of a text; none: it can be parsed. At most `MOST_MISTAKES`. */
export type SyntaxCheck = (text: string) => readonly SyntaxMistake[];

export const MOST_MISTAKES = 20;

/** A mistake at one place, kept inside the text. */
export function mistakeAt(text: string, message: string, offset: number): SyntaxMistake {
  const start = Math.max(0, Math.min(offset, text.length - 1));
  return { message, start, end: Math.min(start + 1, text.length) };
}
