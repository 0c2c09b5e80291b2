import type * as z from 'zod';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Message } from '../prompt/message.ts';
import { defined, jsonObjectOf } from '../prompt/modelKeys.ts';
import type { Range } from '../text.ts';
import type { Reading } from '../yaml/reading.ts';
import { reportUnknownKey } from '../yaml/unknownKey.ts';
import { validate } from '../yaml/validate.ts';
import { entryOf, toJson, type YamlEntry, type YamlNode } from '../yaml/yamlTree.ts';
import type { MetricContext } from './readMetric.ts';
import { readMetrics } from './readMetrics.ts';
import { caseKeys, type messageSchema } from './schema.ts';
import type { Case } from './suite.ts';

/** How a case is written where it stands. */
export interface CaseForm {
  /** Whether keys that a case does not know are variables, as in rows without `variables`. */
  readonly hasLooseVariables: boolean;
  /** Kinds of words for messages: `the case`, `the row`. */
  readonly noun: string;
}

/** A case whose id may still be open. */
export interface ReadCase {
  readonly value: Omit<Case, 'id'>;
  readonly id?: { readonly text: string; readonly range: Range };
}

/**
 * Reads one case. A mistake in what is sent (variables, messages, turns) or expected leaves the case out; one in its tags
 * or in one of its metrics leaves only that out.
 */
export function readCase(
  node: YamlNode,
  form: CaseForm,
  context: MetricContext,
  reading: Reading,
): ReadCase | undefined {
  if (node.kind !== 'map') {
    reading.report(
      node.range,
      'error',
      'bad-value',
      "A case must be a mapping, e.g. '- id: first' with 'variables:' or 'turns:' below it.",
    );
    return undefined;
  }
  let isUsable = true;
  const read = <T>(key: keyof typeof caseKeys, schema: z.ZodType<T>): T | undefined => {
    const entry = entryOf(node, key);
    // An empty key is a key not yet filled in.
    if (entry === undefined || toJson(entry.value) === null) return undefined;
    const value = validate(schema, entry.value, `'${key}'`, reading);
    if (value === undefined && key !== 'tags') isUsable = false;
    return value;
  };
  const isLoose = form.hasLooseVariables && entryOf(node, 'variables') === undefined;
  const others = node.entries.filter(({ key }) => !Object.hasOwn(caseKeys, key));
  if (!isLoose) {
    const present = node.entries.map(({ key }) => key);
    for (const { key, keyRange } of others)
      reportUnknownKey(key, keyRange, form.noun, Object.keys(caseKeys), present, reading);
    if (others.length > 0) isUsable = false;
  }
  const id = read('id', caseKeys.id);
  const tags = read('tags', caseKeys.tags);
  const variables = isLoose ? looseVariables(others) : read('variables', caseKeys.variables);
  const messages = read('messages', caseKeys.messages);
  const turns = read('turns', caseKeys.turns);
  const expected = entryOf(node, 'expected');
  const metrics = entryOf(node, 'metrics');
  const own = metrics === undefined ? [] : readMetrics(metrics.value, context, reading);
  if (!isUsable) return undefined;
  const answer = expected === undefined ? null : toJson(expected.value);
  return {
    value: {
      tags: tagsOf(tags),
      variables: jsonObjectOf(variables ?? {}),
      messages: (messages ?? []).map(messageOf),
      turns: turns ?? [],
      ...(answer !== null && { expected: answer }),
      metrics: own,
      file: reading.file,
      range: node.range,
    },
    ...(id !== undefined && {
      id: { text: String(id), range: entryOf(node, 'id')?.value.range ?? node.range },
    }),
  };
}

function looseVariables(entries: readonly YamlEntry[]): JsonObject {
  return Object.fromEntries(
    entries.map(({ key, value }): [string, JsonValue] => [key, toJson(value)]),
  );
}

/** A list, or words between spaces and commas. */
export function tagsOf(tags: string | readonly (string | number)[] | undefined): readonly string[] {
  const words = typeof tags === 'string' ? tags.split(/[\s,]+/) : (tags ?? []).map(String);
  return [...new Set(words.filter((word) => word !== ''))];
}

function messageOf(message: z.output<typeof messageSchema>): Message {
  const calls = message['tool-calls'] ?? message.tool_calls;
  const toolCalls = calls?.map((call) =>
    'function' in call
      ? { ...defined({ id: call.id }), ...call.function }
      : { ...defined({ id: call.id }), name: call.name, arguments: call.arguments },
  );
  return {
    role: message.role,
    content: message.content ?? '',
    ...defined({
      name: message.name,
      toolCalls,
      toolCallId: message['tool-call-id'] ?? message.tool_call_id,
    }),
  };
}
