export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool';

/** A call that the model asks for. */
export interface ToolCall {
  readonly id?: string;
  readonly name: string;
  /** The arguments as the model wrote them: JSON text that may be broken. */
  readonly arguments: string;
}

/** One message of a conversation, all templates filled in. */
export interface Message {
  readonly role: Role;
  readonly content: string;
  readonly name?: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly toolCallId?: string;
}
