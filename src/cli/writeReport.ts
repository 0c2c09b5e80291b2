import { writeFile } from 'node:fs/promises';
import { jsonReport, type ReportedRun } from '../core/results/report.ts';
import type { Reporter } from './args.ts';
import type { Environment } from './environment.ts';
import { textReport } from './reporters/text.ts';

/** Writes results where they were asked for: to a file, else to standard output. */
export async function writeReport(
  runs: readonly ReportedRun[],
  options: { readonly reporter: Reporter; readonly output?: string },
  { output, resolve, show }: Environment,
): Promise<void> {
  const isFile = options.output !== undefined;
  const text =
    options.reporter === 'json'
      ? JSON.stringify(jsonReport(runs, show), undefined, 2)
      : textReport(runs, show, output.isColoured && !isFile);
  if (options.output === undefined) output.result(text);
  else await writeFile(resolve(options.output), `${text}\n`);
}
