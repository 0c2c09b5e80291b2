import type { Scorer } from '../ports.ts';
import type { RunResult, TrialResult } from '../results/runResult.ts';
import { sampleOf } from '../results/sampleOf.ts';
import { scoreRecord } from '../results/scoreRecord.ts';
import { summariseMetrics } from '../results/summarise.ts';
import { anyComparesTrials, withOtherTrials } from '../results/withOtherTrials.ts';
import { metricsFor, metricsInUse } from '../suite/metricsFor.ts';
import type { Case, Stage, Suite } from '../suite/suite.ts';

/** The judges of today: a suite's metrics, of the stages asked for, on these cases. */
export interface Judges {
  readonly suite: Pick<Suite, 'metrics'>;
  readonly cases: readonly Case[];
  readonly stages: readonly Stage[];
}

/**
 * A stored run judged by other metrics than those it was made with, from its stored replies and
 * without a call. Cases that the suite no longer has keep no scores.
 *
 * @throws {EvalError} aborted
 */
export async function rescore(
  run: RunResult,
  judges: Judges,
  scorer: Scorer,
  signal: AbortSignal,
): Promise<RunResult> {
  const { suite, cases, stages } = judges;
  const known = new Map(cases.map((item) => [item.id, item]));
  const judgesOf = metricsFor(suite, stages);
  const jobs = run.cases.flatMap((result) => {
    const item = known.get(result.id);
    if (item === undefined) return [];
    const metrics = judgesOf(item);
    const found = result.trials.flatMap((trial) => {
      const sample = trial.error ? undefined : sampleOf(item, trial);
      return sample === undefined ? [] : [{ trial, sample }];
    });
    const samples = found.map(({ sample }) => sample);
    const seen = anyComparesTrials(metrics) ? withOtherTrials(samples) : samples;
    return found.map(({ trial, sample }, at) => ({
      trial,
      task: { sample: seen[at] ?? sample, metrics },
    }));
  });
  const scores = await scorer.score(
    jobs.map(({ task }) => task),
    signal,
  );
  const rescored = new Map<TrialResult, TrialResult>();
  jobs.forEach(({ trial, task }, index) => {
    const records = task.metrics.map((metric, at) =>
      scoreRecord(
        metric.id,
        scores[index]?.[at] ?? { status: 'failed', explanation: 'Not scored.' },
      ),
    );
    rescored.set(trial, { ...trial, scores: records });
  });
  const results = run.cases.map((result) => ({
    ...result,
    trials: result.trials.map((trial) => rescored.get(trial) ?? { ...trial, scores: [] }),
  }));
  const metrics = summariseMetrics(metricsInUse(suite, cases, stages), results);
  return { ...run, cases: results, metrics };
}
