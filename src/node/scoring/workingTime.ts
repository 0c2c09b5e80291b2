/** Times in milliseconds that only grow. */
export interface Times {
  readonly wall: number;
  /** Processor time of the whole process, all of its threads together. */
  readonly processor: number;
}

/** However busy a machine is, so many times its limit is not needed. */
const patience = 5;

/**
 * How long a thread has worked at most, in milliseconds. Where others keep the processors busy it stands still for a while,
 * and a metric must not fail for that: it cannot have worked longer than its whole process did.
 */
export function workingTime(since: Times, now: Times): number {
  const wall = now.wall - since.wall;
  return Math.max(Math.min(wall, now.processor - since.processor), wall / patience);
}

/** The times of this process now. */
export function processTimes(): Times {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
}
