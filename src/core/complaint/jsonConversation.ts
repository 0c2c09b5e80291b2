import type { Message } from '../prompt/message.ts';
import { type Conversation, message } from './conversation.ts';
import { spanConversation } from './genAiSpans.ts';
import { field, recordOf, textOf } from './looseJson.ts';
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
  return spanConversation(value) ?? logLine(value);
}

function logLine(value: unknown): Conversation | undefined {
  const line = recordOf(value);
  if (line === undefined) return undefined;
  const given = ['messages', 'conversation', 'history', 'input'].flatMap((key) => {
    const list = field(line, key) ?? field(field(line, 'request'), key);
    return Array.isArray(list) ? [messagesOf(list)] : [];
  })[0];
  const question = ['input', 'question', 'prompt', 'query', 'user'].flatMap(
    (key) => textOf(field(line, key)) ?? [],
  )[0];
  const reply = replyOf(line);
  const before = given ?? (question === undefined ? [] : [message('user', question)]);
  const messages = reply === undefined ? before : [...before, reply];
  if (!messages.some(({ role }) => role === 'assistant')) return undefined;
  return { form: given !== undefined && reply === undefined ? 'messages' : 'log line', messages };
}

/** The answer of a log line: a text, a message, or the first choice of a response in the OpenAI form. */
function replyOf(line: Readonly<Record<string, unknown>>): Message | undefined {
  const calls = toolCallsOf(field(line, 'toolCalls') ?? field(line, 'tool_calls'));
  for (const key of ['output', 'completion', 'answer', 'reply', 'response', 'output_text']) {
    const value = field(line, key);
    const text = textOf(value);
    if (text !== undefined) return message('assistant', text, calls);
    const inner = recordOf(value);
    const found = inner && (messagesOf([inner])[0] ?? choiceOf(inner));
    if (found !== undefined) return { ...found, role: 'assistant' };
  }
  return choiceOf(line);
}

function choiceOf(value: Readonly<Record<string, unknown>>): Message | undefined {
  const choices = field(value, 'choices');
  const first = Array.isArray(choices) ? recordOf(choices[0]) : undefined;
  return first && messagesOf([field(first, 'message')])[0];
}
