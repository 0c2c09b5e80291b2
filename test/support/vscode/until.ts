import { deferred } from './deferred.ts';

/** How long {@link until} waits. */
export interface UntilOptions {
  /** Milliseconds until giving up; default 15,000. */
  readonly timeoutMs?: number;
  /** Milliseconds between two looks; default 25. */
  readonly everyMs?: number;
}

/**
 * Waits until a look at something gives a truthy value, and gives that value.
 *
 * @param what completes the sentence "Waited for ..." of the error.
 * @throws {Error} after the deadline, with the last value or error seen.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  options: UntilOptions = {},
): Promise<NonNullable<T>> {
  const timeoutMs = options.timeoutMs ?? 15_000;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let seen: string;
    try {
      const value = await look();
      if (value) return value;
      seen = `last seen: ${JSON.stringify(value)}`;
    } catch (error) {
      seen = `last error: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (performance.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms for ${what}; ${seen}`);
    }
    await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 25));
  }
}

/** Anything that can be listened to the way `vscode.Event` and the project's own emitters can. */
export type Listenable<T> = (listener: (event: T) => unknown) => { dispose(): unknown };

/**
 * Waits for the first event that `accept` takes. Call it before doing what causes the event.
 *
 * @param what completes the sentence "Waited for ..." of the error.
 * @throws {Error} after the deadline; default 15,000 ms.
 */
export async function nextEvent<T>(
  what: string,
  event: Listenable<T>,
  accept: (event: T) => boolean = () => true,
  timeoutMs = 15_000,
): Promise<T> {
  const happened = deferred<T>();
  const listening = event((value) => {
    if (accept(value)) happened.resolve(value);
  });
  const limit = setTimeout(
    () => happened.reject(new Error(`Waited ${timeoutMs} ms for ${what}; it did not happen`)),
    timeoutMs,
  );
  try {
    return await happened.promise;
  } finally {
    clearTimeout(limit);
    listening.dispose();
  }
}
