import type { Evidence } from '../metrics/metric.ts';
import type { Severity } from '../problem.ts';
import type { Message, ToolCall } from '../prompt/message.ts';
import type { TokenUsage } from '../run/completion.ts';
import type { Stage } from '../suite/suite.ts';

/** The model that a run used, as resolved from prompt, suite, settings and arguments. */
export interface RunModel {
  readonly provider: string;
  readonly name: string;
  readonly baseUrl?: string;
  /** True for the simulated model: shown wherever a person sees the result. */
  readonly isSimulated: boolean;
  /** True where nobody can say whether temperature and the like were honoured. */
  readonly isSamplingUnknown?: boolean;
}

export interface RunUsage {
  /** Calls that the model answered for this run, those included that a run began which it replaced. */
  readonly requests: number;
  /** Completions that came from the store. */
  readonly cached: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** In US dollars; null where the price is unknown, never 0 for unknown. */
  readonly cost: number | null;
}

/** One score in a result. */
export interface ScoreRecord {
  readonly metric: string;
  readonly status: 'scored' | 'skipped' | 'failed';
  readonly value: number | null;
  readonly passed: boolean | null;
  readonly explanation: string;
  readonly evidence?: readonly Evidence[];
}

/** One generated reply in a result. */
export interface ReplyRecord {
  /** Key of the request in the store. */
  readonly key: string;
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** The user turn that was answered; absent where the prompt itself was. */
  readonly turn?: string;
  readonly isCached: boolean;
  readonly latencyMs: number | null;
  readonly firstTokenMs?: number;
  readonly finishReason?: string;
  readonly usage?: TokenUsage;
  readonly model?: string;
  readonly fingerprint?: string;
  /** Milliseconds since 1970 when the model answered. */
  readonly time: number;
}

export interface TrialResult {
  readonly trial: number;
  /** Text of the last reply; null when there is none. */
  readonly output: string | null;
  readonly replies: readonly ReplyRecord[];
  /** Messages before the first reply. */
  readonly messages: readonly Message[];
  readonly error?: { readonly code: string; readonly message: string };
  readonly scores: readonly ScoreRecord[];
}

export interface CaseResult {
  readonly id: string;
  /** Hash of variables, history and turns: only samples of equal input are compared. */
  readonly inputHash: string;
  readonly tags: readonly string[];
  readonly trials: readonly TrialResult[];
}

/** A metric over all its samples in a run. */
export interface MetricSummary {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly stage: Stage;
  readonly severity: Severity;
  readonly goal?: string;
  readonly target?: number;
  /** Hash of type and parameters: equal hashes judge alike. */
  readonly definition?: string;
  readonly passed: number;
  readonly scored: number;
  readonly failed: number;
  readonly skipped: number;
  /** passed / scored; null when nothing was scored. */
  readonly passRate: number | null;
  /** 95 % Wilson interval of the pass rate; null when nothing was scored. */
  readonly interval: readonly [number, number] | null;
}

/** One evaluation of a suite on a prompt version. Plain data. */
export interface RunResult {
  readonly id: string;
  /** Absolute paths. */
  readonly prompt: string;
  readonly suite: string;
  /** Id of the prompt version. */
  readonly promptVersion: string;
  readonly model: RunModel;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** `stopped`: by the user, a newer save or the budget; what was done is kept. */
  readonly status: 'complete' | 'stopped';
  readonly trials: number;
  readonly usage: RunUsage;
  readonly metrics: readonly MetricSummary[];
  /** In the order of the suite, whatever order they ran in. */
  readonly cases: readonly CaseResult[];
}
