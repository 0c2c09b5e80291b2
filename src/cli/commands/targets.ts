import { stat } from 'node:fs/promises';
import { EvalError } from '../../core/errors.ts';
import type { Target } from '../../core/live/evaluatePrompt.ts';
import {
  isSuiteName,
  type LoadContext,
  loadTargets,
  promptsOfSuite,
  readSuites,
} from '../../core/live/loadTargets.ts';
import type { Problem } from '../../core/problem.ts';
import type { Environment } from '../environment.ts';

/** What arguments name: prompts, suites and folders, as targets to evaluate. */
export async function targetsOf(
  paths: readonly string[],
  environment: Environment,
): Promise<{ readonly targets: readonly Target[]; readonly problems: readonly Problem[] }> {
  const targets: Target[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    const full = environment.resolve(path);
    const wanted = await wantedBy(full, environment);
    for (const { prompt, suite, root } of wanted) {
      const context: LoadContext = {
        files: environment.files,
        registry: environment.registry,
        root,
      };
      const loaded = await loadTargets(prompt, context);
      problems.push(...loaded.problems);
      targets.push(
        ...loaded.targets.filter((target) => suite === undefined || target.suite.path === suite),
      );
    }
    if (wanted.length === 0) {
      throw new EvalError(
        'usage',
        `${path} has no prompt with a suite. A suite is a file <name>.metrics.yaml beside <name>.prompt.md.`,
      );
    }
  }
  return { targets, problems };
}

interface Wanted {
  readonly prompt: string;
  readonly suite?: string;
  readonly root: string;
}

async function wantedBy(path: string, environment: Environment): Promise<readonly Wanted[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => {
      throw new EvalError('file-missing', `There is no file or folder ${path}.`, { file: path });
    },
  );
  const root =
    isFolder || !path.startsWith(`${environment.root}/`)
      ? folderOf(path, isFolder)
      : environment.root;
  if (!isFolder && !isSuiteName(path)) return [{ prompt: path, root }];
  const context = { files: environment.files, registry: environment.registry, root };
  const { suites } = await readSuites(context);
  const wanted: Wanted[] = [];
  for (const suite of suites) {
    if (!isFolder && suite.path !== path) continue;
    for (const prompt of await promptsOfSuite(suite, context)) {
      wanted.push({ prompt, suite: suite.path, root });
    }
  }
  return wanted;
}

function folderOf(path: string, isFolder: boolean): string {
  return isFolder ? path : path.slice(0, path.lastIndexOf('/'));
}

/** A problem as compilers write it: `file:line:column: severity: message`, counted from 1. */
export function problemLine(problem: Problem, show: (path: string) => string): string {
  const { line, column } = problem.range.start;
  return `${show(problem.file)}:${line + 1}:${column + 1}: ${problem.severity}: ${problem.message}`;
}
