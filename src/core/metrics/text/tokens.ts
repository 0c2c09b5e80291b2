/** The vocabularies that tokens can be counted with. */
export const encodings = ['o200k_base', 'cl100k_base'] as const;
export type Encoding = (typeof encodings)[number];

/** Longer runs without a space are cut, for merging takes time that grows with their square. */
const LONGEST_RUN = 256;
const LONG_RUN = new RegExp(`\\S{${LONGEST_RUN}}|\\s{${LONGEST_RUN}}`, 'gu');

/** Number of tokens of a text. The vocabulary (1 to 2 MB) is loaded with its first use. */
export async function countTokens(text: string, encoding: Encoding): Promise<number> {
  const { countTokens: countOf } =
    encoding === 'o200k_base'
      ? await import('gpt-tokenizer/encoding/o200k_base')
      : await import('gpt-tokenizer/encoding/cl100k_base');
  let tokens = 0;
  for (const piece of piecesOf(text)) tokens += countOf(piece, { disallowedSpecial: NONE });
  return tokens;
}

/** What looks like a special token in a reply is text. */
const NONE: Set<string> = new Set();

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const match of text.matchAll(LONG_RUN)) {
    const end = match.index + match[0].length;
    pieces.push(text.slice(start, end));
    start = end;
  }
  pieces.push(text.slice(start));
  return pieces;
}
