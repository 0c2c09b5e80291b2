import type { Clock } from './ports.ts';

/**
 * What comes in time, for somebody waits for it. Undefined where it is late, fails, or nobody waits any more. Never rejects.
 * @param limitMs milliseconds
 */
export async function inTime<T>(
  wanted: Promise<T>,
  limitMs: number,
  clock: Pick<Clock, 'delay'>,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const end = new AbortController();
  const give = () => end.abort();
  const none = () => undefined;
  signal?.addEventListener('abort', give, { once: true });
  try {
    if (signal?.aborted === true) return undefined;
    return await Promise.race([
      wanted.catch(none),
      clock.delay(limitMs, end.signal).then(none, none),
    ]);
  } finally {
    give();
    signal?.removeEventListener('abort', give);
  }
}
