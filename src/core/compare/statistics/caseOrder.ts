import type { CaseHistory } from './caseHistory.ts';
import { mulberry32 } from './mulberry32.ts';

/**
 * The cases in a random order that depends on the seed alone (Fisher, Yates, Statistical Tables,
 * 1938).
 */
export function shuffledOrder(ids: readonly string[], seed: number): string[] {
  const random = mulberry32(seed);
  const order = [...ids];
  for (let i = order.length - 1; i >= 1; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] ?? '';
    order[i] = order[j] ?? '';
    order[j] = kept;
  }
  return order;
}

/**
 * The cases that earlier versions passed most reliably first, because a failure there is seldom
 * chance; the rest in random order. The history must not contain the old scores that the new ones
 * will be paired with: that would break the error rate.
 */
export function stableFirstOrder(
  ids: readonly string[],
  history: ReadonlyMap<string, CaseHistory>,
  seed: number,
): string[] {
  const rate = (id: string): number => {
    const known = history.get(id);
    // One passing and one failing sample added: a long record counts for more than a short one.
    return ((known?.passes ?? 0) + 1) / ((known?.samples ?? 0) + 2);
  };
  const rates = new Map(ids.map((id) => [id, rate(id)]));
  return shuffledOrder(ids, seed).sort((a, b) => (rates.get(b) ?? 0) - (rates.get(a) ?? 0));
}
