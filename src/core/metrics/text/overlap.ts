/** How two lists have items in common, each 0 to 1. */
export interface Overlap {
  readonly precision: number;
  readonly recall: number;
  /** Harmonic mean of the two; 0 when nothing is common. */
  readonly f1: number;
}

/** Common items of two lists, each item counted as often as both have it. */
export function bagOverlap(candidate: readonly string[], reference: readonly string[]): Overlap {
  const left = new Map<string, number>();
  for (const item of reference) left.set(item, (left.get(item) ?? 0) + 1);
  let common = 0;
  for (const item of candidate) {
    const count = left.get(item) ?? 0;
    if (count === 0) continue;
    left.set(item, count - 1);
    common++;
  }
  return overlapOf(common, candidate.length, reference.length);
}

/** The same for the longest common subsequence: items in order, others between them. */
export function sequenceOverlap(
  candidate: readonly string[],
  reference: readonly string[],
): Overlap {
  let row = new Uint32Array(reference.length + 1);
  for (const item of candidate) {
    const next = new Uint32Array(reference.length + 1);
    reference.forEach((other, j) => {
      next[j + 1] = item === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0);
    });
    row = next;
  }
  return overlapOf(row[reference.length] ?? 0, candidate.length, reference.length);
}

/** All runs of `size` neighbouring items, as one text each. */
export function ngramsOf(items: readonly string[], size: number): string[] {
  const grams: string[] = [];
  for (let i = 0; i + size <= items.length; i++)
    grams.push(items.slice(i, i + size).join('\u0000'));
  return grams;
}

/** Least number of insertions, deletions and replacements of items that turn one list into the other. */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = Uint32Array.from({ length: b.length + 1 }, (_, j) => j);
  a.forEach((item, i) => {
    const next = new Uint32Array(b.length + 1);
    next[0] = i + 1;
    b.forEach((other, j) => {
      const replaced = (row[j] ?? 0) + (item === other ? 0 : 1);
      next[j + 1] = Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1);
    });
    row = next;
  });
  return row[b.length] ?? 0;
}

function overlapOf(common: number, candidate: number, reference: number): Overlap {
  if (candidate === 0 && reference === 0) return { precision: 1, recall: 1, f1: 1 };
  if (common === 0) return { precision: 0, recall: 0, f1: 0 };
  const precision = common / candidate;
  const recall = common / reference;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}
