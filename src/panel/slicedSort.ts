/** Items that are sorted or merged at once: well under a millisecond. */
const stepItems = 500;

/**
 * A stable sort in small steps, for a thread that others wait for: the engine sorts short runs, which are merged.
 * @returns a new list
 */
export function* sorting<T extends object>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
): Generator<void, T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += stepItems) {
    runs.push(items.slice(at, at + stepItems).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(yield* merging(runs[at] ?? [], runs[at + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merging<T extends object>(
  a: readonly T[],
  b: readonly T[],
  compare: (a: T, b: T) => number,
): Generator<void, T[]> {
  const merged: T[] = [];
  let x = 0;
  for (const item of b) {
    for (let other = a[x]; other !== undefined && compare(other, item) <= 0; other = a[x]) {
      merged.push(other);
      x++;
    }
    merged.push(item);
    if (merged.length % stepItems === 0) yield;
  }
  return [...merged, ...a.slice(x)];
}
