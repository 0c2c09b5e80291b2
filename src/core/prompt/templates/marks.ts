import type { JsonObject, JsonValue } from '../../json.ts';

/**
 * Marks that stand in a filled-in text for what is no text: the start of a message, the earlier conversation. They are written
 * with two code points that Unicode keeps out of all texts, and taken out of the values of variables, so that no value can
 * start a message of its own.
 */
const open = '\uFDD0';
const close = '\uFDD1';
const reserved = /[\uFDD0\uFDD1]/g;

export type MarkName = 'role' | 'history' | 'messages';

export function mark(name: MarkName, value = ''): string {
  return `${open}${name}:${value}${close}`;
}

export type MarkedPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: MarkName; readonly value: string };

/** A marked text taken apart. */
export function takeApart(text: string): readonly MarkedPart[] {
  const parts: MarkedPart[] = [];
  let at = 0;
  for (const match of text.matchAll(/\uFDD0(role|history|messages):([^\uFDD0\uFDD1]*)\uFDD1/g)) {
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) });
    const [whole, name, value = ''] = match;
    if (name === 'role' || name === 'history' || name === 'messages')
      parts.push({ kind: name, value });
    at = match.index + whole.length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** The text without characters of marks. */
export function withoutMarks(text: string): string {
  return text.replace(reserved, '\uFFFD');
}

/** Values of variables without characters of marks. */
export function cleanVariables(variables: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, cleanValue(value)]),
  );
}

function cleanValue(value: JsonValue): JsonValue {
  if (typeof value === 'string') return withoutMarks(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(cleanValue);
  return cleanVariables(Object.fromEntries(Object.entries(value)));
}
