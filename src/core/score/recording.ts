import type { Message, ToolCall } from '../prompt/message.ts';
import type { TokenUsage } from '../run/completion.ts';

/** One line of completions JSONL: an output that was recorded earlier, or in production. */
export interface Recording {
  /** 1-based line of the file. */
  readonly line: number;
  /** Absent: an answer without a case of its own, such as a log line. */
  readonly caseId?: string;
  /** 0-based. */
  readonly trial?: number;
  readonly output: string;
  readonly toolCalls: readonly ToolCall[];
  readonly latencyMs?: number;
  readonly usage?: TokenUsage;
  readonly model?: string;
  /** The conversation that led to the output. */
  readonly messages?: readonly Message[];
  readonly time?: string | number;
}
