import * as z from 'zod';
import { modelChoice } from '../../../prompt/modelKeys.ts';
import { commonKeys, defineMetric } from '../../define.ts';
import { askJudge, type Reading, readAnswer } from '../../judging/answer.ts';
import { type Choice, choiceInstructions } from '../../judging/choices.ts';
import { type JudgeParameters, judgeKeys, seesKey } from '../../judging/judgeKeys.ts';
import { judgeMessages, materialOf } from '../../judging/material.ts';
import { askAll, verdictOf } from '../../judging/vote.ts';
import type { Means } from '../../means.ts';
import { failed } from '../../outcome.ts';
import { withoutVariables } from './judge.ts';

export const gEval = defineMetric({
  type: 'g-eval',
  summary: 'A model rates the reply on a scale, going through evaluation steps one by one.',
  zero: 'The lowest rating.',
  one: 'The highest rating. Several ratings: their mean.',
  source:
    'Liu, Iter, Xu, Wang, Xu, Zhu, “G-Eval: NLG Evaluation using GPT-4 with Better Human Alignment”, 2023. Instead of ' +
    'weighting ratings by token probabilities, which few endpoints tell, `repeat` takes the mean of several.',
  needsMeans: true,
  parameters: z.strictObject({
    criteria: z
      .string()
      .min(1)
      .describe('What is rated, e.g. `Coherence: the sentences build on each other.`'),
    steps: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe(
        'How the judge goes about it; default: the judge writes the steps once, from the criteria.',
      ),
    scale: z
      .int()
      .min(2)
      .max(10)
      .default(5)
      .describe('The highest rating, 2 to 10; the lowest is 1.'),
    ...seesKey,
    ...judgeKeys,
    ...commonKeys,
  }),
  examples: [],
  async judge(target, parameters, sample, means) {
    const { criteria, scale, sees } = parameters;
    const made = materialOf(target, sample, sees, [criteria, ...(parameters.steps ?? [])]);
    if ('missing' in made) return withoutVariables(made.missing);
    const steps = await stepsOf(means, criteria, parameters);
    if ('problem' in steps) return failed(steps.problem);
    const ratings = ratingsOf(scale);
    const instructions = [
      'You rate a reply of an assistant, the text under "reply" of the material. Go through the steps one by one, then rate.',
      '',
      '# Criteria',
      criteria.trim(),
      '',
      '# Steps',
      ...steps.answer.map((step, index) => `${index + 1}. ${step}`),
      '',
      choiceInstructions(ratings),
    ].join('\n');
    const messages = judgeMessages(instructions, made.material);
    return verdictOf(await askAll(means, { messages, choices: ratings }, parameters), {}, target);
  },
});

/** Ratings from best to worst, evenly spread over 0 to 1. */
function ratingsOf(scale: number): readonly Choice[] {
  return Array.from({ length: scale }, (_, index): Choice => {
    const rating = scale - index;
    const means =
      rating === scale
        ? 'The criteria are met in full.'
        : rating === 1
          ? 'The criteria are not met at all.'
          : undefined;
    return { choice: String(rating), score: (rating - 1) / (scale - 1), ...(means && { means }) };
  });
}

const stepsSchema = z.object({ steps: z.array(z.string().min(1)).min(1) });

/** Asked once for all replies: the question is always the same, so its answer comes from the store. */
async function stepsOf(
  means: Means | undefined,
  criteria: string,
  { steps, judge, judges }: JudgeParameters & { readonly steps?: readonly string[] | undefined },
): Promise<Reading<readonly string[]>> {
  if (steps !== undefined) return { answer: steps };
  const model = judges?.[0] ?? judge;
  const question = {
    messages: [
      {
        role: 'system' as const,
        content:
          'Write three to six short steps that someone follows to rate a reply of an assistant by the criteria below. Answer ' +
          'with one JSON object and nothing else: {"steps": [the steps]}.',
      },
      { role: 'user' as const, content: criteria },
    ],
    form: {
      name: 'micro_metrics_steps',
      schema: {
        type: 'object',
        properties: { steps: { type: 'array', items: { type: 'string' } } },
        required: ['steps'],
        additionalProperties: false,
      },
    },
    ...(model !== undefined && { judge: modelChoice(model) }),
  };
  const read = await askJudge(means, question, (answer) => readAnswer(answer, stepsSchema));
  return 'problem' in read ? read : { answer: read.answer.steps };
}
