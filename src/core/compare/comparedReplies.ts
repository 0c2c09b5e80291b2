import { builtInMetrics } from '../metrics/builtIn.ts';
import type { Score } from '../metrics/metric.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import type { Scorer, ScoringTask } from '../ports.ts';
import type { CaseResult, RunResult, ScoreRecord, TrialResult } from '../results/runResult.ts';
import { sampleOf } from '../results/sampleOf.ts';
import { scoreRecord } from '../results/scoreRecord.ts';
import { summariseMetrics } from '../results/summarise.ts';
import { metricsFor, metricsInUse } from '../suite/metricsFor.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { isSameInput } from './pairing.ts';
import type { Judges } from './rescore.ts';

/** Two runs with the scores that only both together have. */
export interface ComparedReplies {
  readonly baseline: RunResult;
  readonly current: RunResult;
}

/**
 * Scores the metrics that judge a reply against the baseline's reply to the same case and trial, such as `preference`. The
 * baseline gets the opposite score, so that a reply that is preferred counts as better and a tie as no change.
 *
 * @throws {EvalError} aborted
 */
export async function comparedReplies(
  runs: ComparedReplies,
  judges: Judges,
  scorer: Scorer,
  signal: AbortSignal,
  registry: MetricRegistry = builtInMetrics,
): Promise<ComparedReplies> {
  const jobs = jobsOf(runs, judges, registry);
  if (jobs.length === 0) return runs;
  const scores = await scorer.score(
    jobs.map(({ task }) => task),
    signal,
  );
  const fresh = new Map<TrialResult, readonly ScoreRecord[]>();
  const old = new Map<TrialResult, readonly ScoreRecord[]>();
  jobs.forEach(({ task, trial, rival }, index) => {
    const own = task.metrics.map((metric, at) => ({
      id: metric.id,
      score: scores[index]?.[at] ?? notScored,
    }));
    fresh.set(
      trial,
      own.map(({ id, score }) => scoreRecord(id, score)),
    );
    old.set(
      rival,
      own.map(({ id, score }) => scoreRecord(id, opposite(score))),
    );
  });
  const summaries = (cases: readonly CaseResult[]) =>
    summariseMetrics(metricsInUse(judges.suite, judges.cases, judges.stages), cases);
  const put = (run: RunResult, records: ReadonlyMap<TrialResult, readonly ScoreRecord[]>) => {
    const cases = run.cases.map((item) => ({
      ...item,
      trials: item.trials.map((trial) => withScores(trial, records.get(trial) ?? [])),
    }));
    return { ...run, cases, metrics: summaries(cases) };
  };
  return { baseline: put(runs.baseline, old), current: put(runs.current, fresh) };
}

interface Job {
  readonly task: ScoringTask;
  readonly trial: TrialResult;
  readonly rival: TrialResult;
}

function jobsOf(
  { baseline, current }: ComparedReplies,
  { suite, cases, stages }: Judges,
  registry: MetricRegistry,
): readonly Job[] {
  const compares = ({ type }: MetricSpec) => registry.get(type)?.comparesReplies === true;
  const known = new Map(cases.map((item) => [item.id, item]));
  const partners = new Map(baseline.cases.map((item) => [item.id, item]));
  const metricsOf = metricsFor(suite, stages);
  return current.cases.flatMap((result) => {
    const item = known.get(result.id);
    const partner = partners.get(result.id);
    if (item === undefined || partner === undefined || !isSameInput(partner, result)) return [];
    const metrics = metricsOf(item).filter(compares);
    if (metrics.length === 0) return [];
    return result.trials.flatMap((trial): Job[] => {
      const rival = partner.trials.find((other) => other.trial === trial.trial);
      const sample = trial.error ? undefined : sampleOf(item, trial);
      if (sample === undefined || rival === undefined || rival.output === null) return [];
      return [{ task: { sample: { ...sample, rival: rival.output }, metrics }, trial, rival }];
    });
  });
}

function withScores(trial: TrialResult, records: readonly ScoreRecord[]): TrialResult {
  if (records.length === 0) return trial;
  const replaced = new Set(records.map(({ metric }) => metric));
  const others = trial.scores.filter(({ metric }) => !replaced.has(metric));
  return { ...trial, scores: [...others, ...records] };
}

/** How the other reply did: at least as well where this one did not win. */
function opposite(score: Score): Score {
  if (score.status !== 'scored') return score;
  const value = 1 - score.value;
  return {
    status: 'scored',
    value,
    passed: value >= 0.5,
    explanation: `Seen from the other version: ${score.explanation}`,
    evidence: [],
  };
}

const notScored: Score = { status: 'failed', explanation: 'Not scored.' };
