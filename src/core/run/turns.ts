import { WaitingLine } from './waitingLine.ts';

/**
 * Pieces of long work, one in each turn of the event loop and in the order in which they were asked for. Each by itself is short;
 * several in one turn would hold up what else waits for it, such as a key that was pressed.
 */
export class Turns {
  private readonly soon: (go: () => void) => void;
  private readonly waiting = new WaitingLine<() => void>();
  private isAwaited = false;

  /** @param soon calls back in the next turn of the event loop */
  constructor(soon: (go: () => void) => void) {
    this.soon = soon;
  }

  /** Calls back in a turn that no other piece of work has. */
  next(work: () => void): void {
    this.waiting.add(work);
    this.await();
  }

  private await(): void {
    if (this.isAwaited || this.waiting.size === 0) return;
    this.isAwaited = true;
    this.soon(() => {
      this.isAwaited = false;
      const first = this.waiting.take();
      // Before the work, which may throw.
      this.await();
      first?.();
    });
  }
}
