import { readFileSync } from 'node:fs';

/** One turn of a thread, in milliseconds. */
export interface Turn {
  /** By the clock, whatever kept the thread. */
  readonly clockMs: number;
  /**
   * What others wait for where the thread has a core to itself: its own work, and what it waited for itself, e.g. a collector of
   * garbage in another thread. Without the time for which it was ready to go on while other programs had all cores. Only Linux
   * tells them apart; elsewhere it is the time by the clock.
   */
  readonly busyMs: number;
  /** Processor time of the thread. */
  readonly ownMs: number;
}

/** Does work and says how long it took. */
export function turnOf(work: () => void): Turn {
  const start = performance.now();
  const before = schedule();
  const usage = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(usage);
  const after = schedule();
  const clockMs = performance.now() - start;
  const ownMs = (user + system) / 1000;
  if (before === undefined || after === undefined) return { clockMs, busyMs: clockMs, ownMs };
  // A thread that never gave its core away of itself waited for nothing but the core.
  const busyMs =
    after.waits === before.waits ? ownMs : clockMs - (after.queuedMs - before.queuedMs);
  return { clockMs, busyMs, ownMs };
}

/** What the system keeps of this thread: how long it was ready without a core, and how often it waited for something. */
function schedule(): { readonly queuedMs: number; readonly waits: number } | undefined {
  try {
    const queued = /^\d+ (\d+)/.exec(readFileSync('/proc/thread-self/schedstat', 'utf8'))?.[1];
    const status = readFileSync('/proc/thread-self/status', 'utf8');
    const waits = /^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1];
    if (queued === undefined || waits === undefined) return undefined;
    return { queuedMs: Number(queued) / 1e6, waits: Number(waits) };
  } catch {
    return undefined;
  }
}
