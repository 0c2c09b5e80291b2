import { stat } from 'node:fs/promises';
import { checkFile } from '../../core/check/checkFile.ts';
import { EvalError } from '../../core/errors.ts';
import { dayOf } from '../../core/run/spending.ts';
import { promptsAndSuitesIn } from '../../core/suite/discover.ts';
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
  const alongside = await filesToCheck(positionals, environment);
  for (const path of alongside) {
    const context = { ...workspaceOf(path, environment), today, alongside };
    for (const problem of await checkFile(path, context)) {
      isBroken ||= problem.severity === 'error';
      lines.add(problemLine(problem, environment.show));
    }
  }
  if (lines.size > 0) environment.output.result([...lines].join('\n'));
  return isBroken ? exitCodes.failed : exitCodes.asAsked;
}

/** Files as they were named; of a folder its suites and the prompts that belong to them. */
async function filesToCheck(
  names: readonly string[],
  environment: Environment,
): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  for (const name of names) {
    const path = environment.resolve(name);
    const found = await stat(path).catch(() => {
      throw new EvalError('file-missing', `There is no file or folder ${path}.`, { file: path });
    });
    if (!found.isDirectory()) {
      paths.add(path);
      continue;
    }
    const workspace = { ...workspaceOf(path, environment), root: path };
    const files = await promptsAndSuitesIn(workspace);
    if (files.length === 0) {
      throw new EvalError('usage', `${name} holds no prompt and no suite to check.`);
    }
    for (const file of files) paths.add(file);
  }
  return paths;
}
