import { WaitingLine } from './waitingLine.ts';

/** A turn in which more than this was worked, in milliseconds, takes no further piece. */
const longMs = 4;

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
  /** Whether this turn has been worked in for long already: what was asked for in it comes in the next one. */
  private isSpent = false;

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
    const begun = this.elapsed();
    this.begun = begun;
    this.soon(() => {
      this.begun = undefined;
      if (this.elapsed() - begun <= longMs) return;
      this.isSpent = true;
      this.soon(() => {
        this.isSpent = false;
      });
    });
    return 0;
  }

  /** Calls back in a turn that no other piece of work has. */
  next(work: () => void): void {
    this.waiting.add(work);
    this.await();
  }

  private await(mayWait = true): void {
    if (this.isAwaited || this.waiting.size === 0) return;
    this.isAwaited = true;
    this.soon(() => {
      this.isAwaited = false;
      // Once only: it must come even where every turn is long.
      if (this.isSpent && mayWait) {
        this.await(false);
        return;
      }
      const first = this.waiting.take();
      // Before the work, which may throw.
      this.await();
      first?.();
    });
  }
}
