/** Which rows of a long list are in sight. Pure arithmetic; heights in CSS pixels. */
export interface RowWindow {
  /** First row that is drawn. */
  readonly start: number;
  /** One past the last row that is drawn. */
  readonly end: number;
  /** Room above the first and below the last drawn row. */
  readonly before: number;
  readonly after: number;
}

/** Heights that open rows have besides their row, by index. */
export type ExtraHeights = ReadonlyMap<number, number>;

/** The rows between two offsets of the list, with `overscan` pixels more on each side. */
export function rowWindow(
  total: number,
  rowHeight: number,
  extra: ExtraHeights,
  top: number,
  bottom: number,
  overscan: number,
): RowWindow {
  if (total === 0) return { start: 0, end: 0, before: 0, after: 0 };
  const start = rowAt(total, rowHeight, extra, top - overscan);
  const end = Math.min(total, rowAt(total, rowHeight, extra, bottom + overscan) + 1);
  const before = offsetOf(start, rowHeight, extra);
  const whole = offsetOf(total, rowHeight, extra);
  return { start, end, before, after: Math.max(0, whole - offsetOf(end, rowHeight, extra)) };
}

/** Distance of a row from the top of the list. */
export function offsetOf(index: number, rowHeight: number, extra: ExtraHeights): number {
  let offset = index * rowHeight;
  for (const [at, height] of extra) if (at < index) offset += height;
  return offset;
}

/** The row at an offset; offsets outside the list give its first or last row. */
export function rowAt(
  total: number,
  rowHeight: number,
  extra: ExtraHeights,
  offset: number,
): number {
  let low = 0;
  let high = Math.max(0, total - 1);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (offsetOf(middle, rowHeight, extra) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
