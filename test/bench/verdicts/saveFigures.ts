import { compareMetrics } from '../../../src/core/compare/statistics/compareMetrics.ts';
import { mulberry32 } from '../../../src/core/compare/statistics/mulberry32.ts';
import { atLeast, atMost, type Figure } from './figure.ts';
import { type Change, drawChances, finishedRun, mean, SimulatedModel } from './population.ts';
import { type Conditions, isClaim, type SaveOutcome, save } from './save.ts';

const correlation = 0.6;

/** A save as it is by default, five versions after the suite was written; three answers of the old version are stored. */
const usual = { metrics: 1, stored: 3, earlier: 5 } as const satisfies Omit<Conditions, 'cases'>;

/** A save with nothing to go by: the suite has just been written. */
const first = { metrics: 1, stored: 1 } as const satisfies Omit<Conditions, 'cases'>;

/** Nothing changed: how often a save claims something all the same, beside the rule that counts failures. */
export function falseAlarms(replications: number): Figure[] {
  const figures: Figure[] = [];
  for (const cases of [20, 50]) {
    for (const metrics of [1, 5, 10, 20]) {
      for (const conditions of metrics === 20 ? [usual] : [usual, first]) {
        const outcomes = saves(replications, { ...conditions, cases, metrics }, 'none', 0);
        const where = `n=${cases}, ${metrics} metrics, no change, ${nameOf(conditions)}`;
        const add = (what: string, test: (o: SaveOutcome) => boolean, limit: number) =>
          figures.push(atMost('1', `${where}: ${what}`, rate(outcomes, test), limit, replications));
        add('any false alarm on save', liveClaim, 0.02);
        add('any false alarm after Resolve', resolvedClaim, 0.04);
        if (cases !== 50 || conditions !== usual) continue;
        const fell = rate(outcomes, (o) => o.countFell);
        const least = metrics === 1 ? 0.4 : 0.85;
        figures.push(
          atLeast('1', `${where}: the count rule for comparison`, fell, least, replications),
        );
      }
    }
  }
  return figures;
}

/** A real drop: how often a save finds it. */
export function detection(replications: number): Figure[] {
  const found = (conditions: Conditions, drop: number, required: number): Figure => {
    const outcomes = saves(replications, conditions, 'broken', drop);
    const what = `n=${conditions.cases}, ${drop * 100} points in broken cases, ${nameOf(conditions)}: found on save`;
    return atLeast('3', what, rate(outcomes, liveRegressed), required, replications);
  };
  const spread = saves(replications, { ...usual, cases: 50 }, 'spread', 0.2);
  return [
    found({ ...usual, cases: 20 }, 0.2, 0.95),
    found({ ...usual, cases: 50 }, 0.1, 0.96),
    found({ ...usual, cases: 50 }, 0.05, 0.6),
    found({ ...first, cases: 20 }, 0.2, 0.95),
    found({ ...first, cases: 50 }, 0.1, 0.96),
    found({ ...first, cases: 50 }, 0.05, 0.6),
    atLeast(
      '3',
      `n=50, 20 points spread evenly, ${nameOf(usual)}: found after Resolve`,
      rate(spread, (o) => o.resolved.some((d) => d.verdict === 'regressed')),
      0.95,
      replications,
    ),
  ];
}

/** What a save costs beside runs of fixed size. */
export function calls(replications: number): Figure[] {
  const calm = saves(replications, { ...usual, cases: 50 }, 'none', 0);
  const calmFirst = saves(replications, { ...first, cases: 50 }, 'none', 0);
  const broken = saves(replications, { ...usual, cases: 50 }, 'broken', 0.1);
  const random = mulberry32(41);
  let fixed = 0;
  for (let r = 0; r < replications; r++) {
    const pairs = finishedRun(drawChances(50, 'broken', 0.1, random), { old: 5, new: 5 }, random);
    if (compareMetrics([{ id: 'm', pairs }]).overall === 'regressed') fixed++;
  }
  const share = (outcomes: readonly SaveOutcome[], all: number): number =>
    mean(outcomes.map((o) => o.callsOnSave)) / all;
  const cost = (what: string, measured: number, limit: number) =>
    atMost('4', `n=50, ${what}`, measured, limit, replications);
  return [
    cost(
      `no change, ${nameOf(usual)}: calls on save as a share of 3 runs per case`,
      share(calm, 150),
      0.55,
    ),
    cost(
      `no change, ${nameOf(first)}: calls on save as a share of 3 runs per case`,
      share(calmFirst, 150),
      0.55,
    ),
    cost(
      `10 points in broken cases, ${nameOf(usual)}: calls on save as a share of 5 runs per case`,
      share(broken, 250),
      0.4,
    ),
    atLeast(
      '4',
      `n=50, 10 points in broken cases, ${nameOf(usual)}: found on save, required what 5 runs per case find`,
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
      const outcomes = saves(replications, { ...usual, cases, ...disturbance }, 'none', 0);
      // Evidence keeps its highest value, so a look after every result is part of each run.
      const what = `n=${cases}, no change, ${name}, a look after every result: any false alarm`;
      return atMost('6', what, rate(outcomes, liveClaim), 0.03, replications);
    }),
  );
}

/** Stable cases first: what the history of earlier versions is worth to the screen. */
export function stableFirst(replications: number): Figure[] {
  const of = (conditions: Conditions) => saves(replications, conditions, 'spread', 0.1);
  const ordered = of({ ...usual, cases: 200 });
  const shuffled = of({ ...usual, cases: 200, earlier: 0 });
  const cost = (outcomes: readonly SaveOutcome[]) => mean(outcomes.map((o) => o.callsOnSave));
  const where = 'n=200, 10 points spread evenly, stable cases first';
  return [
    atLeast(
      'order',
      `${where}: found on save, required what a random order finds`,
      rate(ordered, liveRegressed),
      rate(shuffled, liveRegressed),
      replications,
    ),
    atMost(
      'order',
      `${where}: calls on save as a share of those in a random order`,
      cost(ordered) / cost(shuffled),
      0.95,
      replications,
    ),
  ];
}

function nameOf({ earlier, stored }: Omit<Conditions, 'cases'>): string {
  return earlier === undefined
    ? `no history, ${stored} stored answer`
    : `${earlier} earlier versions, ${stored} stored answers`;
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
