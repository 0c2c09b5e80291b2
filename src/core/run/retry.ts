import { aborted, EvalError, isEvalError } from '../errors.ts';
import type { Clock } from '../ports.ts';

/** A pause before the next attempt. */
export interface Wait {
  /** Attempts made so far, from 1. */
  readonly attempt: number;
  readonly waitMs: number;
  readonly error: EvalError;
  /** Whether the server named the time (Retry-After). */
  readonly isAskedByServer: boolean;
}

export interface RetryOptions {
  readonly clock: Pick<Clock, 'delay'>;
  readonly signal: AbortSignal;
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number;
  /** Calls in all, the first included. Default 5. */
  readonly maxAttempts?: number;
  /** The longest pause that is waited for, in milliseconds. Default 60 000. */
  readonly maxWaitMs?: number;
  /** First pause without Retry-After, in milliseconds; each further one is twice as long. Default 500. */
  readonly firstWaitMs?: number;
  /** Told before each pause, e.g. to hold back other calls to the same server. */
  readonly onWait?: (wait: Wait) => void;
}

/**
 * Makes a call, again where another attempt can help: rate limits (after the pause that the server
 * asks for), server errors, unreachable servers and timeouts; a broken reply once. Pauses that the
 * server does not name double each time and are spread by jitter between half and the whole.
 * @throws {EvalError} the last error of the call, with the number of attempts in its message;
 *   `aborted` when the signal ends a pause
 */
export async function withRetries<T>(
  call: (attempt: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { clock, signal, random, onWait } = options;
  const maxAttempts = Math.max(1, options.maxAttempts ?? 5);
  const maxWaitMs = options.maxWaitMs ?? 60_000;
  const firstWaitMs = options.firstWaitMs ?? 500;
  let brokenReplies = 0;
  for (let attempt = 1; ; attempt++) {
    if (signal.aborted) throw aborted();
    try {
      return await call(attempt);
    } catch (error) {
      if (!(error instanceof EvalError) || !canHelp(error)) throw error;
      if (isEvalError(error, 'model-bad-response')) brokenReplies++;
      if (attempt >= maxAttempts || brokenReplies > 1) throw afterAttempts(error, attempt);
      const asked = error.retryAfterMs;
      if (asked !== undefined && asked > maxWaitMs) throw tooLong(error, asked, maxWaitMs);
      const waitMs = Math.round(
        asked === undefined
          ? Math.min(maxWaitMs, firstWaitMs * 2 ** (attempt - 1)) * (0.5 + random() / 2)
          : asked + random() * Math.min(250, asked / 10),
      );
      onWait?.({ attempt, waitMs, error, isAskedByServer: asked !== undefined });
      await clock.delay(waitMs, signal);
    }
  }
}

function canHelp(error: EvalError): boolean {
  switch (error.code) {
    case 'model-rate-limited':
    case 'model-server-error':
    case 'model-unreachable':
    case 'model-timeout':
    case 'model-bad-response':
      return true;
    default:
      return false;
  }
}

function afterAttempts(error: EvalError, attempts: number): EvalError {
  return attempts === 1 ? error : extended(error, `Tried ${attempts} times.`);
}

function tooLong(error: EvalError, askedMs: number, maxWaitMs: number): EvalError {
  return extended(
    error,
    `The server asks to wait ${seconds(askedMs)}, longer than the limit of ${seconds(maxWaitMs)}; ` +
      'run again later, or with fewer calls at once.',
  );
}

function extended(error: EvalError, sentence: string): EvalError {
  const { code, file, range, retryAfterMs, status, cause } = error;
  // What a server says often ends without a full stop.
  const stop = /[.!?…。！？]$/u.test(error.message) ? '' : '.';
  return new EvalError(code, `${error.message}${stop} ${sentence}`, {
    ...(file === undefined ? {} : { file }),
    ...(range === undefined ? {} : { range }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(status === undefined ? {} : { status }),
    ...(cause === undefined ? {} : { cause }),
  });
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}
