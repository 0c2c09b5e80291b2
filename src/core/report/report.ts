import type { Comparison } from '../compare/comparison.ts';
import type { Finding } from '../findings/finding.ts';
import type { JudgeReliability } from '../judges/measureJudges.ts';
import type { Reliability } from '../judges/reliability.ts';
import type { CaseResult, MetricSummary, RunResult } from '../results/runResult.ts';
import type { LineSummary } from '../score/scoreTally.ts';
import type { Goal } from '../suite/suite.ts';
import type { JsonReliability, JsonReport, JsonRun } from './reportSchema.ts';

/** A run as the command line prints it, with its comparison when there is one. */
export interface ReportedRun {
  readonly run: RunResult;
  /** What the run is of, where that is not the prompt as it is; for readers. */
  readonly label?: string;
  readonly comparison?: Comparison;
  /** The prompt means what the version means that it was to be compared with: nothing can have got worse. */
  readonly isUnchanged?: true;
  /** Of `score`: lines without a case of the suite. They count in the run's metrics. */
  readonly lines?: LineSummary;
  /** What a person should look at, with its place; absent where only reports are at hand. */
  readonly findings?: readonly Finding[];
  /** Goals of the suite, where it is at hand. */
  readonly goals?: readonly Pick<Goal, 'id' | 'text'>[];
  /** How far judges are to be trusted, by the id of the metric. */
  readonly reliability?: JudgeReliability;
}

/** The JSON report, version 1: a stable format that other tools read. */
export function jsonReport(
  runs: readonly ReportedRun[],
  show: (path: string) => string,
): JsonReport {
  return { version: 1, runs: runs.map((reported) => jsonRun(reported, show)) };
}

function jsonRun(
  { run, comparison, lines, reliability }: ReportedRun,
  show: (path: string) => string,
): JsonRun {
  return {
    prompt: show(run.prompt),
    promptVersion: run.promptVersion,
    suite: show(run.suite),
    model: jsonModel(run),
    startedAt: new Date(run.startedAt).toISOString(),
    durationMs: Math.round(run.durationMs),
    status: run.status,
    usage: run.usage,
    trials: run.trials,
    metrics: run.metrics.map((metric) => jsonMetric(metric, reliability?.get(metric.id))),
    cases: run.cases.map(jsonCase),
    ...(lines && { lines: jsonLines(lines) }),
    ...(comparison && { comparison: jsonComparison(comparison) }),
  };
}

function jsonLines({ total, failures, rates }: LineSummary): JsonRun['lines'] {
  return {
    total,
    failures,
    ...(rates && {
      rates: rates.map(({ current, isAlert, ...rate }) => ({ ...rate, current, alert: isAlert })),
    }),
  };
}

/** Named one by one: the report is a contract, whatever else a summary comes to hold. */
function jsonMetric(
  metric: MetricSummary,
  reliability: Reliability | undefined,
): JsonRun['metrics'][number] {
  const { id, name, type, stage, severity, goal, target, definition } = metric;
  const { passed, scored, failed, skipped, passRate, interval } = metric;
  return {
    ...{ id, name, type, stage, severity },
    ...(goal !== undefined && { goal }),
    ...(target !== undefined && { target }),
    ...(definition !== undefined && { definition }),
    ...{ passed, scored, failed, skipped, passRate, interval },
    ...(reliability && { judge: jsonReliability(reliability) }),
  };
}

/** What is not known is null. */
export function jsonReliability(known: Reliability): JsonReliability {
  const { agreement, labels, flips, positionBias, lengthBias } = known;
  return {
    labels: labels ?? agreement?.labels ?? 0,
    judged: agreement?.labels ?? 0,
    agreed: agreement?.agreed ?? null,
    kappa: agreement?.kappa ?? null,
    interval: agreement?.interval ?? null,
    flips: flips ?? null,
    positionBias: positionBias ?? null,
    lengthBias: lengthBias ?? null,
  };
}

function jsonCase(item: CaseResult): JsonRun['cases'][number] {
  return {
    id: item.id,
    inputHash: item.inputHash,
    trials: item.trials.map((trial) => ({
      trial: trial.trial,
      output: trial.output,
      ...(trial.error && { error: { code: trial.error.code, message: trial.error.message } }),
      cached: trial.replies.length > 0 && trial.replies.every((reply) => reply.isCached),
      latencyMs: latencyOf(trial.replies.map((reply) => reply.latencyMs)),
      ...modelOf(trial.replies.at(-1)?.model),
      ...(trial.replies.length > 1 && {
        turns: trial.replies.map((reply) => ({ user: reply.turn ?? null, reply: reply.text })),
      }),
      scores: trial.scores.map(({ metric, status, value, passed, explanation }) => ({
        metric,
        status,
        value,
        passed,
        explanation,
      })),
    })),
  };
}

/** Of all replies together; null as soon as one was not measured now. */
function latencyOf(latencies: readonly (number | null)[]): number | null {
  if (latencies.length === 0) return null;
  return latencies.reduce((sum, ms) => (sum === null || ms === null ? null : sum + ms), 0);
}

function jsonModel({ model }: RunResult): JsonRun['model'] {
  const { provider, name, baseUrl, isSimulated } = model;
  return { provider, name, ...(baseUrl !== undefined && { baseUrl }), isSimulated };
}

function modelOf(model: string | undefined) {
  return model === undefined ? {} : { model };
}

function jsonComparison(comparison: Comparison): NonNullable<JsonRun['comparison']> {
  const { run, promptVersion, label } = comparison.baseline;
  return {
    baseline: { run, promptVersion, label },
    verdict: comparison.verdict,
    metrics: comparison.metrics.map((metric) => ({
      id: metric.id,
      name: metric.name,
      verdict: metric.verdict,
      isMixed: metric.isMixed,
      isSmall: metric.isSmall,
      old: metric.old,
      new: metric.new,
      difference: metric.difference,
      interval: metric.interval,
      pValue: metric.pValue,
      pAdjusted: metric.pAdjusted,
      pairs: metric.pairs,
      summary: metric.summary,
    })),
    cases: comparison.cases.map(({ id, verdict, metrics }) => ({
      id,
      verdict,
      metrics: metrics.map(({ id: metric, old, new: fresh, verdict: own }) => ({
        id: metric,
        old,
        new: fresh,
        verdict: own,
      })),
    })),
  };
}
