import { type CaseBits, countCases, ones } from './caseBits.ts';
import type { MetricOutcomes, RunOutcomes } from './outcomes.ts';

/** What a metric said in one run, counted in cases. */
export interface RunCounts {
  /** Cases with a trial that failed. */
  readonly failed: number;
  /** Cases with any score. */
  readonly scored: number;
  /** Cases whose trials disagree. */
  readonly disagreeing: number;
  readonly outcomes: MetricOutcomes;
}

/** The runs of a suite with the counts of every metric, made once and looked up often. */
export class HistoryTable {
  /** Oldest first. */
  readonly runs: readonly RunOutcomes[];
  private readonly byMetric = new Map<string, (RunCounts | undefined)[]>();
  /** By position: equal for runs with the same cases in the same order. */
  private readonly lists: readonly number[];
  private readonly places: ReadonlyMap<string, number>;

  /** @param runs in any order */
  constructor(runs: readonly RunOutcomes[]) {
    this.runs = runs.toSorted((a, b) => a.time - b.time);
    const known = new Map<string, number>();
    this.lists = this.runs.map(({ cases }) => {
      const key = cases.join('\n');
      const list = known.get(key) ?? known.size;
      known.set(key, list);
      return list;
    });
    this.places = new Map(this.runs.map(({ run }, index) => [run, index]));
    this.runs.forEach(({ metrics }, index) => {
      for (const outcomes of metrics) {
        const counts = countsOf(outcomes);
        if (counts === undefined) continue;
        let row = this.byMetric.get(outcomes.metric);
        if (row === undefined) {
          row = new Array<RunCounts | undefined>(this.runs.length).fill(undefined);
          this.byMetric.set(outcomes.metric, row);
        }
        row[index] = counts;
      }
    });
  }

  get metrics(): readonly string[] {
    return [...this.byMetric.keys()];
  }

  /** Position of a run in {@link runs}; undefined where retention has removed it. */
  placeOf(run: string): number | undefined {
    return this.places.get(run);
  }

  /** Whether two runs have the same cases in the same order, so that their sets can be compared word by word. */
  hasSameCases(place: number, other: number): boolean {
    return this.lists[place] === this.lists[other];
  }

  /** Undefined where the metric was not scored in that run. */
  counts(metric: string, place: number): RunCounts | undefined {
    return this.byMetric.get(metric)?.[place];
  }
}

function countsOf(outcomes: MetricOutcomes): RunCounts | undefined {
  const scored = unionCount(outcomes.passed, outcomes.failed);
  if (scored === 0) return undefined;
  const failed = countCases(outcomes.failed);
  const disagreeing = countCases(outcomes.passed) + failed - scored;
  return { failed, scored, disagreeing, outcomes };
}

function unionCount(a: CaseBits, b: CaseBits): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) count += ones((a[i] ?? 0) | (b[i] ?? 0));
  return count;
}
