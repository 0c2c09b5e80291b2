import { mkdir, writeFile } from 'node:fs/promises';
import { EvalError } from '../../core/errors.ts';
import { importSuite } from '../../core/suite/importSuite.ts';
import { isPromptfooPath } from '../../core/suite/promptfoo/promptfooPath.ts';
import { isSuitePath } from '../../core/suite/suitePath.ts';
import { parseCommand, text } from '../args.ts';
import type { Environment } from '../environment.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { problemLine } from '../problemLine.ts';
import { workspaceOf } from './targets.ts';

/**
 * `micro-metrics import`: another tool's suite as one of ours, on standard output; with `--output`, suite and prompts as files
 * in a folder. What is not honoured is said on standard error.
 */
export async function importCommand(
  args: readonly string[],
  environment: Environment,
): Promise<ExitCode> {
  const { values, positionals } = parseCommand(args, ['output']);
  const [name] = positionals;
  if (name === undefined || positionals.length > 1)
    throw new EvalError('usage', 'Name one promptfoo config or .prompt.yml to import.');
  const { output, show } = environment;
  const path = environment.resolve(name);
  if (!(await environment.files.exists(path)))
    throw new EvalError('file-missing', `There is no file ${path}.`, { file: path });
  if (isSuitePath(path) && !isPromptfooPath(path))
    throw new EvalError('usage', `${name} is a suite already. Nothing has to be imported.`);
  const { suite, files, problems } = await importSuite(path, workspaceOf(path, environment));
  for (const line of new Set(problems.map((problem) => problemLine(problem, show))))
    output.note(line);
  if (suite === undefined) return exitCodes.couldNotRun;
  const folder = text(values, 'output');
  if (folder === undefined) {
    output.result(suite.trimEnd());
    return exitCodes.asAsked;
  }
  await mkdir(environment.resolve(folder), { recursive: true });
  for (const file of files) {
    const target = environment.resolve(`${folder}/${file.name}`);
    try {
      await writeFile(target, file.text, { flag: 'wx' });
    } catch (cause) {
      throw new EvalError(
        'bad-file',
        `${show(target)} was not written: it may be there already. Choose another folder, or remove it.`,
        { cause },
      );
    }
    output.result(show(target));
  }
  return exitCodes.asAsked;
}
