import { basename } from './path.ts';
import type { Range } from './text.ts';

/** Callers branch on the code, never on the text of a message. */
export type ErrorCode =
  | 'aborted'
  | 'bad-code'
  | 'bad-file'
  | 'bad-template'
  | 'file-missing'
  | 'file-too-large'
  | 'prompt-unusable'
  | 'path-outside'
  | 'not-found'
  | 'variable-missing'
  | 'model-not-set'
  | 'key-missing'
  | 'model-unauthorised'
  | 'model-not-found'
  | 'model-bad-request'
  | 'model-rate-limited'
  | 'model-server-error'
  | 'model-unreachable'
  | 'model-timeout'
  | 'model-bad-response'
  | 'no-recording'
  | 'not-cached'
  | 'budget-exceeded'
  | 'plan-declined'
  | 'store-unavailable'
  | 'store-corrupt'
  | 'untrusted'
  | 'usage';

export interface ErrorDetails {
  /** Absolute path of the file the error is about. */
  readonly file?: string;
  readonly range?: Range;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** HTTP status, where there was one. */
  readonly status?: number;
  readonly cause?: unknown;
}

/** An error for the user: its message says what is wrong, where, and what to do. */
export class EvalError extends Error {
  readonly code: ErrorCode;
  readonly file: string | undefined;
  readonly range: Range | undefined;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'EvalError';
    this.code = code;
    this.file = details.file;
    this.range = details.range;
    this.retryAfterMs = details.retryAfterMs;
    this.status = details.status;
  }
}

export function isEvalError(error: unknown, code?: ErrorCode): error is EvalError {
  return error instanceof EvalError && (code === undefined || error.code === code);
}

export function aborted(): EvalError {
  return new EvalError('aborted', 'Stopped.');
}

/** The message of an error with the place that it knows: `... (rules.md, line 4)`. */
export function messageWithPlace(error: unknown): string {
  const message = messageOf(error);
  if (!isEvalError(error) || error.range === undefined) return message;
  const line = `line ${error.range.start.line + 1}`;
  const place = error.file === undefined ? line : `${basename(error.file)}, ${line}`;
  return `${message.replace(/\.$/, '')} (${place}).`;
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
