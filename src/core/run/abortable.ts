import { aborted } from '../errors.ts';

/** The promise, or an `aborted` rejection as soon as the signal says so. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      // Nobody is left to hear of it.
      promise.catch(() => undefined);
      reject(aborted());
      return;
    }
    const stop = () => reject(aborted());
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
