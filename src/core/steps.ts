import type { Breather } from './breather.ts';

/** Work in small pieces, with a result: it may be set aside wherever it yields. */
export type Steps<T> = Generator<void, T, void>;

/** Does all of the work without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Does the work with pauses in which an editor around may do its own. */
export async function inSteps<T>(steps: Steps<T>, breather: Breather): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (breather.isDue) await breather.pause();
  }
}
