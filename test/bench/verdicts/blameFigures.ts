import { HunkSearch } from '../../../src/core/blame/hunkSearch.ts';
import { searchCase } from '../../../src/core/blame/searchCases.ts';
import { mulberry32 } from '../../../src/core/compare/statistics/mulberry32.ts';
import { atLeast, atMost, type Figure } from './figure.ts';
import { drawChances, mean, type Random, SimulatedModel } from './population.ts';
import { regressedCases } from './save.ts';

/** One guilty change among several: how often it is named, at what price. */
export function blame(replications: number): Figure[] {
  const random = mulberry32(77);
  const runs: BlameRun[] = [];
  while (runs.length < replications) {
    const hunks = 2 + (runs.length % 7);
    const run = blameOnce(hunks, random);
    if (run !== undefined) runs.push(run);
  }
  const share = (test: (run: BlameRun) => boolean) => runs.filter(test).length / runs.length;
  const what = '2 to 8 changes, one guilty, n=50, 10 points in broken cases';
  return [
    atLeast(
      'blame',
      `${what}: the guilty one is named`,
      share(({ isRight }) => isRight),
      0.9,
      replications,
    ),
    atMost(
      'blame',
      `${what}: an innocent one is blamed`,
      share(({ isWrong }) => isWrong),
      0.05,
      replications,
    ),
    atMost(
      'blame',
      `${what}: calls as a share of every change on every case that got worse`,
      mean(runs.map(({ calls, all }) => calls / all)),
      0.4,
      replications,
    ),
  ];
}

interface BlameRun {
  readonly isRight: boolean;
  readonly isWrong: boolean;
  readonly calls: number;
  readonly all: number;
  readonly hunks: number;
}

/** A save that found a regression, and the search that follows it; undefined where it found none. */
export function blameOnce(hunks: number, random: Random): BlameRun | undefined {
  const model = new SimulatedModel([drawChances(50, 'broken', 0.1, random)], 0.6, random);
  const suspects = regressedCases(model, { cases: 50, metrics: 1, stored: 3, earlier: 5 }, random);
  if (suspects === undefined) return undefined;
  const guilty = Math.floor(random() * hunks);
  const all = hunks * suspects.length;
  const search = new HunkSearch(hunks, suspects.map(searchCase), { maxCalls: callLimit(all) });
  for (;;) {
    const probe = search.next();
    if (probe === undefined) break;
    const version = probe.reverted.includes(guilty) ? 'old' : 'new';
    search.take(probe, model.call(version, Number(probe.caseId))[0] === 1);
  }
  const { finding } = search;
  const isNamed = finding.kind === 'found';
  const isRight = isNamed && finding.hunks.length === 1 && finding.hunks[0] === guilty;
  return { isRight, isWrong: isNamed && !isRight, calls: search.used, all, hunks };
}

function callLimit(all: number): number {
  return Math.min(40, Math.max(12, Math.ceil(0.4 * all)));
}
