import { aborted, type EvalError } from '../../core/errors.ts';

export interface CallEnd {
  /** Ends the call as `aborted`. */
  readonly signal: AbortSignal;
  /** For the whole call, in milliseconds. */
  readonly timeoutMs: number;
  /** The error of a call that takes longer. */
  readonly late: () => EvalError;
}

/**
 * A call that ends with its signal or its time limit, also where whoever answers takes no notice or gives what there is by then as
 * a whole answer. What comes later is dropped.
 * @param make its signal aborts when nobody waits for the answer any more
 * @throws {EvalError} aborted, or the error of a late call
 */
export async function endedCall<T>(
  make: (signal: AbortSignal) => Promise<T>,
  { signal, timeoutMs, late }: CallEnd,
): Promise<T> {
  if (signal.aborted) throw aborted();
  const controller = new AbortController();
  const end = Promise.withResolvers<never>();
  const endWith = (error: EvalError) => {
    // First of all: an answer that is given because of the abort must find the call ended.
    end.reject(error);
    controller.abort(error);
  };
  const stop = () => endWith(aborted());
  const timer = setTimeout(() => endWith(late()), timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([end.promise, make(controller.signal)]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
