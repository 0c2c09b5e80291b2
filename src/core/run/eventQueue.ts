/** Hands values from callbacks to one reader that iterates. */
export class EventQueue<T> implements AsyncIterable<T> {
  private values: T[] = [];
  private isEnded = false;
  private failure: { readonly error: unknown } | undefined;
  private wake: (() => void) | undefined;

  push(value: T): void {
    this.values.push(value);
    this.wake?.();
  }

  end(): void {
    this.isEnded = true;
    this.wake?.();
  }

  fail(error: unknown): void {
    this.failure = { error };
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const values = this.values;
      this.values = [];
      yield* values;
      if (this.values.length > 0) continue;
      if (this.failure) throw this.failure.error;
      if (this.isEnded) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
