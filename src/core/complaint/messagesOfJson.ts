import type { Message, ToolCall } from '../prompt/message.ts';
import { message, roleOf } from './conversation.ts';
import { field, recordOf, textOf } from './looseJson.ts';

/** What in a list is a message: role and content, the content as text or in parts. */
export function messagesOf(list: readonly unknown[]): readonly Message[] {
  return list.flatMap((item) => {
    const record = recordOf(item);
    const role = roleOf(textOf(field(record, 'role')) ?? '');
    if (record === undefined || role === undefined) return [];
    const content = textOf(field(record, 'content')) ?? textOf(field(record, 'parts')) ?? '';
    const calls = [
      ...toolCallsOf(field(record, 'tool_calls') ?? field(record, 'toolCalls')),
      ...toolCallsOf(field(record, 'parts')),
    ];
    return content === '' && calls.length === 0 ? [] : [message(role, content, calls)];
  });
}

/** Tool calls in the OpenAI form, in our own, or as parts of a GenAI message. */
export function toolCallsOf(value: unknown): readonly ToolCall[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const record = recordOf(item);
    const call = recordOf(field(record, 'function')) ?? record;
    const type = field(record, 'type');
    if (type !== undefined && type !== 'function' && type !== 'tool_call') return [];
    const name = textOf(field(call, 'name'));
    if (name === undefined) return [];
    const given = field(call, 'arguments');
    const written = typeof given === 'string' ? given : JSON.stringify(given ?? {});
    const id = textOf(field(record, 'id'));
    return [{ ...(id !== undefined && { id }), name, arguments: written }];
  });
}
