import { checkFile } from '../../core/check/checkFile.ts';
import { EvalError } from '../../core/errors.ts';
import { dayOf } from '../../core/run/spending.ts';
import { nodeClock } from '../../node/nodeClock.ts';
import { parseCommand } from '../args.ts';
import type { Environment } from '../environment.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { problemLine } from '../problemLine.ts';
import { workspaceOf } from './targets.ts';

/** `micro-metrics check`: mistakes in prompts and suites, one a line. */
export async function check(args: readonly string[], environment: Environment): Promise<ExitCode> {
  const { positionals } = parseCommand(args, []);
  if (positionals.length === 0) throw new EvalError('usage', 'Name the files to check.');
  const today = dayOf(nodeClock.now());
  const lines = new Set<string>();
  let isBroken = false;
  for (const name of positionals) {
    const path = environment.resolve(name);
    for (const problem of await checkFile(path, { ...workspaceOf(path, environment), today })) {
      isBroken ||= problem.severity === 'error';
      lines.add(problemLine(problem, environment.show));
    }
  }
  if (lines.size > 0) environment.output.result([...lines].join('\n'));
  return isBroken ? exitCodes.failed : exitCodes.asAsked;
}
