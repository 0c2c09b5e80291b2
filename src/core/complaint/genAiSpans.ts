import type { Message } from '../prompt/message.ts';
import { type Conversation, message, roleOf } from './conversation.ts';
import { field, recordOf, textOf } from './looseJson.ts';
import { messagesOf } from './messagesOfJson.ts';

/**
 * The conversation of an OpenTelemetry export with GenAI spans (OTLP/JSON, or one span). Messages are taken from the attributes
 * `gen_ai.input.messages` and `gen_ai.output.messages`, from the older numbered `gen_ai.prompt.0.content`, or from events such as
 * `gen_ai.user.message`. Of several spans the one with the longest conversation counts.
 * Source: OpenTelemetry, Semantic conventions for generative AI systems, 2025.
 */
export function spanConversation(value: unknown): Conversation | undefined {
  const conversations = spansOf(value)
    .map((span) => messagesOfSpan(span))
    .filter((messages) => messages.some(({ role }) => role === 'assistant'));
  const [longest] = conversations.toSorted((a, b) => b.length - a.length);
  return longest === undefined ? undefined : { form: 'trace', messages: longest };
}

/** Deeper than that no export nests its spans. */
const maxDepth = 6;
const nestingKeys = [
  ...['resourceSpans', 'scopeSpans', 'spans', 'data'],
  ...['resourceLogs', 'scopeLogs', 'logRecords'],
] as const;

/** What has attributes in an export, in its order: spans, and log records, which carry the same attributes. */
export function spansOf(value: unknown, depth = 0): readonly Readonly<Record<string, unknown>>[] {
  if (depth > maxDepth) return [];
  if (Array.isArray(value)) return value.flatMap((item) => spansOf(item, depth + 1));
  const record = recordOf(value);
  if (record === undefined) return [];
  const nested = nestingKeys.flatMap((key) => spansOf(field(record, key), depth + 1));
  return field(record, 'attributes') === undefined ? nested : [record, ...nested];
}

/** What was said in a span: the input, then the output. */
export function messagesOfSpan(
  span: Readonly<Record<string, unknown>>,
  attributes = attributesOf(field(span, 'attributes')),
): readonly Message[] {
  const system = jsonList(attributes.get('gen_ai.system_instructions'));
  const input = jsonList(attributes.get('gen_ai.input.messages'));
  const output = jsonList(attributes.get('gen_ai.output.messages'));
  if (input.length > 0 || output.length > 0) {
    const instructions = textOf(system);
    return [
      ...(instructions === undefined ? [] : [message('system', instructions)]),
      ...messagesOf(input),
      ...messagesOf(output),
    ];
  }
  const numbered = [
    ...numberedMessages(attributes, 'prompt'),
    ...numberedMessages(attributes, 'completion'),
  ];
  return numbered.length > 0 ? numbered : messagesOfEvents(field(span, 'events'));
}

function numberedMessages(
  attributes: ReadonlyMap<string, unknown>,
  kind: 'prompt' | 'completion',
): readonly Message[] {
  const messages: Message[] = [];
  for (let index = 0; ; index++) {
    const content = textOf(attributes.get(`gen_ai.${kind}.${index}.content`));
    if (content === undefined) return messages;
    const role = roleOf(textOf(attributes.get(`gen_ai.${kind}.${index}.role`)) ?? '');
    messages.push(message(role ?? (kind === 'prompt' ? 'user' : 'assistant'), content));
  }
}

/** Events name the role (`gen_ai.user.message`), or are a choice of the model (`gen_ai.choice`). */
function messagesOfEvents(events: unknown): readonly Message[] {
  if (!Array.isArray(events)) return [];
  return events.flatMap((event) => {
    const name = textOf(field(event, 'name')) ?? '';
    const attributes = attributesOf(field(event, 'attributes'));
    const word = /^gen_ai\.(\w+)(?:\.message)?$/.exec(name)?.[1];
    const role = word === 'choice' ? 'assistant' : roleOf(word ?? '');
    if (role === undefined) return [];
    const body =
      jsonOf(attributes.get('message')) ?? jsonOf(attributes.get('gen_ai.event.content'));
    const content =
      textOf(attributes.get('content')) ?? textOf(field(body, 'content')) ?? textOf(body);
    return content === undefined ? [] : [message(role, content)];
  });
}

/** Attributes as OTLP has them (`[{ key, value: { stringValue } }]`), or as a plain object. */
export function attributesOf(value: unknown): ReadonlyMap<string, unknown> {
  if (Array.isArray(value))
    return new Map(
      value.flatMap((item): [string, unknown][] => {
        const key = textOf(field(item, 'key'));
        return key === undefined ? [] : [[key, plainValue(field(item, 'value'))]];
      }),
    );
  return new Map(Object.entries(recordOf(value) ?? {}));
}

function plainValue(value: unknown): unknown {
  for (const key of ['stringValue', 'intValue', 'doubleValue', 'boolValue']) {
    const found = field(value, key);
    if (found !== undefined) return found;
  }
  const list = field(field(value, 'arrayValue'), 'values');
  if (Array.isArray(list)) return list.map(plainValue);
  const members = field(field(value, 'kvlistValue'), 'values');
  if (Array.isArray(members)) return Object.fromEntries(attributesOf(members));
  return value;
}

/** A list, or the JSON text of one. */
function jsonList(value: unknown): readonly unknown[] {
  const read = jsonOf(value);
  return Array.isArray(read) ? read : [];
}

function jsonOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
