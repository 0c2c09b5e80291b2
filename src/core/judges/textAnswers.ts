import * as z from 'zod';
import { EvalError } from '../errors.ts';
import type { Moderation } from '../metrics/means.ts';

const embedding = z.array(z.number()).min(1);

/** @throws {EvalError} model-bad-response */
export function readEmbedding(text: string): readonly number[] {
  return read(embedding, text, 'an embedding');
}

const moderation = z.object({
  flagged: z.boolean(),
  categories: z.record(z.string(), z.boolean()),
  scores: z.record(z.string(), z.number()),
});

/** @throws {EvalError} model-bad-response */
export function readModeration(text: string): Moderation {
  return read(moderation, text, 'a moderation result');
}

function read<T>(schema: z.ZodType<T>, text: string, what: string): T {
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new EvalError(
    'model-bad-response',
    `The server's answer is not ${what}. Name a model and an endpoint that give one.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
