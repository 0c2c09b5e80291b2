import {
  type CaseHistory,
  historyOf,
  type VersionOutcome,
} from '../compare/statistics/caseHistory.ts';
import { addCases, type CaseBits, hasCase } from '../health/caseBits.ts';
import type { RunOutcomes } from '../health/outcomes.ts';
import type { Store } from '../ports.ts';
import type { RunResult } from '../results/runResult.ts';
import type { Steps } from '../steps.ts';

/** How many runs of a prompt are looked at, and how many versions among them count. */
const lookBack = 60;
const mostVersions = 10;

/** The two versions of a prompt that are compared. */
export interface ComparedVersions {
  /** The old version's run. */
  readonly baseline: Pick<RunResult, 'prompt' | 'suite' | 'promptVersion' | 'startedAt'>;
  /** Id of the new version. */
  readonly current: string;
}

/**
 * What the versions before the two compared ones showed, read from their outcomes: a few bytes per run.
 * @throws {EvalError} store-unavailable
 */
export async function earlierVersions(
  { baseline, current }: ComparedVersions,
  store: Pick<Store, 'runs' | 'outcomes'>,
): Promise<EarlierVersions> {
  const { prompt, suite, promptVersion: old } = baseline;
  const runs = await store.runs({ prompt, suite, summaries: true, limit: lookBack });
  const since = runs
    .filter(({ promptVersion }) => promptVersion === old)
    .reduce((first, { startedAt }) => Math.min(first, startedAt), baseline.startedAt);
  const before = runs.filter(
    ({ promptVersion, startedAt }) =>
      startedAt < since && promptVersion !== old && promptVersion !== current,
  );
  const newest = new Set<string>();
  for (const { promptVersion } of before) {
    if (newest.size < mostVersions) newest.add(promptVersion);
  }
  const ids = before.filter((run) => newest.has(run.promptVersion)).map(({ id }) => id);
  return new EarlierVersions(since, ids.length === 0 ? [] : await store.outcomes(suite, ids));
}

/** Outcomes of versions before the two compared ones, by case and metric. */
export class EarlierVersions {
  /**
   * Samples that were drawn before this moment (milliseconds since 1970) may be among the outcomes: versions that send the
   * same request for a case share its samples.
   */
  readonly since: number;
  private readonly versions: readonly VersionRuns[];

  /** @param runs oldest first */
  constructor(since: number, runs: readonly RunOutcomes[]) {
    this.since = since;
    const versions = new Map<string, VersionRuns>();
    let places: CasePlaces | undefined;
    for (const run of runs) {
      // Suites seldom change between two runs, and looking up thousands of ids is the larger part of the work.
      places = places?.isOf(run.cases) ? places : new CasePlaces(run.cases);
      const known = versions.get(run.promptVersion) ?? new VersionRuns();
      known.add(places, run);
      // Put last: a version that was run again is as new as its last run.
      versions.delete(run.promptVersion);
      versions.set(run.promptVersion, known);
    }
    this.versions = [...versions.values()];
  }

  get isEmpty(): boolean {
    return this.versions.length === 0;
  }

  /** What each version showed of a case on a metric, oldest first; without those that have no score of it. */
  outcomes(caseId: string, metric: string): readonly VersionOutcome[] {
    return this.versions.flatMap((version) => version.outcome(caseId, metric) ?? []);
  }

  /** All metrics of each case together, without cases of which nothing is known. */
  *histories(
    cases: Iterable<string>,
    metrics: readonly string[],
  ): Steps<ReadonlyMap<string, CaseHistory>> {
    const histories = new Map<string, CaseHistory>();
    for (const id of this.isEmpty ? [] : cases) {
      const history = historyOf(this.all(id, metrics));
      if (history.samples > 0) histories.set(id, history);
      yield;
    }
    return histories;
  }

  private *all(caseId: string, metrics: readonly string[]): Iterable<VersionOutcome> {
    for (const version of this.versions) {
      for (const metric of metrics) {
        const outcome = version.outcome(caseId, metric);
        if (outcome !== undefined) yield outcome;
      }
    }
  }
}

/** Where the cases of a run stand in its sets. */
class CasePlaces {
  private readonly cases: readonly string[];
  private readonly places: ReadonlyMap<string, number>;

  constructor(cases: readonly string[]) {
    this.cases = cases;
    this.places = new Map(cases.map((id, place) => [id, place]));
  }

  isOf(cases: readonly string[]): boolean {
    return cases.length === this.cases.length && cases.every((id, i) => id === this.cases[i]);
  }

  of(caseId: string): number | undefined {
    return this.places.get(caseId);
  }
}

interface MetricSets {
  readonly passed: CaseBits;
  readonly failed: CaseBits;
}

/** The runs of one version: their samples together, because a repeated run shows the same ones again. */
class VersionRuns {
  private readonly runs: { places: CasePlaces; metrics: Map<string, MetricSets> }[] = [];

  add(places: CasePlaces, { metrics }: RunOutcomes): void {
    const last = this.runs.at(-1);
    const into = last?.places === places ? last : { places, metrics: new Map() };
    if (into !== last) this.runs.push(into);
    for (const { metric, passed, failed } of metrics) {
      const known = into.metrics.get(metric);
      into.metrics.set(
        metric,
        known === undefined
          ? { passed, failed }
          : { passed: addCases(known.passed, passed), failed: addCases(known.failed, failed) },
      );
    }
  }

  outcome(caseId: string, metric: string): VersionOutcome | undefined {
    let passed = false;
    let failed = false;
    for (const { places, metrics } of this.runs) {
      const place = places.of(caseId);
      const sets = metrics.get(metric);
      if (place === undefined || sets === undefined) continue;
      passed ||= hasCase(sets.passed, place);
      failed ||= hasCase(sets.failed, place);
    }
    if (passed && failed) return 'both';
    return passed ? 'passed' : failed ? 'failed' : undefined;
  }
}
