import type { Mark } from '../outcome.ts';

/**
 * How a text is taken apart. `careful` is how a reader would count; `simple` is a plain rule that other tools
 * use too, for comparing figures with theirs.
 */
export type Reading = 'careful' | 'simple';

/**
 * The words of a text.
 *
 * `simple`: runs of letters, digits and `_`, so that `don't` and `3.14` are two words each.
 * `careful`: inner apostrophes and hyphens, and points between digits, join (`don't`, `well-known`, `3.14` are one word), marks
 * belong to their letters, and scripts without spaces are split by dictionary.
 */
export function wordsOf(text: string, reading: Reading = 'careful'): readonly Mark[] {
  const words: Mark[] = [];
  const pattern = reading === 'simple' ? SIMPLE_WORD : WORD;
  for (const match of text.matchAll(pattern)) {
    const [word] = match;
    if (reading === 'careful' && UNSPACED.test(word))
      for (const part of segmented(word, match.index)) words.push(part);
    else words.push({ start: match.index, end: match.index + word.length });
  }
  return words;
}

/** What a reader sees as one character; flags and accented letters count as one. */
export function charactersOf(text: string): readonly Mark[] {
  const characters: Mark[] = [];
  // Without \r there is no character of several code units here.
  if (/^[\x20-\x7e\n]*$/.test(text)) {
    for (let i = 0; i < text.length; i++) characters.push({ start: i, end: i + 1 });
    return characters;
  }
  for (const { index, segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(
    text,
  ))
    characters.push({ start: index, end: index + segment.length });
  return characters;
}

const SIMPLE_WORD = /[\p{L}\p{N}_]+/gu;
const WORD = /[\p{L}\p{N}\p{M}_]+(?:(?:['’ʼ‐‑-]|(?<=\p{N})[.,](?=\p{N}))[\p{L}\p{N}\p{M}_]+)*/gu;
/** Scripts that put no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function segmented(run: string, offset: number): Mark[] {
  const words: Mark[] = [];
  for (const part of new Intl.Segmenter('und', { granularity: 'word' }).segment(run))
    if (part.isWordLike)
      words.push({ start: offset + part.index, end: offset + part.index + part.segment.length });
  return words;
}
