import * as z from 'zod';
import { commonKeys, defineMetric } from '../../define.ts';
import type { Reading } from '../../judging/answer.ts';
import type { Choice, Chosen } from '../../judging/choices.ts';
import { choiceInstructions } from '../../judging/choices.ts';
import { judgeKeys, seesKey } from '../../judging/judgeKeys.ts';
import { judgeMessages, materialOf } from '../../judging/material.ts';
import { askAll, shortened } from '../../judging/vote.ts';
import { failed, graded, skipped } from '../../outcome.ts';
import { withoutVariables } from './judge.ts';

const choices: readonly Choice[] = [
  { choice: 'first', score: 1, means: 'The first reply is better.' },
  { choice: 'second', score: 0, means: 'The second reply is better.' },
  { choice: 'tie', score: 0.5, means: 'Neither is better by the criteria.' },
];

export const preference = defineMetric({
  type: 'preference',
  summary:
    'A model prefers the reply to that of the version compared with, or sees no difference. Each pair is shown in both orders.',
  zero: 'The other reply is preferred in both orders.',
  one: 'This reply is preferred in both orders; 0.5: no difference, or the order decided.',
  source:
    'Zheng et al., “Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena”, 2023: both orders, and a tie where they disagree.',
  needsMeans: true,
  comparesReplies: true,
  parameters: z.strictObject({
    criteria: z
      .string()
      .min(1)
      .default('Which reply helps the user more?')
      .describe('What makes one reply better than the other.'),
    ...seesKey,
    ...judgeKeys,
    ...commonKeys,
  }),
  examples: [],
  async judge(target, parameters, sample, means) {
    const { rival } = sample;
    if (rival === undefined)
      return skipped('There is no reply of another version to compare this one with.');
    const { criteria, sees, negate = false } = parameters;
    if (rival === target.text)
      return graded(0.5, isGood(0.5, negate), 'Both versions gave the same reply.');
    const made = materialOf(target, sample, sees, [criteria]);
    if ('missing' in made) return withoutVariables(made.missing);
    const { reply: own, ...around } = made.material;
    const instructions = [
      'You compare two replies of an assistant to the same conversation, under "first" and "second" of the material. Judge by ' +
        'the criteria alone. Their order says nothing, and a longer reply is not better for being longer.',
      '',
      '# Criteria',
      criteria.trim(),
      '',
      choiceInstructions(choices),
    ].join('\n');
    const ask = (first: string, second: string) => {
      const messages = judgeMessages(instructions, { ...around, first, second });
      return askAll(means, { messages, choices }, parameters);
    };
    const [newFirst, oldFirst] = await Promise.all([
      ask(target.text, rival),
      ask(rival, target.text),
    ]);
    return outcomeOf(newFirst, oldFirst, negate);
  },
});

/** Before it is turned round: no difference passes whichever reply is to be the better one. */
function isGood(value: number, negate: boolean): boolean {
  return negate ? value > 0.5 : value >= 0.5;
}

function outcomeOf(
  newFirst: readonly Reading<Chosen>[],
  oldFirst: readonly Reading<Chosen>[],
  negate: boolean,
) {
  const problem = [...newFirst, ...oldFirst].flatMap((vote) =>
    'problem' in vote ? [vote.problem] : [],
  )[0];
  // Half a comparison is none: one order alone carries the bias that the other is asked for.
  if (problem !== undefined) return failed(problem);
  const points = [
    ...newFirst.flatMap((vote) => ('answer' in vote ? [vote.answer.choice.score] : [])),
    ...oldFirst.flatMap((vote) => ('answer' in vote ? [1 - vote.answer.choice.score] : [])),
  ];
  const half = points.length / 2;
  const wins = points.filter((point) => point === 1).length;
  const losses = points.filter((point) => point === 0).length;
  const value = wins > half ? 1 : losses > half ? 0 : 0.5;
  const first = newFirst[0];
  const reasons = first !== undefined && 'answer' in first ? shortened(first.answer.reasons) : '';
  const said =
    value === 1
      ? 'This reply is preferred, in either order.'
      : value === 0
        ? 'The reply of the other version is preferred, in either order.'
        : wins > 0 && losses > 0
          ? 'The judge prefers one or the other depending on their order: no difference.'
          : 'The judge sees no difference.';
  return graded(value, isGood(value, negate), reasons === '' ? said : `${said} ${reasons}`);
}
