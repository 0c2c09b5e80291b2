/**
 * The scores of one case under the old and the new prompt version, each in 0..1 and in the order
 * in which they were drawn. A sample that is missing (a call that failed) is absent, never 0.
 */
export interface CasePair {
  readonly id: string;
  readonly old: readonly number[];
  readonly new: readonly number[];
}

/** How many samples per case and side enter a test; later ones are left out. */
export interface Rounds {
  readonly old: number;
  readonly new: number;
}

/** What remains of the pairs once unusable scores and cases with an empty side are set aside. */
export interface UsablePairs {
  readonly pairs: readonly CasePair[];
  /** Ids of cases without any usable score on at least one side. */
  readonly missing: readonly string[];
  /** Scores that are not a number in 0..1; they count as missing samples. */
  readonly unusable: number;
  /** The lowest and highest score when at most two different ones occur, else null. */
  readonly levels: readonly [low: number, high: number] | null;
}

/**
 * The rounds in which every case took part: the smallest count of each side over all cases that
 * have both sides. Samples drawn because of an earlier result lie beyond these rounds, and keeping
 * them out keeps the estimate free of selection (definition of the estimate: complete rounds only).
 */
export function completeRounds(pairs: readonly CasePair[]): Rounds {
  let oldCount = Number.POSITIVE_INFINITY;
  let newCount = Number.POSITIVE_INFINITY;
  for (const pair of pairs) {
    const old = countUsable(pair.old);
    const fresh = countUsable(pair.new);
    if (old === 0 || fresh === 0) continue;
    oldCount = Math.min(oldCount, old);
    newCount = Math.min(newCount, fresh);
  }
  return Number.isFinite(oldCount) ? { old: oldCount, new: newCount } : { old: 0, new: 0 };
}

/**
 * The rounds a finished run of fixed size was planned with: the largest count of each side. Right
 * only where absent samples are failed calls, not where some cases were sampled again on purpose.
 */
export function plannedRounds(pairs: readonly CasePair[]): Rounds {
  let oldCount = 0;
  let newCount = 0;
  for (const pair of pairs) {
    oldCount = Math.max(oldCount, pair.old.length);
    newCount = Math.max(newCount, pair.new.length);
  }
  return { old: oldCount, new: newCount };
}

/** Keeps the first `rounds` usable samples of each side and reports what cannot be compared. */
export function usablePairs(pairs: readonly CasePair[], rounds: Rounds): UsablePairs {
  const kept: CasePair[] = [];
  const missing: string[] = [];
  let unusable = 0;
  let low: number | undefined;
  let high: number | undefined;
  let manyLevels = false;
  for (const pair of pairs) {
    const oldCount = countUsable(pair.old);
    const newCount = countUsable(pair.new);
    unusable += pair.old.length - oldCount + pair.new.length - newCount;
    if (oldCount === 0 || newCount === 0) {
      missing.push(pair.id);
      continue;
    }
    const old = firstUsable(pair.old, oldCount, rounds.old);
    const fresh = firstUsable(pair.new, newCount, rounds.new);
    kept.push(
      old === pair.old && fresh === pair.new ? pair : { id: pair.id, old: old, new: fresh },
    );
    for (const scores of [old, fresh]) {
      for (const score of scores) {
        if (score === low || score === high) continue;
        if (low === undefined) low = score;
        else if (high === undefined) high = score;
        else manyLevels = true;
      }
    }
  }
  return { pairs: kept, missing, unusable, levels: manyLevels ? null : inOrder(low, high) };
}

/** The mean of the scores; there must be at least one. */
export function mean(scores: readonly number[]): number {
  let sum = 0;
  for (const score of scores) sum += score;
  return sum / scores.length;
}

function isUsable(score: number): boolean {
  return score >= 0 && score <= 1;
}

function countUsable(scores: readonly number[]): number {
  let count = 0;
  for (const score of scores) if (isUsable(score)) count++;
  return count;
}

function firstUsable(scores: readonly number[], usable: number, limit: number): readonly number[] {
  if (usable === scores.length && usable <= limit) return scores;
  return scores.filter(isUsable).slice(0, limit);
}

function inOrder(low: number | undefined, high: number | undefined): readonly [number, number] {
  // A single level is read as the passing one or the failing one; both give the same test.
  if (low === undefined) return [0, 1];
  if (high === undefined) return low > 0 ? [0, low] : [0, 1];
  return low < high ? [low, high] : [high, low];
}
