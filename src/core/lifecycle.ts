/** Something that holds on to resources until it is disposed. */
export interface Disposable {
  dispose(): void;
}

/** Owns disposables: last in, first out; may be disposed twice; disposes at once what arrives later. */
export class DisposableStore implements Disposable {
  private items: Disposable[] = [];
  private isDisposed = false;

  add<T extends Disposable>(item: T): T {
    if (this.isDisposed) item.dispose();
    else this.items.push(item);
    return item;
  }

  dispose(): void {
    this.isDisposed = true;
    const items = this.items.reverse();
    this.items = [];
    const errors: unknown[] = [];
    for (const item of items) {
      try {
        item.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}

export type Listener<T> = (event: T) => void;
export type Event<T> = (listener: Listener<T>) => Disposable;

/**
 * A source of events. A listener that throws does not stop the others; its error goes to `onError`. What is fired by a listener
 * comes after what it listens to: all of them hear the events in one order.
 */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<Listener<T>>();
  private readonly pending: { readonly event: T }[] = [];
  private isFiring = false;
  private readonly onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void = rethrowLater) {
    this.onError = onError;
  }

  readonly event: Event<T> = (listener) => {
    // A wrapper, so that one function registered twice is two registrations.
    const own: Listener<T> = (event) => listener(event);
    this.listeners.add(own);
    return { dispose: () => this.listeners.delete(own) };
  };

  fire(event: T): void {
    this.pending.push({ event });
    if (this.isFiring) return;
    this.isFiring = true;
    try {
      for (let next = this.pending.shift(); next !== undefined; next = this.pending.shift())
        this.deliver(next.event);
    } finally {
      this.isFiring = false;
    }
  }

  private deliver(event: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.onError(error);
      }
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}

function rethrowLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
