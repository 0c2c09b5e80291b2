import { EvalError } from '../../core/errors.ts';
import { isSuiteName } from '../../core/live/loadTargets.ts';
import type { Problem } from '../../core/problem.ts';
import { readPrompt } from '../../core/prompt/formats.ts';
import { readSuite } from '../../core/suite/readSuite.ts';
import { parseCommand } from '../args.ts';
import type { Environment } from '../environment.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { problemLine } from './targets.ts';

/** `micro-metrics check`: mistakes in prompts and suites, one a line. */
export async function check(args: readonly string[], environment: Environment): Promise<ExitCode> {
  const { positionals } = parseCommand(args, []);
  if (positionals.length === 0) throw new EvalError('usage', 'Name the files to check.');
  const problems = (
    await Promise.all(positionals.map((path) => problemsOf(environment.resolve(path), environment)))
  ).flat();
  for (const problem of problems) environment.output.result(problemLine(problem, environment.show));
  const isBroken = problems.some((problem) => problem.severity === 'error');
  return isBroken ? exitCodes.failed : exitCodes.asAsked;
}

async function problemsOf(path: string, environment: Environment): Promise<readonly Problem[]> {
  const { files, registry } = environment;
  const source = { path, text: await files.readText(path) };
  if (isSuiteName(path)) return readSuite(source, registry).problems;
  const read = await readPrompt(source, { readText: (file) => files.readText(file) });
  return read.problems;
}
