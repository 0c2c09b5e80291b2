import { shuffledOrder } from '../compare/statistics/caseOrder.ts';
import type { PlannedTrial } from './plan.ts';

/**
 * The order in which trials run: every case once, then every case again; fixed by a seed before the
 * run, whatever order the suite has, and never by the old scores that the new ones are compared
 * with. An order taken from those scores ("old failures first") makes live verdicts wrong far more
 * often than they claim.
 *
 * @param seed hexadecimal digits
 */
export function inRunOrder(trials: readonly PlannedTrial[], seed: string): readonly PlannedTrial[] {
  const ids = new Set(trials.map(({ rendered }) => rendered.item.id));
  const positions = new Map(caseOrder([...ids], seed).map((id, position) => [id, position]));
  const place = ({ rendered }: PlannedTrial) => positions.get(rendered.item.id) ?? 0;
  return [...trials].sort((a, b) => a.trial - b.trial || place(a) - place(b));
}

/** The cases in the order of a run, see {@link inRunOrder}. */
export function caseOrder(ids: readonly string[], seed: string): readonly string[] {
  return shuffledOrder([...ids].sort(), Number.parseInt(seed.slice(0, 8), 16));
}
