import type { Mark } from '../outcome.ts';
import { type Reading, wordsOf } from './words.ts';

/**
 * The words without a small letter.
 *
 * `careful`: words of two letters or more; a hyphenated word, a contraction and `U.S.` are one each.
 * `simple`: the tokens of the Penn Treebank conventions (Marcus, Santorini, Marcinkiewicz, 1993): split at white space and most
 * punctuation, contractions in two, single letters counted.
 */
export function capitalWordsOf(text: string, reading: Reading = 'careful'): readonly Mark[] {
  return reading === 'simple' ? treebankCapitals(text) : carefulCapitals(text);
}

/** `U.S.`, `Ph.D.`: single letters with full stops, read as one word. */
const LETTERS_WITH_POINTS = /(?<![\p{L}\p{N}])(?:\p{Lu}\.){2,}/gu;

function carefulCapitals(text: string): Mark[] {
  const pointed: Mark[] = [];
  for (const match of text.matchAll(LETTERS_WITH_POINTS))
    pointed.push({ start: match.index, end: match.index + match[0].length });
  const words = wordsOf(text).filter(({ start, end }) => {
    const word = text.slice(start, end);
    return isUpper(word) && (word.match(/\p{Lu}/gu)?.length ?? 0) > 1;
  });
  return [...words, ...pointed].sort((a, b) => a.start - b.start);
}

/** White space and punctuation that Treebank tokens never hold; a comma or colon before a digit stays inside. */
const TREEBANK_TOKEN = /(?:[^\s;@#$%&?!()[\]{}<>"“”«»,:]|[,:](?=\p{N}))+/gu;
const TREEBANK_BREAK = /\.{3,}|--+/;
/** Endings that Treebank splits off; `CANNOT` and its like have two parts as well. */
const CONTRACTION = /^(.+?)('S|'M|'D|'LL|'RE|'VE|N'T)$/;
const JOINED = new Set(['CANNOT', 'GIMME', 'GONNA', 'GOTTA', 'LEMME', 'WANNA']);

function treebankCapitals(text: string): Mark[] {
  const marks: Mark[] = [];
  for (const match of text.matchAll(TREEBANK_TOKEN)) {
    let at = match.index;
    for (const token of match[0].split(TREEBANK_BREAK)) {
      const start = text.indexOf(token, at);
      const end = start + token.length;
      at = end;
      if (!isUpper(token)) {
        // "WORD's" or "word'S": one half may still be in capitals.
        const halves = /^(.*[^'])('s|'m|'d|'ll|'re|'ve)$/.exec(token);
        if (halves?.[1] !== undefined && isUpper(halves[1]))
          marks.push({ start, end: start + halves[1].length });
        continue;
      }
      const split = CONTRACTION.exec(token)?.[1]?.length ?? (JOINED.has(token) ? 3 : undefined);
      if (split === undefined) marks.push({ start, end });
      else marks.push({ start, end: start + split }, { start: start + split, end });
    }
  }
  return marks;
}

function isUpper(word: string): boolean {
  return /\p{Uppercase}/u.test(word) && !/[\p{Lowercase}\p{Lt}]/u.test(word);
}
