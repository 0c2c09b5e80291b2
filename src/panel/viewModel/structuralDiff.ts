import type { Segment } from '../slices/segments.ts';
import { diffWords } from './textDiff.ts';

/** Longer texts are not parsed (UTF-16 units). */
const maxJson = 60_000;

interface Call {
  readonly name: string;
  /** As the model wrote them: JSON, as a rule. */
  readonly arguments: string;
}

/**
 * A JSON object or array with one member per line and sorted keys, so that order and white space make no difference;
 * undefined for any other text.
 */
export function laidOutJson(text: string): string | undefined {
  if (text.length > maxJson || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.stringify(sorted(JSON.parse(text)), undefined, 2);
  } catch {
    // Not JSON, or nested too deeply: compared as the text it is.
    return undefined;
  }
}

/** Calls of both sides by their place; a call that one side lacks is added or removed as a whole. */
export function callDiffs(old: readonly Call[], now: readonly Call[]): Segment[][] {
  return Array.from({ length: Math.max(old.length, now.length) }, (_, index) => {
    const before = old[index];
    const after = now[index];
    return [
      ...diffWords(
        before === undefined ? '' : laidOutCall(before),
        after === undefined ? '' : laidOutCall(after),
      ).segments,
    ];
  });
}

function laidOutCall(call: Call): string {
  return `${call.name}(${laidOutJson(call.arguments) ?? call.arguments})`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
