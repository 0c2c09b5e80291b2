import { mulberry32 } from '../../../src/core/compare/statistics/mulberry32.ts';
import { addCase, caseBits } from '../../../src/core/health/caseBits.ts';
import type { HistoryEvent } from '../../../src/core/health/events.ts';
import { healthOf } from '../../../src/core/health/metricHealth.ts';
import type { RunOutcomes } from '../../../src/core/health/outcomes.ts';
import { packOutcomes, unpackOutcomes } from '../../../src/core/health/packOutcomes.ts';
import { review } from '../../../src/core/health/proposal.ts';
import { compared, day, spec } from '../../support/history.ts';
import { absolute, type SpeedFigure } from './figure.ts';

const metricCount = 200;
const runCount = 1000;
const caseCount = 500;

/**
 * The health of 200 metrics over 1,000 runs of 500 cases, from packed outcomes to proposals; the floor is the unpacking alone.
 * Required: under 2 s.
 */
export function healthFigures(rounds: number): readonly SpeedFigure[] {
  const random = mulberry32(7);
  const cases = Array.from({ length: caseCount }, (_, index) => `case-${index}`);
  const metrics = Array.from({ length: metricCount }, (_, index) => spec(`metric-${index}`));
  const failRates = metrics.map((_, index) => (index % 3 === 0 ? 0 : (index % 17) / 60));
  const packed: Uint8Array[] = [];
  const events: HistoryEvent[] = [];
  let before: RunOutcomes | undefined;
  for (let index = 0; index < runCount; index++) {
    const outcomes: RunOutcomes = {
      run: `run-${index}`,
      promptVersion: `version-${Math.floor(index / 2)}`,
      time: index * day * 0.3,
      cases,
      metrics: metrics.map(({ id }, at) => {
        const passed = caseBits(caseCount);
        const failed = caseBits(caseCount);
        for (let item = 0; item < caseCount; item++)
          addCase(random() < (failRates[at] ?? 0) ? failed : passed, item);
        return { metric: id, passed, failed };
      }),
    };
    packed.push(packOutcomes(outcomes));
    const verdicts = { [`metric-${index % metricCount}`]: 'regressed' } as const;
    if (before !== undefined) events.push(compared(outcomes, before, verdicts));
    before = outcomes;
  }
  const times: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    const runs = packed.flatMap((bytes) => unpackOutcomes(bytes) ?? []);
    floors.push(performance.now() - begun);
    const now = 400 * day;
    const reviewed = review(healthOf({ suite: { metrics }, promptTexts: [], runs, events, now }));
    times.push(performance.now() - begun);
    if (reviewed.length !== metricCount)
      throw new Error(`${reviewed.length} metrics were reviewed.`);
  }
  const what = `health of ${metricCount} metrics over ${runCount} runs of ${caseCount} cases`;
  return [
    absolute(
      { id: 'health', what, unit: 'ms', limit: 2000, floorIs: 'unpacking, ms' },
      times,
      floors,
    ),
  ];
}
