import * as z from 'zod';
import { commonKeys } from '../../metrics/define.ts';
import type { MetricRegistry } from '../../metrics/registry.ts';

/**
 * What a model may suggest: types that check a reply by itself, of which a person sees at a glance what they do. Not those that
 * run code, ask other endpoints, read files or hold other metrics: a suggestion must not be able to do anything.
 */
const types = [
  ...['contains', 'excludes', 'starts-with', 'ends-with', 'one-of', 'matches', 'count', 'length'],
  ...['reading-level', 'letter-case', 'emoji', 'punctuation', 'language', 'json', 'markdown-shape'],
  ...['sections', 'placeholders', 'refusal', 'no-personal-data', 'no-secrets', 'no-prompt-leak'],
];

/** A judge may be suggested with its criteria and nothing else: not with a model, an address or a prompt file. */
const judgeKeys = ['criteria'];

/** Keys that need to be known to few. */
const leftOut = new Set([...Object.keys(commonKeys), 'reading', 'encoding']);

/** Types that a model may suggest, by the registry; `judge` last. */
export function suggestedTypes(registry: MetricRegistry): readonly string[] {
  return [...types, 'judge'].filter((type) => registry.get(type) !== undefined);
}

/** Whether a model may suggest a metric with these keys. */
export function maySuggest(type: string, keys: readonly string[]): boolean {
  return type === 'judge' ? keys.every((key) => judgeKeys.includes(key)) : types.includes(type);
}

/** The types with their keys, a line each, for a model to choose from. */
export function typeCatalogue(registry: MetricRegistry): string {
  return suggestedTypes(registry)
    .map((type) => {
      const definition = registry.get(type);
      if (definition === undefined) return '';
      const keys = keysOf(definition.parameters).filter(
        ({ key }) => !leftOut.has(key) && maySuggest(type, [key]),
      );
      const written = keys.map(
        ({ key, kind, isRequired }) => `${key}${isRequired ? '*' : ''} (${kind})`,
      );
      return `- ${type}: ${definition.summary} Keys: ${written.join(', ') || 'none'}.`;
    })
    .join('\n');
}

interface Key {
  readonly key: string;
  readonly kind: string;
  readonly isRequired: boolean;
}

function keysOf(schema: z.ZodType): readonly Key[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const branches = [json, ...(json.anyOf ?? []), ...(json.oneOf ?? [])];
  const found = new Map<string, Key>();
  for (const branch of branches) {
    if (typeof branch !== 'object') continue;
    for (const [key, value] of Object.entries(branch.properties ?? {}))
      found.set(key, {
        key,
        kind: kindOf(value),
        isRequired: (branch.required ?? []).includes(key),
      });
  }
  return [...found.values()];
}

function kindOf(schema: z.core.JSONSchema._JSONSchema): string {
  if (typeof schema !== 'object') return 'any value';
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(kindOf))].join(' or ');
  switch (schema.type) {
    case 'integer':
      return 'whole number';
    case 'array':
      return 'list of texts';
    case 'object':
      return 'JSON as text';
    case 'string':
      return 'text';
    default:
      return typeof schema.type === 'string' ? schema.type : 'any value';
  }
}
