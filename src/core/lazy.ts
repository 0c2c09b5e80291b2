/** Something that is made when it is first asked for, once. What failed is made anew the next time. */
export class Lazy<T> {
  private readonly make: () => Promise<T>;
  private making: Promise<T> | undefined;
  private made: T | undefined;

  constructor(make: () => Promise<T>) {
    this.make = make;
  }

  /** What was made; undefined as long as nobody has asked or it is not ready. */
  get current(): T | undefined {
    return this.made;
  }

  get(): Promise<T> {
    this.making ??= this.begin();
    return this.making;
  }

  private async begin(): Promise<T> {
    try {
      this.made = await this.make();
      return this.made;
    } catch (error) {
      this.making = undefined;
      throw error;
    }
  }
}
