import { logFindings } from '../logs/logFindings.ts';
import { basename } from '../path.ts';
import type { RunResult, RunUsage } from '../results/runResult.ts';
import type { ScoredLog } from '../score/scoreLog.ts';
import type { Suite } from '../suite/suite.ts';
import type { ReportedRun } from './report.ts';

export interface LogFacts {
  readonly suite: Suite;
  /** Absolute path of what the report is about: the prompt, else the suite. */
  readonly prompt: string;
  /** Absolute path. */
  readonly log: string;
  /** Stands for the version of the outputs: the prompt that made them is not known. */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly isStopped: boolean;
  /** What judges cost; absent: none was asked. */
  readonly asked?: Pick<RunUsage, 'requests' | 'cached' | 'cost'>;
}

const nothing = { requests: 0, cached: 0, cost: 0 };

/** What was found in a log, as a run that reports can tell of. */
export function reportedLog(
  { metrics, cases, lines, usage, model }: ScoredLog,
  { suite, prompt, log, version, startedAt, durationMs, isStopped, asked = nothing }: LogFacts,
): ReportedRun & { readonly run: RunResult } {
  const run: RunResult = {
    id: `${startedAt.toString(36)}-score`,
    prompt,
    suite: suite.path,
    promptVersion: version,
    model: { provider: 'replay', name: model ?? basename(log), isSimulated: false },
    startedAt,
    durationMs,
    status: isStopped ? 'stopped' : 'complete',
    trials: cases.reduce((most, item) => Math.max(most, item.trials.length), 1),
    usage: { ...usage, ...asked },
    metrics,
    cases,
  };
  return {
    run,
    goals: suite.goals,
    ...(lines.total > 0 && { lines, findings: logFindings(suite.metrics, lines.rates ?? []) }),
  };
}
