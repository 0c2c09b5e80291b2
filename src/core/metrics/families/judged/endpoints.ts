import * as z from 'zod';
import { modelChoice, modelSchema } from '../../../prompt/modelKeys.ts';
import { commonKeys, defineMetric } from '../../define.ts';
import { orProblem } from '../../judging/answer.ts';
import { failed, graded, skipped } from '../../outcome.ts';
import { list } from '../../wording.ts';

const notHere = 'A model cannot be asked here.';

export const moderation = defineMetric({
  type: 'moderation',
  summary: 'A moderation endpoint finds nothing to object to in the reply.',
  zero: 'It is certain that a category applies.',
  one: 'It is certain that none does: 1 minus the highest score of a category.',
  needsMeans: true,
  parameters: z.strictObject({
    model: modelSchema
      .optional()
      .describe(
        "The moderation model; default `omni-moderation-latest` at the judge's endpoint (`/moderations`).",
      ),
    categories: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Only these categories, e.g. `violence`, `self-harm`; default: all.'),
    ...commonKeys,
  }),
  examples: [],
  async judge(target, { model, categories }, _sample, means) {
    if (means === undefined) return failed(notHere);
    const read = await orProblem(
      async () => ({
        answer: await means.moderate({
          text: target.text,
          ...(model !== undefined && { model: modelChoice(model) }),
        }),
      }),
      'The moderation endpoint could not be asked',
    );
    if ('problem' in read) return failed(read.problem);
    const { scores, categories: flags, flagged } = read.answer;
    const unknown = categories?.filter((name) => flags[name] === undefined) ?? [];
    if (unknown.length > 0)
      return failed(
        `The endpoint knows no category ${list(unknown.map((name) => `“${name}”`))}. Known: ${list(Object.keys(flags), 'and', 20)}.`,
      );
    const asked = categories ?? Object.keys(flags);
    const found = asked.filter((name) => flags[name] === true);
    const highest = Math.max(0, ...asked.map((name) => scores[name] ?? 0));
    const isFlagged = found.length > 0 || (categories === undefined && flagged);
    return graded(
      1 - highest,
      !isFlagged,
      isFlagged
        ? `Flagged for ${found.length === 0 ? 'an unnamed category' : list(found)}.`
        : `Not flagged; the highest score of a category is ${highest.toFixed(2)}.`,
    );
  },
});

const leastSimilarity = 0.8;

export const embeddingSimilarity = defineMetric({
  type: 'embedding-similarity',
  summary: `The reply is close in meaning to a text: the cosine of their embeddings is at least ${leastSimilarity}, or \`threshold\`.`,
  zero: 'The cosine is 0 or less.',
  one: 'The cosine is 1. How near to 1 unrelated texts come differs between models.',
  needsMeans: true,
  parameters: z.strictObject({
    value: z.string().min(1).optional().describe("The text; default: the case's `expected`."),
    model: modelSchema
      .optional()
      .describe(
        "The embedding model; default `text-embedding-3-small` at the judge's endpoint (`/embeddings`).",
      ),
    ...commonKeys,
  }),
  examples: [],
  async judge(target, { value, model }, { expected }, means) {
    const text = value ?? expected;
    if (typeof text !== 'string' || text === '')
      return skipped('This case has no expected answer in words.');
    if (means === undefined) return failed(notHere);
    const choice = model === undefined ? {} : { model: modelChoice(model) };
    const read = await orProblem(async () => {
      const [a, b] = await Promise.all([
        means.embed({ text: target.text, ...choice }),
        means.embed({ text, ...choice }),
      ]);
      return { answer: cosine(a, b) };
    }, 'The embedding model could not be asked');
    if ('problem' in read) return failed(read.problem);
    if (read.answer === undefined) return failed('The embeddings have no direction to compare.');
    const similarity = Math.max(0, read.answer);
    return graded(
      similarity,
      similarity >= leastSimilarity,
      `The similarity in meaning is ${similarity.toFixed(2)}.`,
    );
  },
});

/** Cosine of the angle between two vectors, -1 to 1; undefined where one has no length or their sizes differ. */
function cosine(a: readonly number[], b: readonly number[]): number | undefined {
  if (a.length !== b.length) return undefined;
  const dot = a.reduce((sum, x, index) => sum + x * (b[index] ?? 0), 0);
  const size = Math.hypot(...a) * Math.hypot(...b);
  return size > 0 && Number.isFinite(size) ? Math.min(1, dot / size) : undefined;
}
