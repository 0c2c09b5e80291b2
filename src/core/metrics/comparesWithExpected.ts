import type { MetricSpec } from '../suite/suite.ts';

/** Metrics that a reply passes which is the expected answer of its case, word for word. */
const comparing: ReadonlySet<string> = new Set([
  ...['equals', 'contains', 'numeric-difference', 'json-diff', 'list-overlap'],
  ...['levenshtein', 'token-f1', 'rouge', 'bleu', 'chrf', 'gleu', 'meteor'],
]);

/** Keys that name another answer, ask for the opposite, or look at a part of the reply. */
const otherwise = ['value', 'values', 'negate', 'apply-to'] as const;

/**
 * Whether making the last reply of a case its expected answer is what this metric asks for: it compares the whole reply with
 * the case's `expected`, and with nothing else.
 */
export function comparesWithExpected({
  type,
  parameters,
}: Pick<MetricSpec, 'type' | 'parameters'>): boolean {
  return comparing.has(type) && otherwise.every((key) => parameters[key] === undefined);
}
