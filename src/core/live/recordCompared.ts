import type { ComparedEvent } from '../health/events.ts';
import type { Ports } from '../ports.ts';
import type { Evaluated } from './evaluated.ts';

/**
 * Keeps in the suite's history what a comparison said of every metric: alarms and catches are counted from it later. Nothing is
 * kept of an evaluation without a comparison. Never rejects: the result is paid for and stands without it.
 */
export async function recordCompared(
  { run, comparison, baseline }: Pick<Evaluated, 'run' | 'comparison' | 'baseline'>,
  { store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>,
): Promise<void> {
  if (comparison === undefined) return;
  const verdicts: Record<string, ComparedEvent['verdicts'][string]> = {};
  for (const { id, verdict } of comparison.metrics)
    if (verdict !== 'inconclusive') verdicts[id] = verdict;
  const reruns = comparison.metrics.flatMap(({ id, verdict, reruns: own }) =>
    verdict === 'regressed' && own !== undefined ? [[id, own] as const] : [],
  );
  try {
    await store.record({
      type: 'compared',
      time: clock.now(),
      suite: run.suite,
      prompt: run.prompt,
      run: run.id,
      promptVersion: run.promptVersion,
      baseline: comparison.baseline.run,
      baselineVersion: comparison.baseline.promptVersion,
      ...(baseline?.isPicked === true && { isPicked: true }),
      verdicts,
      ...(reruns.length > 0 && { reruns: Object.fromEntries(reruns) }),
    });
  } catch (error) {
    log.error('The verdicts of a comparison could not be kept for the health of metrics.', error);
  }
}
