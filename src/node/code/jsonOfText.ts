import type { JsonValue } from '../../core/json.ts';

/** The value of a JSON text. @throws {SyntaxError} */
export function jsonOfText(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text);
  return value;
}
