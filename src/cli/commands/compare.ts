import { compareRuns } from '../../core/compare/compareRuns.ts';
import { EvalError } from '../../core/errors.ts';
import { readReport } from '../../core/report/readReport.ts';
import { parseCommand, parseReport, reportOptions } from '../args.ts';
import type { Environment } from '../environment.ts';
import type { ExitCode } from '../exitCodes.ts';
import { exitCodeFor } from '../failOn.ts';
import { writeReport } from '../writeReport.ts';

/** `micro-metrics compare`: two reports side by side, with the scores they hold. */
export async function compare(
  args: readonly string[],
  environment: Environment,
): Promise<ExitCode> {
  const { values, positionals } = parseCommand(args, reportOptions);
  const options = parseReport(values, 'regression');
  const [oldPath, newPath, ...rest] = positionals;
  if (oldPath === undefined || newPath === undefined || rest.length > 0) {
    throw new EvalError('usage', 'Name two reports, the old one first.');
  }
  const [before, now] = await Promise.all(
    [oldPath, newPath].map(async (path) =>
      readReport(
        await environment.files.readText(environment.resolve(path), { maxBytes: 1e9 }),
        path,
      ),
    ),
  );
  const reported = (now ?? []).map((run, index) => {
    const partner =
      before?.find((item) => item.prompt === run.prompt && item.suite === run.suite) ??
      before?.[index];
    return partner === undefined
      ? { run }
      : { run, comparison: compareRuns(partner, run, { baselineLabel: oldPath }) };
  });
  await writeReport(reported, options, environment);
  return exitCodeFor(reported, options.failOn);
}
