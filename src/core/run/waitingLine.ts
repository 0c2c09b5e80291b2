/**
 * Who waits, in the order in which they came; any of them may leave. Taking the first and leaving take the same time however
 * many wait, which neither a list (leaving) nor a set (taking the first after many have gone) offers.
 */
export class WaitingLine<T> {
  private places: { item: T | undefined }[] = [];
  private first = 0;
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Gives what to call to leave the line; it does nothing once the item has been taken. */
  add(item: T): () => void {
    const place: { item: T | undefined } = { item };
    this.places.push(place);
    this.count++;
    return () => {
      if (place.item === undefined) return;
      place.item = undefined;
      this.count--;
    };
  }

  /** Takes the first out; undefined where nobody waits. */
  take(): T | undefined {
    while (this.first < this.places.length) {
      const place = this.places[this.first++];
      const item = place?.item;
      if (place === undefined || item === undefined) continue;
      place.item = undefined;
      this.count--;
      this.tidy();
      return item;
    }
    this.tidy();
    return undefined;
  }

  /** Lets go of places at the front that are empty, once they are most of all. */
  private tidy(): void {
    if (this.first * 2 <= this.places.length) return;
    this.places = this.places.slice(this.first);
    this.first = 0;
  }
}
