import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { checkLimits, closeness, countSentence, isWithin, limitKeys } from '../limits.ts';
import { graded, type Mark, skipped } from '../outcome.ts';
import { readingKey } from '../reading.ts';
import { capitalWordsOf } from '../text/capitalWords.ts';
import { wordsOf } from '../text/words.ts';
import { amount } from '../wording.ts';

const kind = z.enum(['upper', 'lower', 'title']);

export const letterCase = defineMetric({
  type: 'letter-case',
  summary:
    'All letters of the reply are upper case or lower case, or its words are written like a title.',
  zero: 'No letter (or word) is as asked.',
  one: 'All are; between: the share that is.',
  parameters: z.strictObject({
    case: kind.describe(
      '`upper`: no lower-case letter; `lower`: no upper-case letter; `title`: every word but short ones such as `of` begins with a capital.',
    ),
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'letter-case', case: 'lower' },
      output: 'all is small, even 3.',
      passes: true,
    },
    { metric: { type: 'letter-case', case: 'upper' }, output: 'ALMOST aLL', passes: false },
    { metric: { type: 'letter-case', case: 'upper' }, output: 'ÄRGER', passes: true },
    {
      metric: { type: 'letter-case', case: 'title' },
      output: 'The Lord of the Rings',
      passes: true,
    },
  ],
  judge({ text }, parameters) {
    return parameters.case === 'title' ? titleCase(text) : oneCase(text, parameters.case);
  },
});

export const capitalWords = defineMetric({
  type: 'capital-words',
  summary: 'So many words are written all in capitals.',
  zero: 'Far from the limits.',
  one: 'Within the limits; between: the nearest allowed number divided by the number found, or the other way round.',
  parameters: z
    .strictObject({
      ...limitKeys,
      reading: readingKey(
        'words of two letters or more, so that `I` and `A` do not count.',
        'single letters count too, and contractions are split as in the Penn Treebank (`DON’T` is two).',
      ),
      ...commonKeys,
    })
    .check(checkLimits),
  examples: [
    { metric: { type: 'capital-words', max: 1 }, output: 'I said STOP.', passes: true },
    { metric: { type: 'capital-words', max: 1 }, output: 'STOP SHOUTING', passes: false },
    {
      metric: { type: 'capital-words', min: 2, reading: 'simple' },
      output: 'I said STOP.',
      passes: true,
    },
  ],
  acceptsEmpty: (limits) => limits.exactly === 0,
  judge({ text }, parameters) {
    const words = capitalWordsOf(text, parameters.reading);
    return graded(
      closeness(words.length, parameters),
      isWithin(words.length, parameters),
      countSentence(words.length, parameters, 'word in capitals', 'words in capitals'),
      words,
    );
  },
});

const CASED = /[\p{Uppercase}\p{Lowercase}\p{Lt}]/gu;
const OFFENDERS = {
  upper: /[\p{Lowercase}\p{Lt}]+/gu,
  lower: /[\p{Uppercase}\p{Lt}]+/gu,
};
/** Short words that titles write small. */
const SMALL = new Set(
  'a an and as at but by for from in into nor of on or over per the to up via vs with'.split(' '),
);

function oneCase(text: string, wanted: 'upper' | 'lower') {
  const cased = text.match(CASED)?.length ?? 0;
  if (cased === 0) return skippedWithout(wanted);
  const marks: Mark[] = [];
  let offenders = 0;
  for (const match of text.matchAll(OFFENDERS[wanted])) {
    offenders += [...match[0]].length;
    marks.push({ start: match.index, end: match.index + match[0].length });
  }
  const other = wanted === 'upper' ? 'lower' : 'upper';
  const explanation =
    offenders === 0
      ? `All letters are ${wanted} case.`
      : `${amount(offenders, 'letter')} of ${cased} ${offenders === 1 ? 'is' : 'are'} ${other} case.`;
  return graded(1 - offenders / cased, offenders === 0, explanation, marks);
}

function titleCase(text: string) {
  const words = wordsOf(text).filter(({ start, end }) => /\p{L}/u.test(text.slice(start, end)));
  if (words.length === 0) return skippedWithout('title');
  const small = words.filter(({ start, end }, i) => {
    const word = text.slice(start, end);
    if (!/^\p{Lowercase}/u.test(word)) return false;
    return i === 0 || i === words.length - 1 || !SMALL.has(word);
  });
  const explanation =
    small.length === 0
      ? 'All words are written as in a title.'
      : `${amount(small.length, 'word')} of ${words.length} ${small.length === 1 ? 'begins' : 'begin'} with a small letter.`;
  return graded(1 - small.length / words.length, small.length === 0, explanation, small);
}

function skippedWithout(wanted: string) {
  return skipped(`The reply has no letters that could be ${wanted} case.`);
}
