import type { Baseline } from '../../core/compare/judgeBaseline.ts';
import { EvalError } from '../../core/errors.ts';
import { hashOf } from '../../core/hash.ts';
import type { Target } from '../../core/live/evaluated.ts';
import { basename } from '../../core/path.ts';
import { reportedLog } from '../../core/report/reportedLog.ts';
import type { CaseResult } from '../../core/results/runResult.ts';
import { type ScoringMeans, scoredLog } from './scoredLog.ts';

/**
 * Recorded replies to the cases of a suite as the side that a result is compared with. Undefined: it was stopped.
 * @param path absolute path of JSONL
 * @throws {EvalError} bad-file where no line belongs to a case
 */
export async function recordingBaseline(
  path: string,
  target: Target,
  services: ScoringMeans,
): Promise<Baseline | undefined> {
  const { scoring, isStopped } = await scoredLog(path, target, services);
  if (isStopped) return undefined;
  const log = scoring.result();
  if (log.cases.length === 0)
    throw new EvalError(
      'bad-file',
      `${basename(path)} has no line for a case of ${basename(target.suite.path)}. A line that can be compared is like {"case": "${target.cases[0]?.id ?? 'id'}", "output": "..."}.`,
    );
  const first = firstTime(log.cases);
  const { run } = reportedLog(log, {
    ...{ suite: target.suite, prompt: target.prompt.path, log: path, version: '' },
    ...{ startedAt: first ?? 0, durationMs: 0, isStopped },
  });
  const name = basename(path);
  return {
    // Other replies in the same file are another run.
    run: { ...run, id: `recording ${path} ${hashOf(repliesOf(log.cases))}` },
    ...{ label: `the recording ${name}`, name: `Recording ${name}` },
    ...(first === undefined && { isUndated: true }),
  };
}

function repliesOf(cases: readonly CaseResult[]) {
  return cases.map(({ id, trials }) => [id, trials.map(({ output }) => output)]);
}

/** Milliseconds since 1970; undefined where no line says when it was. */
function firstTime(cases: readonly CaseResult[]): number | undefined {
  const replies = cases.flatMap(({ trials }) => trials.flatMap((trial) => trial.replies));
  const times = replies.flatMap(({ time }) => (time > 0 ? [time] : []));
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b));
}
