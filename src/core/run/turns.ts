import { WaitingLine } from './waitingLine.ts';

/**
 * Pieces of long work, one in each turn of the event loop and in the order in which they were asked for. Each by itself is short;
 * several in one turn would hold up what else waits for it, such as a key that was pressed.
 */
export class Turns {
  private readonly soon: (go: () => void) => void;
  private readonly elapsed: () => number;
  private readonly waiting = new WaitingLine<() => void>();
  private isAwaited = false;
  /** When this turn was first asked about. */
  private begun: number | undefined;

  /**
   * @param soon calls back in the next turn of the event loop
   * @param elapsed milliseconds that only grow
   */
  constructor(soon: (go: () => void) => void, elapsed: () => number) {
    this.soon = soon;
    this.elapsed = elapsed;
  }

  /** Milliseconds since this was first asked in this turn: of whoever works in it, because they all hold up the same loop. */
  worked(): number {
    if (this.begun !== undefined) return this.elapsed() - this.begun;
    this.begun = this.elapsed();
    this.soon(() => {
      this.begun = undefined;
    });
    return 0;
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
