import type { JsonObject, JsonValue } from '../../json.ts';
import { editDistance } from '../text/overlap.ts';
import { joinPath } from './jsonPath.ts';

export interface JsonDifference {
  /** 0 (nothing alike) to 1 (the same value). */
  readonly similarity: number;
  /** Paths at which the two differ, with what is wrong there. */
  readonly differences: readonly { readonly path: string; readonly words: string }[];
}

/**
 * How alike two JSON values are. Objects: the mean over all keys of either; lists: the mean over the places of the longer one;
 * texts: 1 less the edit distance divided by the longer length; numbers: 1 less their distance divided by the sum of
 * their sizes; all else is the same or not. A key or place that one side lacks counts 0.
 */
export function jsonDifference(actual: JsonValue, expected: JsonValue, path = '$'): JsonDifference {
  if (isList(actual) && isList(expected)) {
    const size = Math.max(actual.length, expected.length);
    return meanOf(
      Array.from({ length: size }, (_, i) =>
        memberDifference(actual[i], expected[i], joinPath(path, i)),
      ),
    );
  }
  if (isObject(actual) && isObject(expected)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return meanOf(
      keys.map((key) =>
        memberDifference(own(actual, key), own(expected, key), joinPath(path, key)),
      ),
    );
  }
  const similarity = leafSimilarity(actual, expected);
  if (similarity === 1) return { similarity, differences: [] };
  const words = `is ${shown(actual)}, not ${shown(expected)}`;
  return { similarity, differences: [{ path, words }] };
}

function memberDifference(
  actual: JsonValue | undefined,
  expected: JsonValue | undefined,
  path: string,
): JsonDifference {
  if (actual !== undefined && expected !== undefined) return jsonDifference(actual, expected, path);
  const words = actual === undefined ? 'is missing' : 'is not expected';
  return { similarity: 0, differences: [{ path, words }] };
}

function meanOf(parts: readonly JsonDifference[]): JsonDifference {
  const sum = parts.reduce((total, { similarity }) => total + similarity, 0);
  return {
    similarity: parts.length === 0 ? 1 : sum / parts.length,
    differences: parts.flatMap(({ differences }) => differences),
  };
}

/** Longer texts are only the same or not. */
const LONGEST_COMPARED = 2000;

function leafSimilarity(actual: JsonValue, expected: JsonValue): number {
  if (actual === expected) return 1;
  if (typeof actual === 'number' && typeof expected === 'number')
    return numberSimilarity(actual, expected);
  if (typeof actual !== 'string' || typeof expected !== 'string') return 0;
  const [a, b] = [[...actual], [...expected]];
  const longer = Math.max(a.length, b.length);
  return longer > LONGEST_COMPARED ? 0 : 1 - editDistance(a, b) / longer;
}

/** 1 for equal numbers, 0 for such as have nothing in common; symmetrical. */
export function numberSimilarity(a: number, b: number): number {
  if (a === b) return 1;
  const size = Math.abs(a) + Math.abs(b);
  return size === 0 || !Number.isFinite(size) ? 0 : Math.max(0, 1 - Math.abs(a - b) / size);
}

function shown(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
