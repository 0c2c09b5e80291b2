import type { Message, Role, ToolCall } from '../prompt/message.ts';

/** How a conversation was written down. */
export type ConversationForm = 'transcript' | 'messages' | 'log line' | 'trace' | 'reply';

/** A conversation that a person brings along, e.g. one that went wrong. */
export interface Conversation {
  readonly form: ConversationForm;
  /** In order; the last assistant message is the reply in question. */
  readonly messages: readonly Message[];
}

/** Words that logs and people use for who speaks. */
const roles: ReadonlyMap<string, Role> = new Map([
  ...(['user', 'customer', 'client', 'human', 'guest', 'caller', 'me', 'visitor'] as const).map(
    (word) => [word, 'user'] as const,
  ),
  ...(
    ['kunde', 'kundin', 'nutzer', 'benutzer', 'ich', 'utilisateur', 'usuario', 'cliente'] as const
  ).map((word) => [word, 'user'] as const),
  ...(
    ['assistant', 'ai', 'bot', 'chatbot', 'agent', 'model', 'support', 'assistent', 'gpt'] as const
  ).map((word) => [word, 'assistant'] as const),
  ['system', 'system'],
  ['developer', 'developer'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

/** The role that a word stands for, whatever its case; undefined for a name. */
export function roleOf(word: string): Role | undefined {
  return roles.get(word.trim().toLowerCase());
}

/** The place of the last reply; -1 where nobody replied. */
export function lastReplyIndex({ messages }: Conversation): number {
  return messages.findLastIndex(({ role }) => role === 'assistant');
}

/** A message as the other parts of the project know it; empty ones without tool calls are left out by the readers. */
export function message(role: Role, content: string, toolCalls: readonly ToolCall[] = []): Message {
  return { role, content, ...(toolCalls.length > 0 && { toolCalls }) };
}
