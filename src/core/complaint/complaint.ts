import type { Message } from '../prompt/message.ts';
import type { Conversation } from './conversation.ts';

/** What a person complains about. */
export interface Complaint {
  readonly conversation: Conversation;
  /** The part of the last reply that is wrong; empty: the reply as a whole. */
  readonly mark: string;
  /** What was wrong, in the person's words. */
  readonly issue: string;
  /** What should have been in the reply, where that is a text. */
  readonly missing?: string;
}

/** The reply that is complained about, and what came before it. */
export interface WrongReply {
  readonly before: readonly Message[];
  readonly reply: Message;
}

/** Undefined where nobody replied. */
export function wrongReply({ messages }: Conversation): WrongReply | undefined {
  const index = messages.findLastIndex(({ role }) => role === 'assistant');
  const reply = messages[index];
  return reply === undefined ? undefined : { before: messages.slice(0, index), reply };
}
