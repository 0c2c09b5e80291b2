import * as vscode from 'vscode';
import { EvalError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import { type RunRow, runRow } from './runRow.ts';
import { type VersionSources, versionsOfRuns } from './runVersions.ts';

/** Runs that are offered. */
const limit = 100;

/** Where runs are known from. */
export interface RunSources extends VersionSources {
  readonly store: Pick<Store, 'versions' | 'runs' | 'run'>;
}

/** What rows are made with. */
export interface RunRowOptions {
  readonly withCurrent?: boolean;
  readonly pinned?: string;
  /** What is to be said of a run besides. */
  readonly marksOf?: (id: string) => readonly string[];
}

/** Stored runs of a prompt and suite to choose from, newest first. */
export async function runRows(
  current: RunResult,
  sources: RunSources,
  { withCurrent = false, pinned, marksOf }: RunRowOptions = {},
): Promise<readonly RunRow[]> {
  const { prompt, suite } = current;
  const { store } = sources;
  const [all, versions] = await Promise.all([
    store.runs({ prompt, suite, summaries: true, limit }),
    versionsOfRuns(prompt, sources, limit),
  ]);
  return all
    .filter(({ id }) => withCurrent || id !== current.id)
    .map((run) => {
      const version = versions.get(run.promptVersion);
      return runRow(run, { current, pinned, version, marks: marksOf?.(run.id) ?? [] });
    });
}

/** Lets a person pick a stored run of a prompt and suite, newest first. */
export async function pickRun(
  title: string,
  current: RunResult,
  sources: RunSources,
  options: RunRowOptions = {},
): Promise<RunResult | undefined> {
  const items = await runRows(current, sources, options);
  if (items.length === 0) {
    throw new EvalError('usage', 'There is no other run of this prompt and suite yet.');
  }
  const choice = await vscode.window.showQuickPick<RunRow & vscode.QuickPickItem>([...items], {
    title,
    placeHolder: 'Newest first; what today’s metrics say of their replies is worked out anew.',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return choice === undefined ? undefined : sources.store.run(choice.id);
}
