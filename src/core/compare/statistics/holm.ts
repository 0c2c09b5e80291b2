/**
 * Holm's adjusted chances: a claim wherever the adjusted value is at most alpha keeps the chance of
 * any false claim among all metrics at alpha, whatever their dependence.
 *
 * Source: Sture Holm, A simple sequentially rejective multiple test procedure, 1979.
 *
 * @param pValues chances in 0..1, one per metric
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  for (const [rank, index] of ascending(pValues).entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * (pValues[index] ?? 1)));
    adjusted[index] = largest;
  }
  return adjusted;
}

/**
 * Benjamini and Hochberg's adjusted chances, which bound the expected share of false claims. For
 * reports only: an alarm interrupts, so verdicts use {@link holm}.
 *
 * Source: Yoav Benjamini, Yosef Hochberg, Controlling the false discovery rate, 1995.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  let smallest = 1;
  for (const [rank, index] of [...ascending(pValues).entries()].reverse()) {
    smallest = Math.min(smallest, ((pValues[index] ?? 1) * pValues.length) / (rank + 1));
    adjusted[index] = smallest;
  }
  return adjusted;
}

function ascending(values: readonly number[]): number[] {
  return values.map((_, i) => i).sort((a, b) => (values[a] ?? 1) - (values[b] ?? 1));
}
