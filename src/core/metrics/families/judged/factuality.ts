import * as z from 'zod';
import { commonKeys, defineMetric } from '../../define.ts';
import { type Choice, choiceInstructions } from '../../judging/choices.ts';
import { judgeKeys } from '../../judging/judgeKeys.ts';
import { judgeMessages, questionBefore } from '../../judging/material.ts';
import { askAll, verdictOf } from '../../judging/vote.ts';
import { skipped } from '../../outcome.ts';

const choices: readonly Choice[] = [
  { choice: 'same', score: 1, means: 'The reply states the same facts as the expert answer.' },
  {
    choice: 'differs-in-form',
    score: 1,
    means: 'They differ, but not in what matters for the facts.',
  },
  {
    choice: 'superset',
    score: 0.6,
    means: 'It states all of these facts and more, without contradiction.',
  },
  { choice: 'subset', score: 0.4, means: 'It states some of these facts, without contradiction.' },
  { choice: 'disagrees', score: 0, means: 'It contradicts the expert answer.' },
];

export const factuality = defineMetric({
  type: 'factuality',
  summary: 'The reply does not contradict the expected answer, as a model judges.',
  zero: 'It contradicts the expected answer.',
  one: 'It states the same facts; 0.6: these and more, 0.4: some of them.',
  source: 'The five answers of the template “fact” in OpenAI Evals, 2023.',
  needsMeans: true,
  parameters: z.strictObject({
    answer: z
      .string()
      .min(1)
      .optional()
      .describe("The right answer; default: the case's `expected`."),
    ...judgeKeys,
    ...commonKeys,
  }),
  examples: [],
  async judge(target, parameters, sample, means) {
    const answer = parameters.answer ?? sample.expected;
    if (answer === undefined) return skipped('This case has no expected answer.');
    const instructions = [
      'You compare the facts of a reply of an assistant (under "reply" of the material) with an expert answer to the same ' +
        'question (under "expert"). Ignore style, grammar and punctuation.',
      '',
      choiceInstructions(choices),
    ].join('\n');
    const material = {
      question: questionBefore(target, sample),
      expert: answer,
      reply: target.text,
    };
    const ballot = {
      messages: judgeMessages(instructions, material),
      choices,
      passes: ({ choice }: Choice) => choice !== 'disagrees',
    };
    return verdictOf(await askAll(means, ballot, parameters), ballot, target);
  },
});
