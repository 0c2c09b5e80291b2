import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { graded, skipped } from '../outcome.ts';
import { SIMILAR_ENOUGH } from '../references.ts';
import { numbersIn } from '../text/numbers.ts';
import { bagOverlap } from '../text/overlap.ts';
import { wordsOf } from '../text/words.ts';
import { comparable } from '../textMatch.ts';
import { patternProblem } from './matches.ts';

export const consistency = defineMetric({
  type: 'consistency',
  summary:
    'The trials of a case give the same answer. Passes where at least half of the other trials agree, or from `threshold`.',
  zero: 'No other trial gives the answer of this one.',
  one: 'All other trials do; between: the share that does. The mean over the trials is the agreement of all pairs.',
  source:
    'X. Wang and others, "Self-Consistency Improves Chain of Thought Reasoning in Language Models", 2023 (agreement of sampled answers)',
  parameters: z
    .strictObject({
      compare: z
        .enum(['text', 'last-number', 'words'])
        .default('text')
        .describe(
          'What is compared: the texts (case, white space and final marks aside), the last number of each, or their words: the share of ' +
            'common words then says how far two answers agree.',
        ),
      pattern: z
        .string()
        .min(1)
        .optional()
        .describe(
          'A regular expression that finds the answer in a reply: its first group where it has one, else the match. Replies that it does ' +
            'not match agree with none.',
        ),
      ...commonKeys,
    })
    .check((context) => {
      const { pattern } = context.value;
      const problem = pattern === undefined ? undefined : patternProblem(pattern, 'u');
      if (problem !== undefined)
        context.issues.push({
          code: 'custom',
          message: problem,
          path: ['pattern'],
          input: pattern,
        });
    }),
  comparesTrials: true,
  examples: [
    {
      metric: { type: 'consistency', pattern: 'Answer: (\\w+)' },
      output: 'I think so. Answer: yes',
      otherTrials: ['Answer: Yes.', 'Surely. Answer: yes', 'Answer: no'],
      passes: true,
    },
    {
      metric: { type: 'consistency', threshold: 1 },
      output: 'Yes.',
      otherTrials: ['Yes', 'No'],
      passes: false,
    },
  ],
  judge({ text, name }, { compare, pattern }, { otherTrials }) {
    if (name !== 'Reply')
      return skipped('Trials are compared by their last reply only; take `apply-to` away.');
    if (otherTrials === undefined || otherTrials.length === 0)
      return skipped('There is no other trial to compare with. Set `trials` to 2 or more.');
    const agreement = { text: sameText, 'last-number': sameNumber, words: commonWords }[compare];
    const own = answerIn(text, pattern);
    const agreements = otherTrials.map((other) => {
      const theirs = answerIn(other, pattern);
      return own === undefined || theirs === undefined ? 0 : agreement(own, theirs);
    });
    const value = agreements.reduce((sum, one) => sum + one, 0) / agreements.length;
    const full = agreements.filter((one) => one === 1).length;
    const words =
      own === undefined
        ? 'The pattern finds no answer in this reply.'
        : compare === 'words'
          ? `${Math.round(100 * value)} % of the words are common with the ${otherTrials.length === 1 ? 'other trial' : 'other trials on average'}.`
          : `${full} of ${otherTrials.length} other ${otherTrials.length === 1 ? 'trial gives' : 'trials give'} the same answer.`;
    return graded(value, value >= SIMILAR_ENOUGH, words);
  },
});

function answerIn(text: string, pattern: string | undefined): string | undefined {
  if (pattern === undefined) return text;
  const match = new RegExp(pattern, 'u').exec(text);
  return match === null ? undefined : (match[1] ?? match[0]);
}

function sameText(a: string, b: string): number {
  return answerForm(a) === answerForm(b) ? 1 : 0;
}

function answerForm(text: string): string {
  const form = comparable(text, { 'ignore-case': true, 'ignore-space': true });
  let end = form.length;
  while (end > 0 && '.!。！ '.includes(form[end - 1] ?? '')) end--;
  return end === 0 ? form : form.slice(0, end);
}

function sameNumber(a: string, b: string): number {
  const [one, other] = [numbersIn(a).at(-1), numbersIn(b).at(-1)];
  return one !== undefined && one.value === other?.value ? 1 : 0;
}

function commonWords(a: string, b: string): number {
  const form = (text: string) => {
    const plain = comparable(text, { 'ignore-case': true });
    return wordsOf(plain, 'simple').map(({ start, end }) => plain.slice(start, end));
  };
  return bagOverlap(form(a), form(b)).f1;
}
