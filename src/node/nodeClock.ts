import { setTimeout as wait } from 'node:timers/promises';
import { aborted } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';

/** The machine's clock. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  delay: async (ms, signal) => {
    try {
      await wait(ms, undefined, { signal });
    } catch {
      throw aborted();
    }
  },
};
