import type { FreshPair } from '../statistics/confirm.ts';
import type { SampleScores } from './sampleTable.ts';

/** New score minus old score of a metric, -1..1; absent where one of the two has none. */
export function differenceOf(
  metric: string,
  old: SampleScores,
  fresh: SampleScores,
): number | undefined {
  const before = old.get(metric);
  const after = fresh.get(metric);
  return before === undefined || after === undefined ? undefined : after - before;
}

/** The differences of a pair by metric; `missing` where a call stayed missing, undefined while one is not in. */
export function differencesOf(
  metrics: readonly string[],
  old: SampleScores | 'missing' | undefined,
  fresh: SampleScores | 'missing' | undefined,
): FreshPair | 'missing' | undefined {
  if (old === 'missing' || fresh === 'missing') return 'missing';
  if (old === undefined || fresh === undefined) return undefined;
  const pair = new Map<string, number>();
  for (const metric of metrics) {
    const difference = differenceOf(metric, old, fresh);
    if (difference !== undefined) pair.set(metric, difference);
  }
  return pair;
}
