/** Slots at least, so that a window that grows a little keeps its elements. */
const fewest = 64;

/**
 * Which of a fixed set of elements draws a row. A list that moves by a few rows keeps the elements of those that stay; where it
 * jumps, every element stays in its place and takes another row, as moving elements costs more than changing their text.
 */
export class RowSlots {
  private start = 0;
  private end = 0;
  private shift = 0;
  private size = fewest;

  /** The rows that are drawn from now on, `end` exclusive. */
  move(start: number, end: number): void {
    const kept = Math.min(end, this.end) - Math.max(start, this.start);
    if (kept * 2 < end - start) this.shift += this.start - start;
    this.start = start;
    this.end = end;
    while (this.size < end - start) this.size *= 2;
  }

  /** Differs among the rows that are drawn. */
  slotOf(index: number): number {
    return (((index + this.shift) % this.size) + this.size) % this.size;
  }
}
