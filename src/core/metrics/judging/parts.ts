import * as z from 'zod';
import { modelChoice } from '../../prompt/modelKeys.ts';
import type { JudgeAnswer, Means, Question } from '../means.ts';
import { list, quote } from '../wording.ts';
import { askJudge, type Reading, readAnswer } from './answer.ts';
import type { JudgeParameters } from './judgeKeys.ts';
import { judgeMessages, type Material } from './material.ts';

/** The name that the form of such an answer has. */
export const partsForm = 'micro_metrics_parts';

/** More than this is not asked in one question. */
const mostParts = 150;

/** A text in parts, for each of which a judge gives one verdict. */
export interface PartsQuestion<V extends string> {
  /** What the judge is to find out about each part. */
  readonly task: string;
  /** Verdicts and when each is right; the first is the good one. */
  readonly verdicts: Readonly<Record<V, string>>;
  readonly parts: readonly string[];
  /** What the parts are judged against. */
  readonly material: Material;
}

/** The verdict on a part, in the order of the parts. */
export interface PartVerdict<V extends string> {
  readonly verdict: V;
  readonly reason: string;
}

/**
 * Asks a judge about every part of a text at once. The parts are made here, not by the judge, so that none is overlooked and
 * each verdict has its place; an answer that leaves one out, has one twice or gives another verdict is no answer.
 */
export function askAboutParts<V extends string>(
  means: Means | undefined,
  question: PartsQuestion<V>,
  { judge, judges }: JudgeParameters,
): Promise<Reading<readonly PartVerdict<V>[]>> {
  const { parts, material } = question;
  if (parts.length > mostParts)
    return Promise.resolve({
      problem: `There are ${parts.length} parts to judge; the limit is ${mostParts}.`,
    });
  const names = namesOf(question.verdicts);
  const model = judges?.[0] ?? judge;
  const asked: Question = {
    messages: judgeMessages(instructionsOf(question), {
      ...material,
      parts: parts.map((text, index) => ({ number: index + 1, text })),
    }),
    form: { name: partsForm, schema: schemaOf(names) },
    ...(model !== undefined && { judge: modelChoice(model) }),
  };
  return askJudge(means, asked, (answer) => readVerdicts(answer, names, parts.length));
}

function instructionsOf<V extends string>({ task, verdicts }: PartsQuestion<V>): string {
  const names = namesOf(verdicts);
  return [
    task,
    '',
    '# Verdicts',
    ...names.map((name) => `- ${JSON.stringify(name)}: ${verdicts[name]}`),
    '',
    '# Answer',
    'Answer with one JSON object and nothing else: {"verdicts": a list with exactly one {"number", "reason", "verdict"} for each ' +
      'of the "parts" of the material: its number, why in a few words, and one of the verdicts}.',
  ].join('\n');
}

function schemaOf(names: readonly string[]): Question['form']['schema'] {
  return {
    type: 'object',
    properties: {
      verdicts: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            number: { type: 'integer' },
            reason: { type: 'string' },
            verdict: { type: 'string', enum: names },
          },
          required: ['number', 'reason', 'verdict'],
          additionalProperties: false,
        },
      },
    },
    required: ['verdicts'],
    additionalProperties: false,
  };
}

const answerSchema = z.object({
  verdicts: z.array(
    z.object({ number: z.int(), reason: z.string().default(''), verdict: z.string() }),
  ),
});

function readVerdicts<V extends string>(
  answer: JudgeAnswer,
  names: readonly V[],
  count: number,
): Reading<readonly PartVerdict<V>[]> {
  const read = readAnswer(answer, answerSchema);
  if ('problem' in read) return read;
  const byNumber = new Map<number, PartVerdict<V>>();
  for (const { number, reason, verdict } of read.answer.verdicts) {
    const known = names.find((name) => name === verdict);
    if (known === undefined)
      return {
        problem: `The judge's verdict ${quote(verdict)} is not one of ${list(names.map(quote), 'or')}.`,
      };
    if (number < 1 || number > count || byNumber.has(number))
      return {
        problem: `The judge gave a verdict on part ${number}, which is not there or judged already.`,
      };
    byNumber.set(number, { verdict: known, reason });
  }
  if (byNumber.size < count)
    return { problem: `The judge gave ${byNumber.size} verdicts on ${count} parts.` };
  return {
    answer: Array.from({ length: count }, (_, index) => byNumber.get(index + 1)).filter(
      (verdict) => verdict !== undefined,
    ),
  };
}

function namesOf<V extends string>(verdicts: Readonly<Record<V, string>>): readonly V[] {
  const names: V[] = [];
  for (const name in verdicts) names.push(name);
  return names;
}
