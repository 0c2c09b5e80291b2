import type { JsonValue } from '../../json.ts';
import { assertionTypes } from './assertionTypes.ts';

/** Shorter names in test tables. */
const aliases: Readonly<Record<string, string>> = {
  fn: 'javascript',
  eval: 'javascript',
  grade: 'llm-rubric',
};

/**
 * An assertion as a cell of a table has it: `type: value`, `type(threshold): value`, `not-type: value`; anything else is the
 * text that the reply must equal.
 */
export function assertionOfText(text: string): Readonly<Record<string, JsonValue>> {
  // Groups 1: type, 2: threshold, 3: value.
  const found = /^\s*([a-z][\w:-]*?)(?:\((\d*\.?\d+)\))?\s*(?::([\s\S]*))?$/i.exec(text);
  const [, written = '', threshold, rest] = found ?? [];
  const isNegated = written.startsWith('not-');
  const bare = isNegated ? written.slice(4) : written;
  const type = Object.hasOwn(aliases, bare) ? aliases[bare] : bare;
  if (found === null || type === undefined || !Object.hasOwn(assertionTypes, type))
    return { type: 'equals', value: text };
  const value = rest?.trim() ?? '';
  // A bare `equals` or `contains` is a text, not an assertion without a value.
  const needsNone = /^(?:is-|contains-(?:json|xml|html|sql)$|latency$|cost$|moderation$)/.test(
    type,
  );
  if (rest === undefined && !needsNone && threshold === undefined)
    return { type: 'equals', value: text };
  return {
    type: `${isNegated ? 'not-' : ''}${type}`,
    ...(value !== '' && { value: isNumberedValue(type, value) }),
    ...(threshold !== undefined && { threshold: Number(threshold) }),
  };
}

/** A word count is a number also in a table. */
function isNumberedValue(type: string, value: string): JsonValue {
  return type === 'word-count' && /^\d+$/.test(value) ? Number(value) : value;
}
