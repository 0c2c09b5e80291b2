/** One finished place of the queue. */
export interface Settled<T> {
  readonly id: string;
  /** 0-based, in the order fixed beforehand. */
  readonly position: number;
  readonly result: T;
}

/**
 * Hands out finished results in the order fixed beforehand, whatever order they arrive in.
 *
 * Refusals and short failures return early, so evidence taken in order of arrival raises false
 * alarms. A result whose call is still missing after its retries is skipped when its turn comes.
 */
export class EvidenceQueue<T> {
  private readonly order: readonly string[];
  private readonly waiting = new Map<string, { readonly result: T } | 'missing'>();
  private next = 0;

  /** @throws {RangeError} when an id occurs twice */
  constructor(order: readonly string[]) {
    if (new Set(order).size !== order.length) {
      throw new RangeError('Every id has one place in the queue.');
    }
    this.order = [...order];
  }

  /** Ids whose turn has not come, in queue order. */
  get open(): readonly string[] {
    return this.order.slice(this.next);
  }

  /** Places whose turn has come. */
  get done(): number {
    return this.next;
  }

  get isDone(): boolean {
    return this.next === this.order.length;
  }

  /** Stores a result and returns all results whose turn has now come. Ids without a place and repeated results are ignored. */
  settle(id: string, result: T): readonly Settled<T>[] {
    return this.put(id, { result });
  }

  /** Gives up on a result and returns those that waited for it. */
  skip(id: string): readonly Settled<T>[] {
    return this.put(id, 'missing');
  }

  private put(id: string, entry: { readonly result: T } | 'missing'): readonly Settled<T>[] {
    if (!this.waiting.has(id)) this.waiting.set(id, entry);
    const released: Settled<T>[] = [];
    for (;;) {
      const turn = this.order[this.next];
      const ready = turn === undefined ? undefined : this.waiting.get(turn);
      if (turn === undefined || ready === undefined) return released;
      if (ready !== 'missing') {
        released.push({ id: turn, position: this.next, result: ready.result });
      }
      this.next++;
    }
  }
}
