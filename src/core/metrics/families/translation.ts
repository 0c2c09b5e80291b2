import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { failed, graded } from '../outcome.ts';
import {
  MOST_PAIRS,
  mostSimilar,
  referenceKey,
  referencesOf,
  SIMILAR_ENOUGH,
  withoutReference,
} from '../references.ts';
import {
  bleu as bleuOf,
  chrf as chrfOf,
  gleu as gleuOf,
  meteor as meteorOf,
  tokens13a,
} from '../text/translationScores.ts';
import { comparable } from '../textMatch.ts';
import { amount } from '../wording.ts';

const ignoreCase = z
  .boolean()
  .default(false)
  .describe('Whether upper and lower case count as the same.');

const REFERENCE = 'the cat sat on the mat';

export const bleu = defineMetric({
  type: 'bleu',
  summary:
    'The reply has runs of words in common with reference texts (BLEU). Passes from 0.5 on, or from `threshold`.',
  zero: 'No word is common.',
  one:
    'The reply is one of the references; between: the geometric mean of the shares of its runs of 1 to 4 words that are in ' +
    'a reference, less where it is shorter.',
  source:
    'K. Papineni and others, "BLEU: a Method for Automatic Evaluation of Machine Translation", 2002 (one text, ' +
    'tokens of mteval-v13a, smoothed as in sacreBLEU unless asked otherwise)',
  parameters: z.strictObject({
    value: referenceKey.describe(
      "The reference, or several that count together; default: the case's `expected`.",
    ),
    'max-order': z.int().min(1).max(9).default(4).describe('The longest runs, in words.'),
    smoothing: z
      .enum(['exponential', 'add-one', 'none'])
      .default('exponential')
      .describe(
        'What a length without a common run counts: half as much each time, as if there were one more, or nothing (the value is then 0).',
      ),
    'ignore-case': ignoreCase,
    ...commonKeys,
  }),
  examples: [
    { metric: { type: 'bleu', value: REFERENCE }, output: 'the cat sat on the mat', passes: true },
    {
      metric: { type: 'bleu', value: REFERENCE },
      output: 'on a mat there was a cat',
      passes: false,
    },
  ],
  judge({ text }, parameters, sample) {
    const references = referencesOf(parameters.value, sample);
    if (references.length === 0) return withoutReference();
    const form = (one: string) => tokens13a(comparable(one, parameters));
    const { value, precisions, brevityPenalty } = bleuOf(
      form(text),
      references.map((one) => form(one)),
      { maxOrder: parameters['max-order'], smoothing: parameters.smoothing },
    );
    const shares = precisions.map((share, i) => `${percent(share)} of ${runs(i + 1)}`).join(', ');
    const short =
      brevityPenalty < 1 ? `, times ${brevityPenalty.toFixed(2)} for its shortness` : '';
    return graded(
      value,
      value >= SIMILAR_ENOUGH,
      `In the reference: ${shares || 'nothing'}${short}.`,
    );
  },
});

export const chrf = defineMetric({
  type: 'chrf',
  summary:
    'The reply has runs of characters in common with a reference text (chrF). Passes from 0.5 on, or from `threshold`.',
  zero: 'No character is common.',
  one: 'The texts are the same, white space aside; between: the F-score of their runs of 1 to 6 characters.',
  source:
    'M. Popović, "chrF: character n-gram F-score for automatic MT evaluation", 2015, and "chrF++: words helping character n-grams", ' +
    '2017 (beta 2, averaged over the orders both texts have, as in sacreBLEU)',
  parameters: z.strictObject({
    value: referenceKey,
    'max-order': z.int().min(1).max(12).default(6).describe('The longest runs, in characters.'),
    'word-order': z
      .int()
      .min(0)
      .max(4)
      .default(0)
      .describe('The longest runs of words that count too; 2 makes it chrF++.'),
    beta: z
      .number()
      .positive()
      .max(10)
      .default(2)
      .describe('How many times as much recall counts as precision.'),
    'ignore-case': ignoreCase,
    ...commonKeys,
  }),
  examples: [
    { metric: { type: 'chrf', value: 'colour schemes' }, output: 'color scheme', passes: true },
    { metric: { type: 'chrf', value: 'colour schemes' }, output: 'nothing like it', passes: false },
  ],
  judge({ text }, parameters, sample) {
    return mostSimilar(referencesOf(parameters.value, sample), (reference) => {
      const value = chrfOf(comparable(text, parameters), comparable(reference, parameters), {
        maxOrder: parameters['max-order'],
        wordOrder: parameters['word-order'],
        beta: parameters.beta,
      });
      return graded(
        value,
        value >= SIMILAR_ENOUGH,
        `The runs of characters agree to ${percent(value)}.`,
      );
    });
  },
});

export const gleu = defineMetric({
  type: 'gleu',
  summary:
    'The reply has runs of words in common with a reference text, none left out (GLEU). Passes from 0.5 on, or from `threshold`.',
  zero: 'No word is common.',
  one: 'The texts are the same; between: the smaller one of precision and recall of their runs of 1 to 4 words.',
  source:
    'Y. Wu and others, "Google\'s Neural Machine Translation System", 2016, section 4.3 (tokens of mteval-v13a)',
  parameters: z.strictObject({ value: referenceKey, 'ignore-case': ignoreCase, ...commonKeys }),
  examples: [
    { metric: { type: 'gleu', value: REFERENCE }, output: 'the cat sat on the rug', passes: true },
    { metric: { type: 'gleu', value: REFERENCE }, output: 'the dog ran', passes: false },
  ],
  judge({ text }, parameters, sample) {
    const form = (one: string) => tokens13a(comparable(one, parameters));
    return mostSimilar(referencesOf(parameters.value, sample), (reference) => {
      const value = gleuOf(form(text), form(reference));
      return graded(
        value,
        value >= SIMILAR_ENOUGH,
        `The runs of words agree to ${percent(value)}.`,
      );
    });
  },
});

export const meteor = defineMetric({
  type: 'meteor',
  summary:
    'The reply has the words of a reference text, in its order (METEOR). Passes from 0.5 on, or from `threshold`.',
  zero: 'No word is common.',
  one: 'The words are the same in the same order; between: common words, recall above all, less a penalty for disorder.',
  source:
    'S. Banerjee, A. Lavie, "METEOR: An Automatic Metric for MT Evaluation", 2005 (equal words only: no stems, no synonyms; case ignored)',
  parameters: z.strictObject({ value: referenceKey, ...commonKeys }),
  examples: [
    {
      metric: { type: 'meteor', value: 'The president then spoke to the audience' },
      output: 'the president spoke to the audience',
      passes: true,
    },
    { metric: { type: 'meteor', value: 'the red house' }, output: 'a blue car', passes: false },
  ],
  judge({ text }, { value: given }, sample) {
    const form = (one: string) => tokens13a(comparable(one, { 'ignore-case': true }));
    const own = form(text);
    return mostSimilar(referencesOf(given, sample), (reference) => {
      const other = form(reference);
      if (own.length * other.length > MOST_PAIRS)
        return failed('The texts are too long to be aligned.');
      const { value, matches, chunks } = meteorOf(own, other);
      return graded(
        value,
        value >= SIMILAR_ENOUGH,
        `${amount(matches, 'word')} of ${own.length} ${matches === 1 ? 'is' : 'are'} in the reference, in ${amount(chunks, 'piece')}.`,
      );
    });
  },
});

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function runs(length: number): string {
  return length === 1 ? 'single words' : `runs of ${length}`;
}
