import { compareMetrics } from '../../../src/core/compare/statistics/compareMetrics.ts';
import { mulberry32 } from '../../../src/core/compare/statistics/mulberry32.ts';
import { atLeast, atMost, type Figure } from './figure.ts';
import { type Change, drawChances, finishedRun, mean, SimulatedModel } from './population.ts';
import { type Conditions, isClaim, type SaveOutcome, save } from './save.ts';

const correlation = 0.6;

/** Nothing changed: how often a save claims something all the same. */
export function falseAlarms(replications: number): Figure[] {
  return [20, 50].flatMap((cases) =>
    [1, 5, 10, 20].flatMap((metrics) => {
      const outcomes = saves(replications, { cases, metrics, stored: 3 }, 'none', 0);
      const where = `n=${cases}, ${metrics} metrics, no change`;
      const figures = [
        atMost(
          '1',
          `${where}: any false alarm on save`,
          rate(outcomes, liveClaim),
          0.02,
          replications,
        ),
        atMost(
          '1',
          `${where}: any false alarm after Resolve`,
          rate(outcomes, resolvedClaim),
          0.04,
          replications,
        ),
      ];
      if (cases !== 50) return figures;
      const fell = rate(outcomes, (o) => o.countFell);
      if (metrics === 1)
        figures.push(atLeast('1', `${where}: count rule for comparison`, fell, 0.4, replications));
      if (metrics === 5)
        figures.push(atLeast('1', `${where}: count rule for comparison`, fell, 0.85, replications));
      return figures;
    }),
  );
}

/** A real drop: how often a save finds it. */
export function detection(replications: number): Figure[] {
  const found = (cases: number, drop: number, required: number): Figure => {
    const outcomes = saves(replications, { cases, metrics: 1, stored: 3 }, 'broken', drop);
    const what = `n=${cases}, ${drop * 100} points in broken cases: found on save`;
    return atLeast('3', what, rate(outcomes, liveRegressed), required, replications);
  };
  const shipped = saves(replications, { ...shippedConditions, cases: 50 }, 'broken', 0.1);
  const spread = saves(replications, { cases: 50, metrics: 1, stored: 3 }, 'spread', 0.2);
  return [
    found(20, 0.2, 0.95),
    found(50, 0.1, 0.96),
    found(50, 0.05, 0.6),
    atLeast(
      '3',
      'n=50, 10 points in broken cases, only cases that got worse run again (the default): found on save',
      rate(shipped, liveRegressed),
      0.94,
      replications,
    ),
    atLeast(
      '3',
      'n=50, 20 points spread evenly: found after Resolve',
      rate(spread, (o) => o.resolved.some((d) => d.verdict === 'regressed')),
      0.95,
      replications,
    ),
  ];
}

/** As the editor samples by default. */
const shippedConditions: Omit<Conditions, 'cases'> = { metrics: 1, stored: 1, worseOnly: true };

/** What a save costs beside runs of fixed size. */
export function calls(replications: number): Figure[] {
  const conditions = { cases: 50, metrics: 1, stored: 3 };
  const calm = saves(replications, conditions, 'none', 0);
  const broken = saves(replications, conditions, 'broken', 0.1);
  const shipped = saves(replications, { ...shippedConditions, cases: 50 }, 'none', 0);
  const random = mulberry32(41);
  let fixed = 0;
  for (let r = 0; r < replications; r++) {
    const pairs = finishedRun(drawChances(50, 'broken', 0.1, random), { old: 5, new: 5 }, random);
    if (compareMetrics([{ id: 'm', pairs }]).overall === 'regressed') fixed++;
  }
  const share = (outcomes: readonly SaveOutcome[], all: number): number =>
    mean(outcomes.map((o) => o.callsOnSave)) / all;
  return [
    atMost(
      '4',
      'n=50, no change: calls on save as a share of 3 runs per case',
      share(calm, 150),
      0.55,
      replications,
    ),
    atMost(
      '4',
      'n=50, no change, one stored answer, only cases that got worse run again (the default): calls on save as a share of 3 runs per case',
      share(shipped, 150),
      0.55,
      replications,
    ),
    atMost(
      '4',
      'n=50, 10 points in broken cases: calls on save as a share of 5 runs per case',
      share(broken, 250),
      0.4,
      replications,
    ),
    atLeast(
      '4',
      'n=50, 10 points in broken cases: found on save, required what 5 runs per case find',
      rate(broken, liveRegressed),
      fixed / replications,
      replications,
    ),
  ];
}

/** Nothing changed, and the world misbehaves. */
export function disturbances(replications: number): Figure[] {
  const table: readonly [string, Partial<Conditions>][] = [
    ['failing calls return first', { failuresFirst: true }],
    ['10% of the calls time out', { timeouts: 0.1 }],
    ['the stream is cancelled at random', { cancelled: 0.02 }],
    ['someone looks and stops at the first claim', { peeks: true }],
    ['all of these', { failuresFirst: true, timeouts: 0.1, cancelled: 0.02, peeks: true }],
  ];
  return [50, 200].flatMap((cases) =>
    table.map(([name, disturbance]) => {
      const conditions = { cases, metrics: 1, stored: 3, ...disturbance };
      const outcomes = saves(replications, conditions, 'none', 0);
      // Evidence keeps its highest value, so a look after every result is part of each run.
      const what = `n=${cases}, no change, ${name}, a look after every result: any false alarm`;
      return atMost('6', what, rate(outcomes, liveClaim), 0.03, replications);
    }),
  );
}

function saves(
  replications: number,
  conditions: Conditions,
  change: Change,
  drop: number,
): SaveOutcome[] {
  const random = mulberry32(conditions.cases * 31 + conditions.metrics + Math.round(drop * 1000));
  return Array.from({ length: replications }, () => {
    const chances = Array.from({ length: conditions.metrics }, () =>
      drawChances(conditions.cases, change, drop, random),
    );
    return save(new SimulatedModel(chances, correlation, random), conditions, random);
  });
}

function rate(outcomes: readonly SaveOutcome[], test: (outcome: SaveOutcome) => boolean): number {
  return outcomes.filter(test).length / outcomes.length;
}

function liveClaim(outcome: SaveOutcome): boolean {
  return outcome.live.some(isClaim);
}

function resolvedClaim(outcome: SaveOutcome): boolean {
  return outcome.resolved.some(isClaim);
}

function liveRegressed(outcome: SaveOutcome): boolean {
  return outcome.live.some((d) => d.verdict === 'regressed');
}
