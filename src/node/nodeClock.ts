import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { aborted } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';

/** The machine's clock. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  delay: async (ms, signal) => {
    try {
      // Nothing to wait for but the other work of the loop: a timer would take a millisecond more.
      await (ms === 0 ? turn(undefined, { signal }) : wait(ms, undefined, { signal }));
    } catch {
      throw aborted();
    }
  },
};
