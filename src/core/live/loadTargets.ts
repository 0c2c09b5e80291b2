import type { Problem } from '../problem.ts';
import { loadPrompt, suitesFor, type Workspace } from '../suite/discover.ts';
import { collectCases } from '../suite/readCases.ts';
import type { Target } from './evaluatePrompt.ts';

/** What was read for a prompt file: its targets (one per suite), and what is wrong with the files. */
export interface LoadedTargets {
  readonly targets: readonly Target[];
  readonly problems: readonly Problem[];
}

/** Reads a prompt, every suite that belongs to it, and all their cases. Never throws for bad input. */
export async function loadTargets(path: string, workspace: Workspace): Promise<LoadedTargets> {
  const { value: prompt, problems } = await loadPrompt(path, workspace);
  if (prompt === undefined) return { targets: [], problems };
  const targets: Target[] = [];
  const found = [...problems];
  for (const { value: suite, problems: faults } of await suitesFor(path, workspace)) {
    found.push(...faults);
    if (suite === undefined) continue;
    const { cases, problems: rowFaults } = await collectCases(suite, workspace);
    found.push(...rowFaults);
    targets.push({ prompt, suite, cases });
  }
  return { targets, problems: found };
}
