import { countCases, ones } from './caseBits.ts';
import type { HistoryTable } from './historyTable.ts';

/** Another metric that says what this one says. */
export interface Redundancy {
  readonly metric: string;
  /** `same`: both fail on the same cases; `covered`: the other one fails wherever this one does, and elsewhere too. */
  readonly kind: 'same' | 'covered';
  /** Failures that both have. */
  readonly together: number;
  /** Failures of this metric. */
  readonly own: number;
}

/** Newest runs that are looked at: what metrics said long ago of other prompts matters less. */
const newestRuns = 300;
/** Fewer failures than that are no evidence. */
const leastFailures = 5;
/** Share of failures in common from which two metrics are the same. */
const sameShare = 0.95;
/** Share of a metric's failures that another one has too, from which it is covered. */
const coveredShare = 0.98;

/**
 * For every metric the others that make it redundant, the one with most failures in common first. Two metrics that never fail tell
 * nothing about each other.
 */
export function redundanciesOf(
  metrics: readonly string[],
  history: HistoryTable,
): ReadonlyMap<string, readonly Redundancy[]> {
  const failing = metrics
    .map((metric) => ({ metric, ...failuresIn(history, metric) }))
    .filter(({ count }) => count >= leastFailures);
  const found = new Map<string, Redundancy[]>();
  const note = (metric: string, redundancy: Redundancy) => {
    const known = found.get(metric);
    if (known === undefined) found.set(metric, [redundancy]);
    else known.push(redundancy);
  };
  failing.forEach((a, index) => {
    for (const b of failing.slice(index + 1)) {
      const together = inCommon(a, b);
      if (together === undefined) continue;
      const isSame = together >= sameShare * (a.count + b.count - together);
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        if (!isSame && together < coveredShare * one.count) continue;
        const kind = isSame ? 'same' : 'covered';
        note(one.metric, { metric: other.metric, kind, together, own: one.count });
      }
    }
  });
  for (const list of found.values()) list.sort((a, b) => b.together - a.together);
  return found;
}

interface Failures {
  readonly bits: Uint32Array;
  readonly count: number;
}

/** The failures of a metric in the newest runs, behind each other. */
function failuresIn(history: HistoryTable, metric: string): Failures {
  const first = Math.max(0, history.runs.length - newestRuns);
  const runs = history.runs.slice(first);
  const bits = new Uint32Array(
    runs.reduce((sum, run) => sum + Math.ceil(run.cases.length / 32), 0),
  );
  let at = 0;
  runs.forEach((run, index) => {
    const counts = history.counts(metric, first + index);
    if (counts !== undefined) bits.set(counts.outcomes.failed, at);
    at += Math.ceil(run.cases.length / 32);
  });
  return { bits, count: countCases(bits) };
}

/** Failures in common; undefined as soon as there are too few for any redundancy, which is nearly always soon. */
function inCommon(a: Failures, b: Failures): number | undefined {
  const [few, many] = a.count <= b.count ? [a, b] : [b, a];
  const mostMisses = Math.ceil((1 - Math.min(sameShare, coveredShare)) * few.count);
  let misses = 0;
  for (let i = 0; i < few.bits.length; i++) {
    const alone = (few.bits[i] ?? 0) & ~(many.bits[i] ?? 0);
    if (alone !== 0) misses += ones(alone);
    if (misses > mostMisses) return undefined;
  }
  return few.count - misses;
}
