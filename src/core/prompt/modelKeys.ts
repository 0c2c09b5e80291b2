import * as z from 'zod';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ModelChoice, ModelParameters } from './prompt.ts';

const anyJson = z.unknown().transform((value) => jsonOf(value));

/** Sampling parameters as users write them. */
export const parameterKeys = {
  temperature: z
    .number()
    .min(0)
    .max(2)
    .optional()
    .describe('How freely the model chooses its words, 0 to 2; 0 is the most steady.'),
  'top-p': z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('Only the likeliest words that make up this share, above 0 to 1.'),
  'max-tokens': z.int().min(1).optional().describe('Longest reply, in tokens.'),
  seed: z.int().optional().describe('Number that asks the server for repeatable replies.'),
  stop: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe('Text, or list of texts, at which the reply ends.'),
  'reasoning-effort': z
    .string()
    .min(1)
    .optional()
    .describe('How long a reasoning model thinks, e.g. `low`, `medium`, `high`.'),
  'response-format': anyJson
    .optional()
    .describe('Form of the reply as the OpenAI protocol has it, e.g. `{ type: json_object }`.'),
  extra: z
    .record(z.string(), anyJson)
    .optional()
    .describe('Further parameters, sent under their own names.'),
};

/** Which model, and where. */
export const endpointKeys = {
  provider: z
    .enum(['openai', 'openai-responses', 'vscode', 'replay', 'simulated'])
    .optional()
    .describe(
      'Who answers: an OpenAI-compatible endpoint (by Chat Completions or by the Responses API), the editor, recordings, or the simulated model.',
    ),
  'base-url': z
    .url({
      protocol: /^https?$/,
      error: "'base-url' must be an address such as https://example.org/v1.",
    })
    .optional()
    .describe('Address of an OpenAI-compatible endpoint.'),
};

/** `model:` of a suite or of front matter: a name, or a mapping. */
export const modelSchema = z.union([
  z.string().min(1),
  z.strictObject({
    ...endpointKeys,
    name: z.string().min(1).optional().describe('Name of the model at its provider.'),
    ...parameterKeys,
  }),
]);

export type ModelKeys = z.output<typeof modelSchema>;

/** The words of a file as a model choice. */
export function modelChoice(keys: ModelKeys): ModelChoice {
  if (typeof keys === 'string') return { name: keys };
  const { provider, name, 'base-url': baseUrl } = keys;
  const parameters = modelParameters(keys);
  return defined({
    provider,
    name,
    baseUrl,
    parameters: Object.keys(parameters).length > 0 ? parameters : undefined,
  });
}

type ParameterKeys = Exclude<ModelKeys, string>;

function modelParameters(keys: ParameterKeys): ModelParameters {
  const { temperature, seed, stop, extra } = keys;
  return defined({
    temperature,
    topP: keys['top-p'],
    maxTokens: keys['max-tokens'],
    seed,
    stop: typeof stop === 'string' ? [stop] : stop,
    reasoningEffort: keys['reasoning-effort'],
    responseFormat: keys['response-format'],
    extra,
  });
}

/** The same object without its absent members. */
export function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const result: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in value) {
    const member = value[key];
    if (isPresent(member)) result[key] = member;
  }
  return result;
}

function isPresent<V>(value: V): value is Exclude<V, undefined> {
  return value !== undefined;
}

/** Anything that came out of JSON or YAML, typed. */
export function jsonOf(value: unknown): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value === 'object') return jsonObjectOf(value);
  return null;
}

export function jsonObjectOf(value: object): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, jsonOf(member)]));
}
