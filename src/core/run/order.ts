import { shuffledOrder } from '../compare/statistics/caseOrder.ts';
import type { PlannedTrial } from './plan.ts';

/**
 * The order in which trials run: fixed by a seed before the run, whatever order the suite has, and never
 * by the old scores that the new ones are compared with. An order taken from those scores ("old
 * failures first") makes live verdicts wrong far more often than they claim.
 *
 * @param seed hexadecimal digits
 */
export function inRunOrder(trials: readonly PlannedTrial[], seed: string): readonly PlannedTrial[] {
  const byId = new Map(trials.map((planned) => [idOf(planned), planned]));
  const ids = shuffledOrder([...byId.keys()].sort(), Number.parseInt(seed.slice(0, 8), 16));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function idOf({ rendered, trial }: PlannedTrial): string {
  return `${rendered.item.id}#${trial}`;
}
