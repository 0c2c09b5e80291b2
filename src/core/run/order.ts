import type { CaseHistory } from '../compare/statistics/caseHistory.ts';
import { shuffledOrder, stableFirstOrder } from '../compare/statistics/caseOrder.ts';
import type { PlannedTrial } from './plan.ts';

/** The trials as they run: every case once in the order given, then every case again. */
export function inRunOrder(
  trials: readonly PlannedTrial[],
  order: readonly string[],
): readonly PlannedTrial[] {
  const positions = new Map(order.map((id, position) => [id, position]));
  const placed = trials.map((planned) => ({
    planned,
    trial: planned.trial,
    place: positions.get(planned.rendered.item.id) ?? 0,
  }));
  placed.sort((a, b) => a.trial - b.trial || a.place - b.place);
  return placed.map(({ planned }) => planned);
}

/**
 * The cases in the order of a run: those that earlier versions passed most reliably first, else by a
 * seed; fixed before the run, whatever order the suite has, and never by the old scores that the new
 * ones are compared with. An order taken from those scores ("old failures first") makes live verdicts
 * wrong far more often than they claim.
 *
 * @param seed hexadecimal digits
 * @param history of versions before the two compared ones, without samples that are compared
 */
export function caseOrder(
  ids: readonly string[],
  seed: string,
  history: ReadonlyMap<string, CaseHistory> = new Map(),
): readonly string[] {
  const number = Number.parseInt(seed.slice(0, 8), 16);
  const sorted = [...ids].sort();
  return history.size === 0
    ? shuffledOrder(sorted, number)
    : stableFirstOrder(sorted, history, number);
}
