import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { failed, graded } from '../outcome.ts';
import {
  MOST_PAIRS,
  mostSimilar,
  referenceKey,
  referencesOf,
  SIMILAR_ENOUGH,
} from '../references.ts';
import { bagOverlap, editDistance, ngramsOf, sequenceOverlap } from '../text/overlap.ts';
import { charactersOf, wordsOf } from '../text/words.ts';
import { comparable, compareKeys, type MatchOptions } from '../textMatch.ts';
import { amount } from '../wording.ts';

export const levenshtein = defineMetric({
  type: 'levenshtein',
  summary:
    'The reply is similar to a text, letter by letter. Passes from 0.5 on, or from `threshold`.',
  zero: 'Every character differs.',
  one: 'The texts are the same; between: 1 less the edit distance divided by the length of the longer text.',
  source:
    'V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals", 1966',
  parameters: z.strictObject({ value: referenceKey, ...compareKeys, ...commonKeys }),
  examples: [
    {
      metric: { type: 'levenshtein', value: 'kitten' },
      output: 'sitting',
      passes: true,
      note: '3 of 7 differ.',
    },
    {
      metric: { type: 'levenshtein', value: 'kitten', threshold: 0.9 },
      output: 'sitting',
      passes: false,
    },
  ],
  judge({ text }, parameters, sample) {
    return mostSimilar(referencesOf(parameters.value, sample), (reference) => {
      const [a, b] = [letters(text, parameters), letters(reference, parameters)];
      if (a.length * b.length > MOST_PAIRS)
        return failed('The texts are too long to be compared letter by letter.');
      const distance = editDistance(a, b);
      const longer = Math.max(a.length, b.length);
      const value = longer === 0 ? 1 : 1 - distance / longer;
      return graded(
        value,
        value >= SIMILAR_ENOUGH,
        `${amount(distance, 'edit')} apart in ${longer} characters.`,
      );
    });
  },
});

export const tokenF1 = defineMetric({
  type: 'token-f1',
  summary:
    'The reply has the same words as a text, in any order. Passes from 0.5 on, or from `threshold`.',
  zero: 'No word is common.',
  one: 'The words are the same; between: the harmonic mean of the shares of common words.',
  source:
    'P. Rajpurkar and others, "SQuAD: 100,000+ Questions for Machine Comprehension of Text", 2016',
  parameters: z.strictObject({ value: referenceKey, ...commonKeys }),
  examples: [
    { metric: { type: 'token-f1', value: 'the red house' }, output: 'A house, red.', passes: true },
    { metric: { type: 'token-f1', value: 'a red house' }, output: 'blue car', passes: false },
  ],
  judge({ text }, parameters, sample) {
    return mostSimilar(referencesOf(parameters.value, sample), (reference) => {
      const { f1, precision, recall } = bagOverlap(answerWords(text), answerWords(reference));
      return graded(f1, f1 >= SIMILAR_ENOUGH, shares(precision, recall, 'words'));
    });
  },
});

export const rouge = defineMetric({
  type: 'rouge',
  summary: 'The reply overlaps with a reference text. Passes from 0.5 on, or from `threshold`.',
  zero: 'Nothing is common.',
  one: 'All is common; between: the harmonic mean of precision and recall.',
  source:
    'C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004 (without stemming, beta 1)',
  parameters: z.strictObject({
    value: referenceKey,
    variant: z
      .enum(['1', '2', 'l'])
      .default('l')
      .describe(
        '`1`: words; `2`: pairs of neighbouring words; `l`: the longest common subsequence.',
      ),
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'rouge', value: 'police killed the gunman' },
      output: 'police kill the gunman',
      passes: true,
    },
    {
      metric: { type: 'rouge', value: 'police killed the gunman', threshold: 0.6 },
      output: 'the gunman kill police',
      passes: false,
    },
  ],
  judge({ text }, parameters, sample) {
    return mostSimilar(referencesOf(parameters.value, sample), (reference) => {
      const [a, b] = [plainWords(text), plainWords(reference)];
      if (parameters.variant === 'l' && a.length * b.length > MOST_PAIRS)
        return failed('The texts are too long to look for their longest common subsequence.');
      const size = parameters.variant === '2' ? 2 : 1;
      const { f1, precision, recall } =
        parameters.variant === 'l'
          ? sequenceOverlap(a, b)
          : bagOverlap(ngramsOf(a, size), ngramsOf(b, size));
      const what = size === 2 ? 'pairs of words' : 'words';
      return graded(f1, f1 >= SIMILAR_ENOUGH, shares(precision, recall, what));
    });
  },
});

function letters(text: string, options: MatchOptions): string[] {
  const form = comparable(text, options);
  return charactersOf(form).map(({ start, end }) => form.slice(start, end));
}

function plainWords(text: string): string[] {
  const form = comparable(text, { 'ignore-case': true });
  return wordsOf(form, 'simple').map(({ start, end }) => form.slice(start, end));
}

/** As in SQuAD: no case, no punctuation, no English articles. */
function answerWords(text: string): string[] {
  return comparable(text, { 'ignore-case': true })
    .replace(/\p{P}/gu, '')
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(?:a|an|the)$/.test(word));
}

function shares(precision: number, recall: number, what: string): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return `${percent(precision)} of the reply's ${what} are in the reference, and ${percent(recall)} of the reference's are in the reply.`;
}
