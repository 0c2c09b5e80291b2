import { EvalError } from '../../core/errors.ts';
import { loadSuite, promptsOf } from '../../core/suite/discover.ts';
import { collectCases } from '../../core/suite/readCases.ts';
import type { Case, Suite } from '../../core/suite/suite.ts';
import type { Environment } from '../environment.ts';
import { problemLine } from '../problemLine.ts';
import { workspaceOf } from './targets.ts';

export interface SuiteForLog {
  readonly suite: Suite;
  readonly cases: readonly Case[];
  /** Absolute path of the prompt, or of the suite where it has none or several. */
  readonly prompt: string;
}

/** Reads the suite that judges a log, and tells of its mistakes. @throws {EvalError} bad-file */
export async function suiteForLog(name: string, environment: Environment): Promise<SuiteForLog> {
  const { output, show } = environment;
  const path = environment.resolve(name);
  const workspace = workspaceOf(path, environment);
  const { value: suite, problems } = await loadSuite(path, workspace);
  for (const problem of problems) output.note(problemLine(problem, show));
  if (suite === undefined)
    throw new EvalError('bad-file', `${name} cannot be used; see above.`, { file: path });
  const { cases, problems: faults } = await collectCases(suite, workspace);
  for (const problem of faults) output.note(problemLine(problem, show));
  const { prompts } = await promptsOf(suite, workspace);
  const [prompt] = prompts;
  return { suite, cases, prompt: prompts.length === 1 && prompt !== undefined ? prompt : path };
}

/** The one suite of the working folder. @throws {EvalError} usage where there is none, or several */
export async function onlySuite({ files, root, show }: Environment): Promise<string> {
  const found = await files.find(root, '**/*.metrics.yaml');
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const several = found.slice(0, 5).map(show).join(', ');
  throw new EvalError(
    'usage',
    found.length === 0
      ? 'There is no suite (*.metrics.yaml) here. Name one with --suite.'
      : `There are several suites (${several}). Name one with --suite.`,
  );
}
