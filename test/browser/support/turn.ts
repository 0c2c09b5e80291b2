import { readFileSync } from 'node:fs';

/** One turn of a thread, in milliseconds. */
export interface Turn {
  /** By the clock, whatever kept the thread. */
  readonly clockMs: number;
  /**
   * What others wait for where no other program wants the cores: the thread's own work, and in turns in which it waited for
   * other threads of its process, e.g. those that collect garbage, the work of all of them, which is more than it waited.
   * Only Linux tells whether it waited; elsewhere it is taken to have. Work that waits for a disk or a network is not in it.
   */
  readonly busyMs: number;
  /** Processor time of the thread. */
  readonly ownMs: number;
}

/** Does work and says how long it took. */
export function turnOf(work: () => void): Turn {
  const start = performance.now();
  const waits = waitsSoFar();
  const process0 = process.cpuUsage();
  const thread0 = process.threadCpuUsage();
  work();
  const ownMs = total(process.threadCpuUsage(thread0));
  const processMs = total(process.cpuUsage(process0));
  const hasWaited = waits === undefined || waits !== waitsSoFar();
  const clockMs = performance.now() - start;
  return { clockMs, ownMs, busyMs: hasWaited ? Math.min(clockMs, processMs) : ownMs };
}

function total({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

/** How often this thread gave its core away of itself; undefined where the system does not tell. */
function waitsSoFar(): number | undefined {
  try {
    const status = readFileSync('/proc/thread-self/status', 'utf8');
    const waits = /^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1];
    return waits === undefined ? undefined : Number(waits);
  } catch {
    return undefined;
  }
}
