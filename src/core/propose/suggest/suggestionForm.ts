import * as z from 'zod';
import type { JsonObject } from '../../json.ts';
import { jsonObjectOf } from '../../prompt/modelKeys.ts';

/*
 * The form of a model's suggestions. Every key is required and every object closed, as structured output asks for; what
 * does not apply is an empty text or list.
 */

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** A metric as a model suggests it. */
export const suggestedMetricSchema = z.strictObject({
  name: z.string().describe('What it says about a reply, at most eight words.'),
  type: z.string().describe('One of the types listed.'),
  parameters: z
    .array(z.strictObject({ key: z.string(), value }))
    .describe('Keys of the type with their values.'),
  guards: z.string().describe('The instruction that it checks, word for word; empty where none.'),
  why: z.string().describe('One sentence.'),
  user: z.string().describe('A message of a user, to try the metric on.'),
  good: z.string().describe('A whole reply to it that the metric must pass.'),
  bad: z.string().describe('A whole reply to it that the metric must fail.'),
});

/** A case as a model suggests it. */
export const suggestedCaseSchema = z.strictObject({
  id: z.string().describe('Two to four words with hyphens.'),
  why: z.string().describe('One sentence: what could go wrong here.'),
  variables: z
    .array(z.strictObject({ name: z.string(), value: z.string() }))
    .describe('A value for each variable of the prompt.'),
  turns: z.array(z.string()).describe('What the user says, turn by turn.'),
});

export type RawMetric = z.infer<typeof suggestedMetricSchema>;
export type RawCase = z.infer<typeof suggestedCaseSchema>;

/** The answer as a whole; its items are read one by one, so that a bad one costs only itself. */
export const suggestionsSchema = z.object({
  metrics: z.array(z.unknown()).default([]),
  cases: z.array(z.unknown()).default([]),
});

/** The form that the model is asked for. */
export function suggestionForm(): { readonly name: string; readonly schema: JsonObject } {
  const { $schema: _, ...schema } = z.toJSONSchema(
    z.strictObject({
      metrics: z.array(suggestedMetricSchema),
      cases: z.array(suggestedCaseSchema),
    }),
  );
  return { name: suggestionFormName, schema: jsonObjectOf(schema) };
}

export const suggestionFormName = 'micro_metrics_suggestions';
