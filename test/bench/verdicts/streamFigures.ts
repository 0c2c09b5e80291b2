import {
  addPair,
  type Evidence,
  startEvidence,
  suiteEvidence,
} from '../../../src/core/compare/statistics/eProcess.ts';
import { labelTail } from '../../../src/core/compare/statistics/labelDistribution.ts';
import { liveChances } from '../../../src/core/compare/statistics/liveVerdict.ts';
import { mulberry32 } from '../../../src/core/compare/statistics/mulberry32.ts';
import { atMost, type Figure } from './figure.ts';
import { type Chances, drawChances, type Random } from './population.ts';

/** Pass chances that a stream of fresh cases is drawn from. */
const poolSize = 20_000;

/** Evidence 40: a drop claimed at 5% in either direction, without a screen held back. */
const threshold = 40;

/** How soon live evidence stops a run. */
export function liveStops(replications: number): Figure[] {
  const random = mulberry32(55);
  const figures: Figure[] = [];
  for (const [drop, limit] of [
    [0.4, 0.2],
    [0.2, 0.55],
  ] as const) {
    let calls = 0;
    for (let r = 0; r < replications; r++) {
      const chances = drawChances(200, 'spread', drop, random);
      calls += callsUntilStop(chances, random);
    }
    const what = `n=200, ${drop * 100} points spread: share of the calls until a live stop`;
    figures.push(atMost('5', what, calls / replications / 200, limit, replications));
  }
  for (const drop of [0.05, 0.1, 0.2, 0.4]) {
    const pool = drawChances(poolSize, 'spread', drop, random);
    let pairs = 0;
    for (let r = 0; r < replications; r++) pairs += pairsUntilEvidence(pool, random);
    const fixed = casesForPower(pool, replications, random);
    const what = `${drop * 100} points spread: mean pairs to evidence 40 as a share of the ${fixed} that a test of fixed size needs`;
    figures.push(atMost('5', what, pairs / replications / fixed, 1.3, replications));
  }
  return figures;
}

function callsUntilStop(chances: Chances, random: Random): number {
  let evidence = startEvidence();
  for (let i = 0; i < chances.old.length; i++) {
    evidence = addPair(evidence, difference(chances, i, random));
    if (liveChances([evidence]).some((p) => p.worse <= p.alpha)) return i + 1;
  }
  return chances.old.length;
}

function pairsUntilEvidence(pool: Chances, random: Random): number {
  let evidence: Evidence = startEvidence();
  let count = 0;
  while (suiteEvidence(evidence, 'worse') < threshold) {
    evidence = addPair(evidence, difference(pool, Math.floor(random() * poolSize), random));
    count++;
  }
  return count;
}

/** The smallest number of single-sample cases with which the mid-p test finds the drop in 80%. */
function casesForPower(pool: Chances, replications: number, random: Random): number {
  let low = 4;
  let high = 2000;
  while (high - low > Math.max(1, low * 0.01)) {
    const cases = Math.round((low + high) / 2);
    if (power(pool, cases, replications, random) < 0.8) low = cases;
    else high = cases;
  }
  return high;
}

function power(pool: Chances, cases: number, replications: number, random: Random): number {
  let found = 0;
  for (let r = 0; r < replications; r++) {
    let worse = 0;
    let better = 0;
    for (let i = 0; i < cases; i++) {
      const d = difference(pool, Math.floor(random() * poolSize), random);
      if (d < 0) worse++;
      if (d > 0) better++;
    }
    const group = { oldCount: 1, newCount: 1, passes: 1, cases: worse + better, newPasses: better };
    const tail = labelTail(worse + better === 0 ? [] : [group]);
    if (tail !== null && 2 * (tail.below + tail.equal / 2) <= 0.05) found++;
  }
  return found / replications;
}

function difference(chances: Chances, i: number, random: Random): number {
  const before = random() < (chances.old[i] ?? 0) ? 1 : 0;
  const after = random() < (chances.new[i] ?? 0) ? 1 : 0;
  return after - before;
}
