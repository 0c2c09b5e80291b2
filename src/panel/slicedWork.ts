import type { Disposable } from '../core/lifecycle.ts';

/**
 * How long a slice may take, in milliseconds. A frame of a screen is 16: there is room for the last step, for what comes
 * after it in the same turn, and for collecting what was left behind.
 */
const sliceMs = 4;

/** Does work at once, however long it takes. */
export function finished<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Does work in slices with time for others between them; the first slice at once. Disposed, it does not go on.
 * @param schedule calls back after a while, in milliseconds
 */
export function inSlices<T>(
  work: Generator<void, T>,
  schedule: (callback: () => void, ms: number) => Disposable,
  done: (value: T) => void,
): Disposable {
  let waiting: Disposable | undefined;
  const go = () => {
    const end = performance.now() + sliceMs;
    for (;;) {
      const step = work.next();
      if (step.done === true) {
        waiting = undefined;
        done(step.value);
        return;
      }
      if (performance.now() >= end) break;
    }
    waiting = schedule(go, 0);
  };
  go();
  return { dispose: () => waiting?.dispose() };
}

/**
 * Does work with time for others whenever a slice is over.
 * @param breathe lets others work
 */
export async function inBreaths<T>(
  work: Generator<void, T>,
  breathe: () => Promise<void>,
): Promise<T> {
  for (let end = performance.now() + sliceMs; ; ) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() < end) continue;
    await breathe();
    end = performance.now() + sliceMs;
  }
}
