import { Breather } from '../../core/breather.ts';
import { Turns } from '../../core/run/turns.ts';

/** Turns of the extension host, which all extensions share: typing waits for them too. */
export const hostTurns = new Turns(
  (go) => void setImmediate(go),
  () => performance.now(),
);

/** Lets the event loop turn between two pieces of work that cannot be divided, such as the loading of a module. */
export function hostTurn(): Promise<void> {
  return new Promise((resolve) => hostTurns.next(resolve));
}

/** Pauses in long work of the extension host. */
export function hostBreather(): Breather {
  return new Breather({
    elapsed: () => performance.now(),
    worked: () => hostTurns.worked(),
    delay: hostTurn,
  });
}
