import type { Breather } from '../breather.ts';
import { dirname, relativePath, resolvePath } from '../path.ts';
import type { Files } from '../ports.ts';
import type { RunResult } from '../results/runResult.ts';
import { atOnce, inSteps } from '../steps.ts';
import { stemOf } from '../suite/suitePath.ts';
import { readJsonReport, readJsonReportInSteps, runsOf } from './readReport.ts';
import { jsonReport } from './report.ts';
import type { JsonRun } from './reportSchema.ts';

/** A committed baseline may be this large, in bytes. */
const maxBytes = 200 * 1024 * 1024;

/** Where the accepted results of a suite's prompts lie: `support.baseline.json` beside `support.metrics.yaml`. */
export function committedPath(suite: string): string {
  return `${dirname(suite)}/${stemOf(suite)}.baseline.json`;
}

/** One that is read as somebody types may be this large, in bytes: that it is taken apart is not to be felt. */
export const maxEditorBytes = 4 * 1024 * 1024;

export interface CommittedReading {
  /** In bytes; default 200 MiB. */
  readonly maxBytes?: number;
  /** Lets an editor around do its own meanwhile; default: all is done at once. */
  readonly breather?: Breather;
}

/**
 * The committed run of a prompt and suite; undefined where none was committed. Paths in the file are relative to it,
 * those of the run absolute. A file that has not changed is not read again.
 * @throws {EvalError} bad-file when the file is no report; file-too-large
 */
export async function committedRun(
  files: Files,
  { prompt, suite }: Pick<RunResult, 'prompt' | 'suite'>,
  reading: CommittedReading = {},
): Promise<RunResult | undefined> {
  const path = committedPath(suite);
  if (!(await files.exists(path))) return undefined;
  const runs = await committedRuns(files, path, reading);
  return runs.find((run) => run.prompt === prompt && run.suite === suite);
}

/** What was read last of a file, as long as it is the same. */
const memories = new WeakMap<Files, Map<string, CommittedRuns>>();
/** A window has few suites in use at a time. */
const filesKept = 4;

interface CommittedRuns {
  readonly stamp: string;
  readonly runs: readonly RunResult[];
}

async function committedRuns(
  files: Files,
  path: string,
  reading: CommittedReading,
): Promise<readonly RunResult[]> {
  // Before it is read: what changes meanwhile has another stamp the next time.
  const stamp = await files.stamp?.(path);
  const memory = memories.get(files) ?? new Map<string, CommittedRuns>();
  memories.set(files, memory);
  const known = memory.get(path);
  if (known !== undefined && known.stamp === stamp) return known.runs;
  const runs = await readRuns(files, path, reading);
  memory.delete(path);
  if (stamp === undefined) return runs;
  memory.set(path, { stamp, runs });
  const [oldest] = memory.keys();
  if (memory.size > filesKept && oldest !== undefined) memory.delete(oldest);
  return runs;
}

async function readRuns(
  files: Files,
  path: string,
  { maxBytes: most = maxBytes, breather }: CommittedReading,
): Promise<readonly RunResult[]> {
  const folder = dirname(path);
  const steps = readJsonReportInSteps(await files.readText(path, { maxBytes: most }), path);
  const report = breather === undefined ? atOnce(steps) : await inSteps(steps, breather);
  return runsOf(report, path).map((run) => ({
    ...run,
    prompt: resolvePath(folder, run.prompt),
    suite: resolvePath(folder, run.suite),
  }));
}

/**
 * The text of the committed file with these runs in it, in the place of those of the same prompt and suite.
 * @throws {EvalError} bad-file when the file is there and is no report
 */
export async function withCommitted(files: Files, runs: readonly RunResult[], path: string) {
  const folder = dirname(path);
  const fresh = jsonReport(
    runs.map((run) => ({ run })),
    (file) => relativePath(folder, file),
  );
  const isReplaced = (old: JsonRun) =>
    fresh.runs.some((run) => run.prompt === old.prompt && run.suite === old.suite);
  const kept = (await files.exists(path))
    ? readJsonReport(await files.readText(path, { maxBytes }), path).runs.filter(
        (run) => !isReplaced(run),
      )
    : [];
  const all = [...kept, ...fresh.runs].sort((a, b) => compare(a.prompt, b.prompt));
  return `${JSON.stringify({ version: fresh.version, runs: all }, undefined, 2)}\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
