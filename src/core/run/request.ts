import type { Message } from '../prompt/message.ts';
import type { ModelParameters, ToolDefinition } from '../prompt/prompt.ts';

/** Messages and parameters for one call, ready to send. Its hash is the request key. */
export interface RenderedRequest {
  /** Who answers: provider and origin, e.g. `openai https://api.openai.com/v1`. */
  readonly endpoint: string;
  readonly model: string;
  readonly parameters: ModelParameters;
  readonly messages: readonly Message[];
  readonly tools: readonly ToolDefinition[];
  /** 0-based. Part of the key, so that a repetition is never a replay of another. */
  readonly trial: number;
  /** For the replayed model, which answers by case; not part of the key of other models. */
  readonly caseId?: string;
}
