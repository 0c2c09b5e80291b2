import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';

export type ReadabilityFormula =
  | 'flesch-reading-ease'
  | 'flesch-kincaid-grade'
  | 'automated-readability-index'
  | 'coleman-liau'
  | 'lix';

/** How hard a text is to read; undefined for a text without words. Scales differ: only the reading ease falls with difficulty. */
export function readability(text: string, formula: ReadabilityFormula): number | undefined {
  const words = wordsOf(text)
    .map(({ start, end }) => text.slice(start, end))
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return undefined;
  const sentences = Math.max(1, sentencesOf(text).length);
  const perSentence = words.length / sentences;
  const letters = words.reduce((sum, word) => sum + lettersIn(word), 0);
  switch (formula) {
    case 'flesch-reading-ease':
      return 206.835 - 1.015 * perSentence - 84.6 * (syllables(words) / words.length);
    case 'flesch-kincaid-grade':
      return 0.39 * perSentence + 11.8 * (syllables(words) / words.length) - 15.59;
    case 'automated-readability-index':
      return 4.71 * (letters / words.length) + 0.5 * perSentence - 21.43;
    case 'coleman-liau':
      return (
        0.0588 * ((100 * letters) / words.length) -
        0.296 * ((100 * sentences) / words.length) -
        15.8
      );
    case 'lix':
      return (
        perSentence + (100 * words.filter((word) => lettersIn(word) > 6).length) / words.length
      );
  }
}

function lettersIn(word: string): number {
  return word.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

function syllables(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + syllablesIn(word), 0);
}

/**
 * Syllables of an English word, estimated: groups of vowels, less a silent final e and the e of most endings -ed and -es. Right for
 * about nine words of ten; formulas that need syllables are given for English alone.
 */
export function syllablesIn(word: string): number {
  const plain = word
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  if (plain.length <= 3) return 1;
  const stem = plain
    .replace(/(?<=[^aeiouy])es$/, (end, at: number) =>
      /(?:[sxz]|[cs]h|[cg])$/.test(plain.slice(0, at)) ? end : '',
    )
    .replace(/(?<=[^aeioutd])ed$/, '')
    .replace(/(?<=[^aeiouyl])e$/, '')
    .replace(/(?<=[aeiouy]l)e$/, '')
    .replace(/^y/, '');
  const groups = stem.match(/[aeiouy]+/g) ?? [];
  // Two vowels that are spoken apart.
  const split =
    stem.match(/^[a-z]?i[ao]|(?<=[a-z][^tscglx])i[ao](?!us|n)|eo(?!u)|ua|uo|ying/g) ?? [];
  return Math.max(1, groups.length + split.length);
}
