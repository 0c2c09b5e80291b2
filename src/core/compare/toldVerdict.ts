import type { MetricComparison, Verdict } from './comparison.ts';

/**
 * The verdict of a metric as it is told. Most metrics of a small suite stay inconclusive although nothing happened to
 * them: where no case points down, that is no reason to look (`unshown`); where one does, it is (`inconclusive`).
 */
export type ToldVerdict = Verdict | 'unshown';

/** Worst first. */
export const toldVerdicts = [
  'regressed',
  'inconclusive',
  'improved',
  'unchanged',
  'unshown',
] as const satisfies readonly ToldVerdict[];

/** The short words of every table, report and tree. */
export const toldWords: Readonly<Record<ToldVerdict, string>> = {
  regressed: 'got worse',
  inconclusive: 'cannot tell yet',
  improved: 'got better',
  unchanged: 'unchanged',
  unshown: 'no change shown',
};

export function toldVerdict({
  verdict,
  openDrops,
}: Pick<MetricComparison, 'verdict' | 'openDrops'>): ToldVerdict {
  return verdict === 'inconclusive' && openDrops === 0 ? 'unshown' : verdict;
}

/** How many metrics are told to be what. */
export function toldCounts(
  metrics: readonly Pick<MetricComparison, 'verdict' | 'openDrops'>[],
): Readonly<Record<ToldVerdict, number>> {
  const counts = { regressed: 0, inconclusive: 0, improved: 0, unchanged: 0, unshown: 0 };
  for (const metric of metrics) counts[toldVerdict(metric)]++;
  return counts;
}

/** What a line with little room says of the metrics compared: `1 got worse`, else `1 cannot tell yet`, else `nothing got worse`. */
export function worstText(
  metrics: readonly Pick<MetricComparison, 'verdict' | 'openDrops'>[],
): string {
  const { regressed, inconclusive } = toldCounts(metrics);
  if (regressed > 0) return `${regressed} ${toldWords.regressed}`;
  return inconclusive > 0 ? `${inconclusive} ${toldWords.inconclusive}` : 'nothing got worse';
}

/**
 * What a verdict rests on where its interval does not say it: `failed again on re-run: 4 of 4`. Empty where
 * nothing was run again.
 */
export function rerunText({
  verdict,
  reruns,
}: Pick<MetricComparison, 'verdict' | 'reruns'>): string {
  return verdict !== 'regressed' || reruns === undefined || reruns.failedAgain === 0
    ? ''
    : `failed again on re-run: ${reruns.failedAgain} of ${reruns.cases}`;
}
