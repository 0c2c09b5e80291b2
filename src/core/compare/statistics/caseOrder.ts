import { mulberry32 } from './mulberry32.ts';

/** What versions before the two compared ones showed of a case. */
export interface CaseHistory {
  readonly passes: number;
  readonly samples: number;
}

/**
 * The cases in a random order that depends on the seed alone (Fisher, Yates, Statistical Tables,
 * 1938; section on live evidence, order rules).
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
 * will be paired with: that would break the error rate (section on screen order).
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
  return shuffledOrder(ids, seed).sort((a, b) => rate(b) - rate(a));
}

/** Whether earlier versions passed the case too seldom for a flip to mean much: below 4 of 5. */
export function isShaky(history: CaseHistory | undefined): boolean {
  return history !== undefined && history.samples > 0 && history.passes < 0.8 * history.samples;
}
