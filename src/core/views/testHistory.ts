import { hasCase } from '../health/caseBits.ts';
import type { RunOutcomes } from '../health/outcomes.ts';
import type { Store } from '../ports.ts';
import type { RunResult } from '../results/runResult.ts';
import type { TestKey } from './testTree.ts';

/** Versions that are told of, the newest ones before the shown one. */
const mostVersions = 5;
/** Replies of so many of them are read too. */
const mostReplies = 3;
/** Runs that the versions are looked for in. */
const lookBack = 60;
/** Replies of runs with more trials than that are not read: a save of thousands of cases need not wait for them. */
const mostTrials = 500;

/** How an earlier version did on a test, as it was judged then. */
export interface EarlierOutcome {
  readonly promptVersion: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** `both`: its trials disagree. */
  readonly status: 'passed' | 'failed' | 'both';
  /** A reply that failed, else one that passed; absent where it was not read. */
  readonly output?: string;
}

/** How earlier versions did on a test, newest first; without those that have no score of it. */
export type TestHistory = (key: Pick<TestKey, 'metric' | 'caseId'>) => readonly EarlierOutcome[];

/**
 * What is stored of the versions before a run.
 * @throws {EvalError} store-unavailable
 */
export async function readTestHistory(
  shown: RunResult,
  store: Pick<Store, 'runs' | 'run' | 'outcomes'>,
): Promise<TestHistory> {
  const { prompt, suite } = shown;
  const runs = await store.runs({ prompt, suite, summaries: true, limit: lookBack });
  const earlier = versionsBefore(shown, runs);
  if (earlier.length === 0) return () => [];
  const ids = earlier.map(({ id }) => id);
  const outcomes = await store.outcomes(suite, ids);
  const replies: RunResult[] = [];
  for (const run of earlier.slice(0, mostReplies)) {
    const whole = trialsOf(run) <= mostTrials ? await store.run(run.id) : undefined;
    if (whole !== undefined) replies.push(whole);
  }
  return testHistory(
    ids.flatMap((id) => outcomes.find(({ run }) => run === id) ?? []),
    replies,
  );
}

/** @param outcomes newest first */
export function testHistory(
  outcomes: readonly RunOutcomes[],
  replies: readonly RunResult[],
): TestHistory {
  const versions = outcomes.map((run) => ({
    run,
    places: new Map(run.cases.map((id, place) => [id, place])),
    metrics: new Map(run.metrics.map((metric) => [metric.metric, metric])),
    cases: new Map(
      replies.find(({ id }) => id === run.run)?.cases.map((item) => [item.id, item.trials]),
    ),
  }));
  return ({ metric, caseId }) => {
    if (metric === undefined || caseId === undefined) return [];
    return versions.flatMap(({ run, places, metrics, cases }): readonly EarlierOutcome[] => {
      const place = places.get(caseId);
      const sets = metrics.get(metric);
      if (place === undefined || sets === undefined) return [];
      const hasPassed = hasCase(sets.passed, place);
      const hasFailed = hasCase(sets.failed, place);
      if (!hasPassed && !hasFailed) return [];
      const told = cases
        .get(caseId)
        ?.find(({ scores }) =>
          scores.some((score) => score.metric === metric && score.passed === !hasFailed),
        );
      return [
        {
          promptVersion: run.promptVersion,
          time: run.time,
          status: hasPassed && hasFailed ? 'both' : hasFailed ? 'failed' : 'passed',
          ...(told !== undefined && told.output !== null && { output: told.output }),
        },
      ];
    });
  };
}

/** The newest run of each of the last versions before a run, newest first. */
function versionsBefore(shown: RunResult, runs: readonly RunResult[]): readonly RunResult[] {
  const seen = new Set([shown.promptVersion]);
  const found: RunResult[] = [];
  for (const run of runs) {
    if (run.startedAt >= shown.startedAt || seen.has(run.promptVersion)) continue;
    seen.add(run.promptVersion);
    found.push(run);
    if (found.length === mostVersions) break;
  }
  return found;
}

/** Of the metric that judged most of them. */
function trialsOf({ metrics }: RunResult): number {
  return Math.max(0, ...metrics.map(({ scored, failed, skipped }) => scored + failed + skipped));
}
