import * as z from 'zod';
import type { JsonObject } from '../../json.ts';
import type { JudgeAnswer, Question } from '../means.ts';
import { list, quote } from '../wording.ts';
import { type Reading, readAnswer } from './answer.ts';

/** One of the answers that a judge may give. */
export interface Choice {
  readonly choice: string;
  /** 0 (worst) to 1 (best). */
  readonly score: number;
  /** When it is the right one. */
  readonly means?: string | undefined;
}

/** What a judge answered to a choice. */
export interface Chosen {
  readonly choice: Choice;
  readonly reasons: string;
  /** Stretches of the judged text that it leans on, as the judge wrote them. */
  readonly quotes: readonly string[];
}

export const passOrFail: readonly Choice[] = [
  { choice: 'pass', score: 1, means: 'The reply meets the criteria.' },
  { choice: 'fail', score: 0, means: 'The reply does not meet the criteria, or not all of them.' },
];

/** The name that the form of such an answer has. */
export const choiceForm = 'micro_metrics_choice';

export function formOf(choices: readonly Choice[]): Question['form'] {
  const schema: JsonObject = {
    type: 'object',
    properties: {
      reasons: { type: 'string', description: 'In one to three sentences, why.' },
      quotes: {
        type: 'array',
        items: { type: 'string' },
        description: 'The stretches of the reply that show it, word for word; may be empty.',
      },
      choice: { type: 'string', enum: choices.map(({ choice }) => choice) },
    },
    required: ['reasons', 'quotes', 'choice'],
    additionalProperties: false,
  };
  return { name: choiceForm, schema };
}

/** The choices and the form of the answer, in words: for models that know no JSON Schema, and for people. */
export function choiceInstructions(choices: readonly Choice[]): string {
  const lines = choices.map(
    ({ choice, means }) => `- ${JSON.stringify(choice)}${means === undefined ? '' : `: ${means}`}`,
  );
  return [
    '# Choices',
    ...lines,
    '',
    '# Answer',
    'Answer with one JSON object and nothing else: {"reasons": why, in one to three sentences, "quotes": a list of the ' +
      'stretches of the reply that show it, word for word, "choice": exactly one of the choices}.',
  ].join('\n');
}

const answerSchema = z.object({
  reasons: z.string().default(''),
  quotes: z.array(z.string()).default([]),
  choice: z.string(),
});

/** The choice that an answer names, exactly as it was offered. */
export function readChoice(answer: JudgeAnswer, choices: readonly Choice[]): Reading<Chosen> {
  const read = readAnswer(answer, answerSchema);
  if ('problem' in read) return read;
  const { choice: named, reasons, quotes } = read.answer;
  const choice = choices.find((one) => one.choice === named);
  if (choice !== undefined) return { answer: { choice, reasons, quotes } };
  const offered = list(
    choices.map((one) => quote(one.choice)),
    'or',
    10,
  );
  return { problem: `The judge chose ${quote(named)}, which is not one of ${offered}.` };
}
