import { hashOf } from '../hash.ts';

/**
 * The order in which cases run: fixed by a seed before the run, and never by the old scores that the
 * new ones are compared with. An order taken from those scores ("old failures first") makes live
 * verdicts wrong far more often than they claim.
 */
export function shuffledBySeed<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  seed: string,
): readonly T[] {
  return items
    .map((item) => ({ item, rank: hashOf([seed, idOf(item)]) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ item }) => item);
}
