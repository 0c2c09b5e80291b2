import { stat } from 'node:fs/promises';
import { EvalError } from '../../core/errors.ts';
import type { Target } from '../../core/live/evaluatePrompt.ts';
import { loadTargets } from '../../core/live/loadTargets.ts';
import { dirname, isInside } from '../../core/path.ts';
import type { Problem } from '../../core/problem.ts';
import {
  loadSuite,
  pairsIn,
  promptsOf,
  suitesFor,
  type Workspace,
} from '../../core/suite/discover.ts';
import { isSuitePath, stemOf } from '../../core/suite/suitePath.ts';
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
    const workspace = workspaceOf(full, environment);
    const wanted = await wantedBy(full, workspace);
    problems.push(...wanted.problems);
    for (const [prompt, suites] of wanted.prompts) {
      const loaded = await loadTargets(prompt, workspace);
      problems.push(...loaded.problems);
      targets.push(
        ...loaded.targets.filter(({ suite }) => suites === 'all' || suites.has(suite.path)),
      );
    }
    const isPrompt = wanted.prompts.size === 1 && wanted.prompts.get(full) === 'all';
    if (isPrompt && (await suitesFor(full, workspace)).length === 0) {
      throw new EvalError(
        'usage',
        `${path} has no suite. Write '${stemOf(full)}.metrics.yaml' beside it, or name the prompt under 'prompt:' in another suite.`,
      );
    }
    if (wanted.prompts.size === 0 && wanted.problems.length === 0) {
      throw new EvalError(
        'usage',
        `${path} has no prompt with a suite. A suite is a file <name>.metrics.yaml beside <name>.prompt.md.`,
      );
    }
  }
  return { targets, problems: eachOnce(problems) };
}

/** A suite of several prompts is read with each of them; its mistakes are told once. */
function eachOnce(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** The folder that prompts and suites may lie in: the working folder, or that of a path outside it. */
export function workspaceOf(path: string, { root, files, registry }: Environment): Workspace {
  return { files, registry, root: isInside(root, path) ? root : dirname(path) };
}

interface Wanted {
  /** Suites by prompt. */
  readonly prompts: ReadonlyMap<string, ReadonlySet<string> | 'all'>;
  readonly problems: readonly Problem[];
}

async function wantedBy(path: string, workspace: Workspace): Promise<Wanted> {
  const found = await stat(path).catch(() => {
    throw new EvalError('file-missing', `There is no file or folder ${path}.`, { file: path });
  });
  if (found.isDirectory()) {
    const prompts = new Map<string, Set<string>>();
    for (const { prompt, suite } of await pairsIn(path, workspace)) {
      prompts.set(prompt, (prompts.get(prompt) ?? new Set()).add(suite));
    }
    return { prompts, problems: [] };
  }
  if (!isSuitePath(path)) return { prompts: new Map([[path, 'all']]), problems: [] };
  const { value: suite, problems } = await loadSuite(path, workspace);
  if (suite === undefined) return { prompts: new Map(), problems };
  const { prompts, problems: faults } = await promptsOf(suite, workspace);
  const own = new Set([path]);
  return { prompts: new Map(prompts.map((prompt) => [prompt, own])), problems: faults };
}
