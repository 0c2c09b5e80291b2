import * as z from 'zod';
import type { JsonValue } from '../json.ts';
import { type Outcome, skipped } from './outcome.ts';
import type { Sample } from './sample.ts';

/** The key of every metric that compares the reply with a reference text. */
export const referenceKey = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)], {
    error: 'Write a text, or a list of texts, none of them empty.',
  })
  .optional()
  .describe(
    "The text, or several of which the most similar counts; default: the case's `expected`.",
  );

/** Without `threshold`, a similarity from here on passes. */
export const SIMILAR_ENOUGH = 0.5;

/** Steps of the quadratic measures; about half a second. */
export const MOST_PAIRS = 50_000_000;

/** The references given, else the texts that the case expects. */
export function referencesOf(
  given: string | readonly string[] | undefined,
  sample: Sample,
): readonly string[] {
  return given === undefined ? textsIn(sample.expected) : [given].flat();
}

/** The outcome for the most similar reference. */
export function mostSimilar(
  references: readonly string[],
  judge: (reference: string) => Outcome,
): Outcome {
  let found: Outcome | undefined;
  for (const reference of references) {
    const outcome = judge(reference);
    if (outcome.status !== 'scored') return outcome;
    if (found?.status !== 'scored' || outcome.value > found.value) found = outcome;
  }
  return found ?? withoutReference();
}

export function withoutReference(): Outcome {
  return skipped('This case has no expected answer to compare with.');
}

function textsIn(expected: JsonValue | undefined): readonly string[] {
  return [expected].flat().flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : []));
}
