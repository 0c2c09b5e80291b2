import type { JsonObject, JsonValue } from '../json.ts';
import type { Message, ToolCall } from '../prompt/message.ts';

/** One reply that was generated for a sample. */
export interface Reply {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** Index of this reply in the sample's messages. */
  readonly messageIndex: number;
  /** `stop`, `length`, `tool_calls`, `content_filter`, ...; absent where unknown. */
  readonly finishReason?: string;
  /** Milliseconds to the last token; absent where not measured now (cached, recorded without it). */
  readonly latencyMs?: number;
  /** Milliseconds to the first token; absent where not measured now. */
  readonly firstTokenMs?: number;
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number };
  /** In US dollars; absent where the price is unknown. */
  readonly cost?: number;
  readonly isCached: boolean;
}

/** What a metric sees: the conversation of one trial of one case, replies included. Plain data. */
export interface Sample {
  readonly caseId: string;
  readonly trial: number;
  readonly variables: JsonObject;
  readonly expected?: JsonValue;
  /** The whole conversation: prompt, history, turns and replies. */
  readonly messages: readonly Message[];
  /** At least one; the last is the output of the sample. */
  readonly replies: readonly Reply[];
  /** The last reply of the baseline to the same case and trial, while two versions are compared. */
  readonly rival?: string;
  /** Last replies of the other trials of the case, where a metric compares trials and all of them have ended. */
  readonly otherTrials?: readonly string[];
}
