import type { Baseline } from '../../core/compare/judgeBaseline.ts';
import { EvalError } from '../../core/errors.ts';
import type { Target } from '../../core/live/evaluated.ts';
import { reportedLog } from '../../core/logs/reportedLog.ts';
import { basename } from '../../core/path.ts';
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
  const { run } = reportedLog(log, {
    ...{ suite: target.suite, prompt: target.prompt.path, log: path, version: '' },
    ...{ startedAt: Date.now(), durationMs: 0, isStopped },
  });
  const name = basename(path);
  return { run, label: `the recording ${name}`, name: `Recording ${name}`, isUndated: true };
}
