import type { ToolCall } from '../prompt/message.ts';

export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Part of the input that the provider had cached, where it says so. */
  readonly cachedInputTokens?: number;
}

/** What the model returned for one request. */
export interface Completion {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason?: string;
  readonly usage?: TokenUsage;
  /** Milliseconds from sending to the last token; absent where it was not measured. */
  readonly latencyMs?: number;
  readonly firstTokenMs?: number;
  /** The model as the server names it, e.g. with its date. */
  readonly model?: string;
  /** The server's fingerprint of its configuration, where it tells one. */
  readonly fingerprint?: string;
}

/** A completion in the store, under its request key. */
export interface StoredCompletion {
  readonly key: string;
  readonly completion: Completion;
  /** Milliseconds since 1970 when it was received. */
  readonly time: number;
}
