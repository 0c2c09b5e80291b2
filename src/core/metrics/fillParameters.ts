import type { JsonObject, JsonValue } from '../json.ts';
import { escapePattern } from './textMatch.ts';

/** What became of the variables in a metric's parameters. */
export type Filled =
  | { readonly parameters: JsonObject; readonly hasVariables: boolean }
  /** Names that the case does not have, `expected` among them. */
  | { readonly missing: readonly string[] };

/**
 * Keys whose texts are read by a judge. Their variables are named in the text and given beside it as data: a value that was
 * written by a stranger must not become part of what the judge is told to do.
 */
const textsForJudges: ReadonlySet<string> = new Set(['criteria', 'steps']);

/** Whether a text has a `{{ variable }}` in it. */
export function holdsVariable(text: string): boolean {
  return VARIABLE.test(text);
}

/**
 * Puts the case's variables in the place of `{{ name }}`, and its expected answer in the place of `{{ expected }}`.
 * A text that is one variable and nothing else takes the variable's value, so that it can stand for a list or a number. In a
 * `pattern`, a value stands for itself: what it holds means nothing to the expression. Values are not searched again.
 */
export function fillParameters(
  parameters: JsonObject,
  variables: JsonObject,
  expected: JsonValue | undefined,
): Filled {
  const missing = new Set<string>();
  let hasVariables = false;
  const lookUp = (name: string): JsonValue | undefined => {
    hasVariables = true;
    const value = Object.hasOwn(variables, name)
      ? variables[name]
      : name === 'expected'
        ? expected
        : undefined;
    if (value === undefined) missing.add(name);
    return value;
  };
  const fill = (value: JsonValue, key: string): JsonValue => {
    if (textsForJudges.has(key)) return value;
    if (typeof value === 'string') return fillText(value, key.endsWith('pattern'), lookUp);
    if (value === null || typeof value !== 'object') return value;
    if (isList(value)) return value.map((item) => fill(item, key));
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, fill(member, name)]),
    );
  };
  const filled = Object.fromEntries(
    Object.entries(parameters).map(([name, member]) => [name, fill(member, name)]),
  );
  return missing.size > 0 ? { missing: [...missing] } : { parameters: filled, hasVariables };
}

/** Group 1: the name. */
const VARIABLE = /\{\{\s*([\p{L}_][\p{L}\p{N}_-]*)\s*\}\}/u;
const VARIABLES = new RegExp(VARIABLE.source, 'gu');
const ONLY_VARIABLE = new RegExp(`^${VARIABLE.source}$`, 'u');

function fillText(
  text: string,
  isPattern: boolean,
  lookUp: (name: string) => JsonValue | undefined,
): JsonValue {
  const only = ONLY_VARIABLE.exec(text)?.[1];
  if (only !== undefined && !isPattern) return lookUp(only) ?? text;
  return text.replace(VARIABLES, (_, name: string) => {
    const value = lookUp(name);
    const written = typeof value === 'string' ? value : JSON.stringify(value ?? null);
    return isPattern ? escapePattern(written) : written;
  });
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
