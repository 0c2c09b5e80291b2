import type * as z from 'zod';
import { isEvalError } from '../../errors.ts';
import { jsonPart } from '../json/codeFence.ts';
import type { JudgeAnswer, Means, Question } from '../means.ts';
import { quote } from '../wording.ts';

/** What a judge said, or why that is no answer. */
export type Reading<T> = { readonly answer: T } | { readonly problem: string };

/**
 * Asks a judge and reads its answer.
 * @throws {EvalError} aborted
 */
export async function askJudge<T>(
  means: Means | undefined,
  question: Question,
  read: (answer: JudgeAnswer) => Reading<T>,
): Promise<Reading<T>> {
  if (means === undefined) return { problem: 'A judge cannot be asked here.' };
  return orProblem(async () => read(await means.ask(question)), 'The judge could not be asked');
}

/**
 * Runs something that may reject; why becomes a problem.
 * @throws {EvalError} aborted
 */
export async function orProblem<T>(
  work: () => Promise<Reading<T>>,
  what: string,
): Promise<Reading<T>> {
  try {
    return await work();
  } catch (error) {
    if (!isEvalError(error) || error.code === 'aborted') throw error;
    return { problem: `${what}: ${error.message}` };
  }
}

/**
 * Reads an answer that must be one JSON value of the form asked for, alone or in one code fence. Nothing else is taken for an
 * answer: not JSON inside other text, not a word that looks like a choice.
 *
 * @param who was asked, for what is said of an answer that cannot be read
 */
export function readAnswer<T>(
  { text, finishReason }: JudgeAnswer,
  schema: z.ZodType<T>,
  who = 'judge',
): Reading<T> {
  if (finishReason === 'length')
    return {
      problem: `The ${who}'s answer was cut off at its limit of tokens. Raise 'max-tokens' of the ${who}.`,
    };
  if (finishReason === 'content_filter')
    return { problem: `A content filter held the ${who}'s answer back.` };
  const part = jsonPart(withoutThoughts(text), true).text;
  const json = parsed(part);
  if (json === undefined)
    return {
      problem: `The ${who} did not answer in the form asked for, but ${part === '' ? 'with nothing' : quote(part)}.`,
    };
  const read = schema.safeParse(json.value);
  if (read.success) return { answer: read.data };
  const issue = read.error.issues[0];
  const place = issue?.path.length ? ` at '${issue.path.join('.')}'` : '';
  return {
    problem: `The ${who}'s answer does not have the form asked for${place}: ${issue?.message ?? ''}.`,
  };
}

/** Some models that reason write their thoughts first. */
const THOUGHTS = /^\s*<think>[\s\S]*?<\/think>/;

function withoutThoughts(text: string): string {
  return text.replace(THOUGHTS, '');
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
