import { Breather } from '../breather.ts';
import { aborted, type EvalError } from '../errors.ts';
import type { Clock } from '../ports.ts';

/**
 * Many who want to know when one signal aborts. A signal itself looks through all its listeners for each
 * new one, which thousands of calls that wait at once would feel.
 */
export class AbortListeners {
  private readonly signal: AbortSignal;
  private readonly clock: Pick<Clock, 'elapsed' | 'delay'> | undefined;
  private readonly listeners = new Set<() => void>();
  /** One for all: thousands of calls may wait, and an error takes long to make. */
  private error: EvalError | undefined;

  /** @param clock for pauses where there are thousands to tell; absent: all are told at once */
  constructor(signal: AbortSignal, clock?: Pick<Clock, 'elapsed' | 'delay'>) {
    this.signal = signal;
    this.clock = clock;
    signal.addEventListener('abort', () => void this.tell(), { once: true });
  }

  /** Calls the listener when the signal aborts, unless the result has been called before. */
  add(listener: () => void): () => void {
    const own = () => listener();
    this.listeners.add(own);
    return () => this.listeners.delete(own);
  }

  /** The promise, or an `aborted` rejection as soon as the signal says so. */
  orAborted<T>(promise: Promise<T>): Promise<T> {
    if (this.signal.aborted) return Promise.reject(this.reason());
    return new Promise((resolve, reject) => {
      const forget = this.add(() => reject(this.reason()));
      promise.then(resolve, reject).finally(forget);
    });
  }

  private reason(): EvalError {
    this.error ??= aborted();
    return this.error;
  }

  private async tell(): Promise<void> {
    const breather = this.clock && new Breather(this.clock);
    for (const listener of this.listeners) {
      this.listeners.delete(listener);
      listener();
      if (breather?.isDue) await breather.pause();
    }
  }
}
