import type { JsonObject } from '../json.ts';

/** The name of a metric without one: `length: unit words, max 120`. */
export function metricName(type: string, parameters: JsonObject): string {
  const words = Object.entries(parameters).map(
    ([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const text = words.length === 0 ? type : `${type}: ${words.join(', ')}`;
  return text.length > 70 ? `${text.slice(0, 67)}...` : text;
}
