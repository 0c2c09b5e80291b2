import type { RenderedPrompt } from '../prompt/format.ts';
import type { Message } from '../prompt/message.ts';
import type { Case } from '../suite/suite.ts';

/** A rendered prompt with the earlier messages of a case in their place. */
export function conversationStart(
  { messages, historyAt }: Pick<RenderedPrompt, 'messages' | 'historyAt'>,
  item: Pick<Case, 'messages'>,
): readonly Message[] {
  const at = historyAt ?? messages.length;
  return [...messages.slice(0, at), ...item.messages, ...messages.slice(at)];
}

/**
 * The user turns that lead to the replies of a case, in order. `undefined` stands for a reply to
 * the conversation as it is: the prompt (and given history) ends with something to answer, or the
 * case has no turns at all.
 */
export function turnsOf(initial: readonly Message[], item: Case): readonly (string | undefined)[] {
  if (item.turns.length === 0) return [undefined];
  return initial.at(-1)?.role === 'user' ? [undefined, ...item.turns] : item.turns;
}

/** What is known of one reply, as far as the conversation goes. */
export interface SpokenReply {
  readonly text: string;
  readonly toolCalls: Message['toolCalls'];
  readonly turn?: string;
}

/** The conversation after some replies: each with the user turn that it answers. */
export function messagesAfter(
  initial: readonly Message[],
  replies: readonly SpokenReply[],
): readonly Message[] {
  const messages = [...initial];
  for (const reply of replies) {
    if (reply.turn !== undefined) messages.push({ role: 'user', content: reply.turn });
    messages.push(assistantMessage(reply));
  }
  return messages;
}

function assistantMessage(reply: SpokenReply): Message {
  const { text, toolCalls } = reply;
  if (toolCalls === undefined || toolCalls.length === 0)
    return { role: 'assistant', content: text };
  return { role: 'assistant', content: text, toolCalls };
}
