import { Breather } from '../../core/run/breather.ts';

/** Pauses in long work of the extension host, which all extensions share: typing waits for them too. */
export function hostBreather(): Breather {
  return new Breather({
    elapsed: () => performance.now(),
    delay: () => new Promise((resolve) => setImmediate(resolve)),
  });
}
