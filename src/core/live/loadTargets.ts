import type { Problem } from '../problem.ts';
import { loadPrompt, loadPrompts, suitesFor, type Workspace } from '../suite/discover.ts';
import { collectCases } from '../suite/readCases.ts';
import type { Target } from './evaluatePrompt.ts';

/** What was read for a prompt file: its targets (one per suite), and what is wrong with the files. */
export interface LoadedTargets {
  readonly targets: readonly Target[];
  readonly problems: readonly Problem[];
}

/** Reads the prompts of a file, every suite that belongs to it, and all their cases. Never throws for bad input. */
export async function loadTargets(path: string, workspace: Workspace): Promise<LoadedTargets> {
  const targets: Target[] = [];
  const found: Problem[] = [];
  const suites = await suitesFor(path, workspace);
  // What another tool's suite makes of the file is read as that tool reads it.
  const isOwn =
    suites.length === 0 || suites.some(({ value }) => value?.promptFormat === undefined);
  if (isOwn) found.push(...(await loadPrompt(path, workspace)).problems);
  for (const { value: suite, problems: faults } of suites) {
    const { value: prompts, problems } = await loadPrompts(path, suite ?? {}, workspace);
    if (suite?.promptFormat !== undefined) found.push(...problems);
    if (prompts === undefined) continue;
    found.push(...faults);
    if (suite === undefined) continue;
    const { cases, problems: rowFaults } = await collectCases(suite, workspace);
    found.push(...rowFaults);
    targets.push(...prompts.map((prompt) => ({ prompt, suite, cases })));
  }
  return { targets, problems: found };
}
