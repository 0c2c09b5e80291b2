import type { Message } from '../prompt/message.ts';
import { type Conversation, message } from './conversation.ts';
import { spanConversation } from './genAiSpans.ts';
import { field, listOf, recordOf, textOf } from './looseJson.ts';
import { messagesOf, toolCallsOf } from './messagesOfJson.ts';

/**
 * The conversation in a JSON value: a list of messages, a log line with `messages` or `input` and an output, a request with its
 * response, or an OpenTelemetry export. Undefined where there is none.
 */
export function conversationOfJson(value: unknown): Conversation | undefined {
  if (Array.isArray(value)) {
    const messages = messagesOf(value);
    if (messages.length > 0) return { form: 'messages', messages };
  }
  return spanConversation(value) ?? logLineConversation(value);
}

/** The conversation of a log line: what was asked (as messages or as one text), and what was answered. */
export function logLineConversation(value: unknown): Conversation | undefined {
  const line = recordOf(value);
  if (line === undefined) return undefined;
  const request = field(line, 'request');
  const asked = [line, request, field(request, 'body')];
  const given = asked.flatMap((part) =>
    ['messages', 'conversation', 'history', 'input'].flatMap((key) => {
      const list = field(part, key);
      return Array.isArray(list) ? [messagesOf(list)] : [];
    }),
  )[0];
  const question = asked.flatMap((part) =>
    ['input', 'question', 'prompt', 'query', 'user'].flatMap((key) => {
      const text = field(part, key);
      return typeof text === 'string' ? [text] : [];
    }),
  )[0];
  const reply = replyOf(line);
  const before = given ?? (question === undefined ? [] : [message('user', question)]);
  const messages = reply === undefined ? before : [...before, reply];
  if (!messages.some(({ role }) => role === 'assistant')) return undefined;
  return { form: given !== undefined && reply === undefined ? 'messages' : 'log line', messages };
}

/** The answer of a log line: a text, a message, or a response of OpenAI's Chat Completions or Responses API. */
function replyOf(line: Readonly<Record<string, unknown>>): Message | undefined {
  const calls = toolCallsOf(field(line, 'toolCalls') ?? field(line, 'tool_calls'));
  for (const key of ['output', 'completion', 'answer', 'reply', 'response', 'output_text']) {
    const value = field(line, key);
    if (typeof value === 'string') return message('assistant', value, calls);
    const found = responseOf(value) ?? responseOf(field(value, 'body'));
    if (found !== undefined) return { ...found, role: 'assistant' };
    const text = textOf(value);
    if (text !== undefined) return message('assistant', text, calls);
  }
  return choiceOf(line);
}

function responseOf(value: unknown): Message | undefined {
  if (Array.isArray(value)) return itemsOf(value);
  const inner = recordOf(value);
  if (inner === undefined) return undefined;
  return messagesOf([inner])[0] ?? choiceOf(inner) ?? itemsOf(listOf(field(inner, 'output')));
}

/** The output of the Responses API: messages and calls of functions as items of a list, which are one reply. */
function itemsOf(items: readonly unknown[]): Message | undefined {
  const said = messagesOf(items).filter(({ role }) => role === 'assistant');
  const calls = toolCallsOf(
    items.flatMap((item) =>
      field(item, 'type') === 'function_call'
        ? [
            {
              id: field(item, 'call_id'),
              name: field(item, 'name'),
              arguments: field(item, 'arguments'),
            },
          ]
        : [],
    ),
  );
  if (said.length === 0 && calls.length === 0) return undefined;
  const text = said.map(({ content }) => content).join('\n');
  return message('assistant', text, [...said.flatMap(({ toolCalls = [] }) => toolCalls), ...calls]);
}

function choiceOf(value: Readonly<Record<string, unknown>>): Message | undefined {
  const choices = field(value, 'choices');
  const first = Array.isArray(choices) ? recordOf(choices[0]) : undefined;
  return first && messagesOf([field(first, 'message')])[0];
}
