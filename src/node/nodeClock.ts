import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { aborted } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import type { Turns } from '../core/run/turns.ts';

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

/** The same where a wait for nothing is one for a turn of one's own. */
export function clockOf(turns: Turns): Clock {
  return {
    ...nodeClock,
    worked: () => turns.worked(),
    delay: async (ms, signal) => {
      if (ms > 0) return nodeClock.delay(ms, signal);
      await new Promise<void>((resolve) => turns.next(resolve));
      if (signal.aborted) throw aborted();
    },
  };
}
