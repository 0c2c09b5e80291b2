import * as z from 'zod';
import type { Sample } from '../sample.ts';

const passage = z.union([
  z.string(),
  z.looseObject({ text: z.string() }).transform(({ text }) => text),
  z.looseObject({ content: z.string() }).transform(({ content }) => content),
]);

const passages = z.union([passage.transform((one) => [one]), z.array(passage)]);

/** The key that names what was retrieved for an answer. */
export const contextKey = {
  context: z
    .unknown()
    .optional()
    .describe(
      "What was retrieved for the answer: a text or a list of passages (texts, or mappings with `text` or `content`); default: the case's " +
        'variable `context`. Usually `"{{ documents }}"`.',
    ),
};

/** The passages of a context, or why there are none. */
export function passagesOf(
  given: unknown,
  sample: Sample,
):
  | { readonly passages: readonly string[] }
  | { readonly skip: string }
  | { readonly problem: string } {
  const value = given ?? sample.variables.context;
  if (value === undefined)
    return {
      skip: 'This case has no context: no variable of that name, and the metric names none.',
    };
  const read = passages.safeParse(value);
  if (!read.success)
    return {
      problem: 'The context must be a text or a list of texts, or of mappings with `text`.',
    };
  const filled = read.data.map((text) => text.trim()).filter((text) => text !== '');
  return filled.length === 0 ? { skip: 'The context is empty.' } : { passages: filled };
}
