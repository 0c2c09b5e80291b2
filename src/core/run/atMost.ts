import type { Breather } from '../breather.ts';

/**
 * Works through items in their order, with at most so many under way at once. Work that waits for nothing must not be one turn of
 * the event loop: there are pauses.
 * @throws the first error of the work
 */
export async function atMost<T>(
  limit: number,
  items: readonly T[],
  breather: Breather,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) {
      await work(item);
      if (breather.isDue) await breather.pause();
    }
  };
  const workers: Promise<void>[] = [];
  for (let count = 0; count < Math.min(limit, items.length); count++) {
    const own = worker();
    // It may fail during the pause, when nobody waits for it yet.
    own.catch(() => undefined);
    workers.push(own);
    if (breather.isDue) await breather.pause();
  }
  await Promise.all(workers);
}
