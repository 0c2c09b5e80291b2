import type { Breather } from '../breather.ts';
import type { Scorer, ScoringTask } from '../ports.ts';
import type { RunResult, TrialResult } from '../results/runResult.ts';
import { sampleOf } from '../results/sampleOf.ts';
import { scoreRecord } from '../results/scoreRecord.ts';
import { summaryOf } from '../results/summarise.ts';
import { anyComparesTrials, withOtherTrials } from '../results/withOtherTrials.ts';
import { atOnce, inSteps } from '../steps.ts';
import { metricsFor, metricsInUse } from '../suite/metricsFor.ts';
import type { Case, Stage, Suite } from '../suite/suite.ts';
import { plannedTrials } from './pairing.ts';

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
 * @param breather for pauses in which an editor around may do its own; default: there are none
 * @throws {EvalError} aborted
 */
export async function rescore(
  run: RunResult,
  judges: Judges,
  scorer: Scorer,
  signal: AbortSignal,
  breather?: Breather,
): Promise<RunResult> {
  const { suite, cases, stages } = judges;
  const known = new Map(cases.map((item) => [item.id, item]));
  const judgesOf = metricsFor(suite, stages);
  const jobs: { readonly trial: TrialResult; readonly task: ScoringTask }[] = [];
  for (const result of run.cases) {
    const item = known.get(result.id);
    if (item === undefined) continue;
    const metrics = judgesOf(item);
    const found = result.trials.flatMap((trial) => {
      const sample = trial.error ? undefined : sampleOf(item, trial);
      return sample === undefined ? [] : [{ trial, sample }];
    });
    const samples = found.map(({ sample }) => sample);
    const seen = anyComparesTrials(metrics) ? withOtherTrials(samples) : samples;
    found.forEach(({ trial, sample }, at) => {
      jobs.push({ trial, task: { sample: seen[at] ?? sample, metrics } });
    });
    if (breather?.isDue) await breather.pause();
  }
  const scores = await scorer.score(
    jobs.map(({ task }) => task),
    signal,
  );
  const rescored = new Map<TrialResult, TrialResult>();
  for (const [index, { trial, task }] of jobs.entries()) {
    const records = task.metrics.map((metric, at) =>
      scoreRecord(
        metric.id,
        scores[index]?.[at] ?? { status: 'failed', explanation: 'Not scored.' },
      ),
    );
    rescored.set(trial, { ...trial, scores: records });
    if (breather?.isDue) await breather.pause();
  }
  const results = run.cases.map((result) => ({
    ...result,
    trials: result.trials.map((trial) => rescored.get(trial) ?? { ...trial, scores: [] }),
  }));
  const summary = summaryOf(
    metricsInUse(suite, cases, stages),
    results,
    (item) => plannedTrials(run, item).trials,
  );
  const metrics = breather === undefined ? atOnce(summary) : await inSteps(summary, breather);
  return { ...run, cases: results, metrics };
}
