import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

/** A turn of the event loop, on the clock of `process.hrtime`, in milliseconds. */
export interface Turn {
  readonly endMs: number;
  readonly tookMs: number;
  readonly cpuMs: number;
}

/** How often the loop is looked at. What comes round faster is counted together. */
const resolution = 2;

/**
 * How long turns of the event loop take while something goes on: by the clock, and in processor time of this thread, which
 * other programs on the machine do not lengthen.
 */
export async function turnsWhile(work: () => Promise<unknown>) {
  const histogram = monitorEventLoopDelay({ resolution });
  const turns: Turn[] = [];
  const collections: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) collections.push(duration);
  });
  let cpu = cpuMs();
  let clock = clockMs();
  const probe = setInterval(() => {
    const [cpuNow, now] = [cpuMs(), clockMs()];
    turns.push({ endMs: now, tookMs: now - clock, cpuMs: cpuNow - cpu });
    [cpu, clock] = [cpuNow, now];
  }, resolution);
  histogram.enable();
  observer.observe({ entryTypes: ['gc'] });
  try {
    await work();
  } finally {
    histogram.disable();
    observer.disconnect();
    clearInterval(probe);
  }
  return {
    longestMs: Math.max(0, histogram.max / 1e6 - resolution),
    longestCpuMs: turns.reduce((longest, turn) => Math.max(longest, turn.cpuMs), 0),
    above16: turns.filter((turn) => turn.cpuMs > 16).length,
    turns: turns.length,
    longestGcMs: Math.max(0, ...collections),
    /** The longest ones, in the order in which they came. */
    longest: turns.filter((turn) => turn.cpuMs > 8),
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The clock of turns and profiles, in milliseconds. */
export function clockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
