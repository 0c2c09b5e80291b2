import { mulberry32 } from '../../src/core/compare/statistics/mulberry32.ts';
import { addCase, caseBits } from '../../src/core/health/caseBits.ts';
import type { HistoryEvent } from '../../src/core/health/events.ts';
import { healthOf } from '../../src/core/health/metricHealth.ts';
import type { RunOutcomes } from '../../src/core/health/outcomes.ts';
import { packOutcomes, unpackOutcomes } from '../../src/core/health/packOutcomes.ts';
import { review } from '../../src/core/health/proposal.ts';
import { compared, day, spec } from '../support/history.ts';

/*
 * `node test/bench/health.ts`: the health of 200 metrics over 1,000 runs of 500 cases, from packed outcomes to proposals. Prints JSON.
 * Required: under 2 s.
 */

const metricCount = 200;
const runCount = 1000;
const caseCount = 500;
const requiredMs = 2000;

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
  if (before !== undefined)
    events.push(
      compared(
        outcomes,
        before,
        Object.fromEntries([[`metric-${index % metricCount}`, 'regressed']]),
      ),
    );
  before = outcomes;
}

const times: number[] = [];
let proposals = 0;
for (let round = 0; round < 3; round++) {
  const begun = performance.now();
  const runs = packed.flatMap((bytes) => unpackOutcomes(bytes) ?? []);
  const reviewed = review(
    healthOf({ suite: { metrics }, promptTexts: [], runs, events, now: 400 * day }),
  );
  times.push(performance.now() - begun);
  proposals = reviewed.length;
}
const [median = 0] = times.toSorted((a, b) => a - b).slice(1);
console.log(
  JSON.stringify(
    {
      figure: `health of ${metricCount} metrics over ${runCount} runs of ${caseCount} cases, in ms`,
      required: requiredMs,
      measured: Math.round(median),
      holds: median < requiredMs && proposals === metricCount,
      bytes: packed.reduce((sum, bytes) => sum + bytes.length, 0),
    },
    undefined,
    2,
  ),
);
