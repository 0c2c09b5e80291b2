import { dollarText } from '../../run/budget.ts';
import type { Comparison, ResolveOffer } from '../comparison.ts';

/** What Resolve takes and what it would find, e.g. `24 calls, $0.01, finds a drop of 9 points`. */
export function resolvePrice({ calls, cost, detects }: ResolveOffer): string {
  const price = cost === null ? 'price unknown' : dollarText(cost);
  const points = detects === null || detects >= 1 ? undefined : Math.round(100 * detects);
  return [
    `${calls} ${calls === 1 ? 'call' : 'calls'}`,
    price,
    ...(points === undefined ? [] : [`finds a drop of ${points} points`]),
  ].join(', ');
}

/** The offer to resolve, where something is still open. */
export function openOffer(comparison: Comparison | undefined): ResolveOffer | undefined {
  return comparison?.metrics.some(({ verdict }) => verdict === 'inconclusive')
    ? comparison.live?.resolve
    : undefined;
}

/** Sentences about a comparison as a whole: how it stands, how it was made, and what makes its old samples doubtful. */
export function comparisonNotices(comparison: Comparison | undefined): readonly string[] {
  const { live, notes = [], verdict } = comparison ?? {};
  if (live === undefined) return notes;
  const isOpen = live.isRunning || verdict === 'inconclusive';
  // Cases that were left out once enough was known are not to look lost.
  const isCut = live.resolve !== undefined && live.done < live.total;
  return [...(isOpen || isCut ? [live.summary] : []), ...live.notes, ...notes];
}
