import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

/** A turn of the event loop, on the clock of `process.hrtime`, in milliseconds. */
export interface Turn {
  readonly endMs: number;
  readonly tookMs: number;
  readonly cpuMs: number;
}

/** A garbage collection, on the same clock. */
interface Collection {
  readonly beginMs: number;
  readonly tookMs: number;
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
  const collections: Collection[] = [];
  const offset = clockMs() - performance.now();
  const note = (entries: readonly { startTime: number; duration: number }[]) => {
    for (const { startTime, duration } of entries)
      collections.push({ beginMs: startTime + offset, tookMs: duration });
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
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
    note(observer.takeRecords());
    observer.disconnect();
    clearInterval(probe);
  }
  return {
    longestMs: Math.max(0, histogram.max / 1e6 - resolution),
    longestCpuMs: longest(turns.map(({ cpuMs }) => cpuMs)),
    above16: turns.filter((turn) => turn.cpuMs > 16).length,
    turns: turns.length,
    longestGcMs: longest(collections.map(({ tookMs }) => tookMs)),
    longestWithoutGcMs: longest(
      turns.filter((turn) => !hasCollection(turn, collections)).map(({ cpuMs }) => cpuMs),
    ),
    /** The longest ones, in the order in which they came. */
    longest: turns.filter((turn) => turn.cpuMs > 8),
  };
}

function longest(times: readonly number[]): number {
  return times.reduce((most, time) => Math.max(most, time), 0);
}

function hasCollection({ endMs, tookMs }: Turn, collections: readonly Collection[]): boolean {
  return collections.some(
    (one) => one.beginMs < endMs && one.beginMs + one.tookMs > endMs - tookMs,
  );
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
