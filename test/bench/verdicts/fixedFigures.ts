import { decideLive } from '../../../src/core/compare/live/decide.ts';
import { compareMetrics } from '../../../src/core/compare/statistics/compareMetrics.ts';
import { differenceInterval } from '../../../src/core/compare/statistics/interval.ts';
import { mulberry32 } from '../../../src/core/compare/statistics/mulberry32.ts';
import { decideVerdict } from '../../../src/core/compare/statistics/verdict.ts';
import { atOnce } from '../../../src/core/steps.ts';
import { atLeast, atMost, type Figure } from './figure.ts';
import { type Change, drawChances, finishedRun, mean, SimulatedModel } from './population.ts';
import { finishedComparison } from './save.ts';

/** Finished runs alone: false alarms in every cell, and power. */
export function finishedRuns(replications: number): Figure[] {
  const figures: Figure[] = [];
  for (const cases of [20, 50]) {
    for (const rounds of [1, 3]) {
      for (const metrics of [1, 5, 20]) {
        // The rate with one metric is close to its limit by design; more draws tell it from luck.
        const draws = metrics === 1 ? 5 * replications : replications;
        const measured = claims(draws, cases, rounds, metrics, 'none', 0);
        const what = `n=${cases}, m=${rounds}, ${metrics} metrics, no change: any false alarm`;
        figures.push(atMost('2', what, measured, 0.06, draws));
      }
    }
  }
  const power = claims(replications, 50, 3, 1, 'spread', 0.2);
  figures.push(
    atLeast('2', 'n=50, m=3, 20 points spread evenly: found', power, 0.95, replications),
  );
  return figures;
}

/** Coverage of the 95% interval, and "unchanged" where the drop is as large as the margin. */
export function intervals(replications: number): Figure[] {
  const figures: Figure[] = [];
  const sides = [
    [1, 1],
    [3, 3],
    [5, 5],
    [3, 1],
    [5, 1],
    [5, 3],
  ] as const;
  for (const cases of [5, 10, 20, 50, 200]) {
    for (const [old, fresh] of sides) {
      for (const change of ['none', 'spread', 'broken'] as const) {
        const where = `n=${cases}, m=${old}/${fresh}, ${change === 'none' ? 'no change' : `10 points ${change}`}`;
        const { covered, unchanged } = intervalRates(
          replications,
          cases,
          { old, new: fresh },
          change,
          0,
        );
        figures.push(atLeast('7', `${where}: interval covers`, covered, 0.93, replications));
        if (old === fresh && change !== 'none') {
          figures.push(atMost('7', `${where}: wrongly unchanged`, unchanged, 0.04, replications));
        }
      }
    }
    const { covered } = intervalRates(replications, cases, { old: 3, new: 3 }, 'spread', 0.1);
    const what = `n=${cases}, m=3/3 with 10% of the calls missing, 10 points spread: interval covers`;
    figures.push(atLeast('7', what, covered, 0.93, replications));
  }
  return figures;
}

/** Processor time of all verdicts of a large comparison, finished and live. */
export function speed(): Figure[] {
  const random = mulberry32(5);
  const chances = Array.from({ length: 20 }, () => drawChances(500, 'none', 0, random));
  const metrics = chances.map((own, k) => ({
    id: `${k}`,
    pairs: finishedRun(own, { old: 3, new: 3 }, random),
  }));
  const live = finishedComparison(new SimulatedModel(chances, 0.6, random), {
    cases: 500,
    metrics: 20,
    rounds: 3,
  });
  const what = '500 cases, 20 metrics, 3 runs: milliseconds of processor time for all verdicts';
  return [
    atMost(
      'speed',
      `${what} of two finished runs`,
      timeOf(() => compareMetrics(metrics)),
      20,
      30,
    ),
    atMost(
      'speed',
      `${what} of a live comparison`,
      timeOf(() => atOnce(decideLive(live))),
      20,
      30,
    ),
  ];
}

/** Mean of 30 calls after 10 to warm up. Processor time, so that other work on the machine does not count. */
function timeOf(work: () => unknown): number {
  for (let i = 0; i < 10; i++) work();
  const start = process.cpuUsage();
  for (let i = 0; i < 30; i++) work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 30_000;
}

function claims(
  replications: number,
  cases: number,
  rounds: number,
  metrics: number,
  change: Change,
  drop: number,
): number {
  const random = mulberry32(cases * 1000 + rounds * 100 + metrics);
  let count = 0;
  for (let r = 0; r < replications; r++) {
    const chances = Array.from({ length: metrics }, () => drawChances(cases, change, drop, random));
    const model = new SimulatedModel(chances, 0.6, random);
    const run = (version: 'old' | 'new'): number[][][] =>
      Array.from({ length: cases }, (_, i) =>
        Array.from({ length: rounds }, () => model.call(version, i)),
      );
    const old = run('old');
    const fresh = run('new');
    const pick = (samples: number[][] | undefined, k: number): number[] =>
      (samples ?? []).map((s) => s[k] ?? Number.NaN);
    const result = compareMetrics(
      chances.map((_, k) => ({
        id: `${k}`,
        pairs: old.map((samples, i) => ({
          id: `${i}`,
          old: pick(samples, k),
          new: pick(fresh[i], k),
        })),
      })),
    );
    if (result.overall === 'regressed' || (change === 'none' && result.overall === 'improved'))
      count++;
  }
  return count / replications;
}

function intervalRates(
  replications: number,
  cases: number,
  rounds: { readonly old: number; readonly new: number },
  change: Change,
  missing: number,
) {
  const random = mulberry32(cases * 100 + rounds.old * 10 + rounds.new);
  let covered = 0;
  let unchanged = 0;
  let seen = 0;
  while (seen < replications) {
    const chances = drawChances(cases, change, 0.1, random);
    const truth = mean(chances.new) - mean(chances.old);
    const pairs = finishedRun(chances, rounds, random, missing);
    if (pairs.some((p) => p.old.length === 0 || p.new.length === 0)) continue;
    seen++;
    const interval = differenceInterval(pairs, true);
    if (interval === null) continue;
    if (interval[0] <= truth && truth <= interval[1]) covered++;
    const test = { difference: truth, interval };
    const { verdict } = decideVerdict({ test, pAdjusted: 1, alpha: 0.05, margin: 0.1 });
    if (verdict === 'unchanged') unchanged++;
  }
  return { covered: covered / replications, unchanged: unchanged / replications };
}
