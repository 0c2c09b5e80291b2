import { dirname, relativePath, resolvePath } from '../path.ts';
import type { Files } from '../ports.ts';
import { stemOf } from '../suite/suitePath.ts';
import { readJsonReport, runsOf } from './readReport.ts';
import { jsonReport } from './report.ts';
import type { JsonRun } from './reportSchema.ts';
import type { RunResult } from './runResult.ts';

/** A committed baseline may be this large, in bytes. */
const maxBytes = 200 * 1024 * 1024;

/** Where the accepted results of a suite's prompts lie: `support.baseline.json` beside `support.metrics.yaml`. */
export function committedPath(suite: string): string {
  return `${dirname(suite)}/${stemOf(suite)}.baseline.json`;
}

/**
 * The committed run of a prompt and suite; undefined where none was committed. Paths in the file are relative to it,
 * those of the run absolute. @throws {EvalError} bad-file when the file is no report
 */
export async function committedRun(
  files: Files,
  { prompt, suite }: Pick<RunResult, 'prompt' | 'suite'>,
): Promise<RunResult | undefined> {
  const path = committedPath(suite);
  if (!(await files.exists(path))) return undefined;
  const folder = dirname(path);
  const report = readJsonReport(await files.readText(path, { maxBytes }), path);
  return runsOf(report, path)
    .map((run) => ({
      ...run,
      prompt: resolvePath(folder, run.prompt),
      suite: resolvePath(folder, run.suite),
    }))
    .find((run) => run.prompt === prompt && run.suite === suite);
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
