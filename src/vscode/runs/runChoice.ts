import * as vscode from 'vscode';
import { EvalError } from '../../core/errors.ts';
import type { Ports } from '../../core/ports.ts';
import type { RunResult } from '../../core/results/runResult.ts';

/** Runs that are offered. */
const limit = 100;

export interface RunItem extends vscode.QuickPickItem {
  readonly id: string;
}

/** Stored runs of a prompt and suite to choose from, newest first. */
export async function runItems(
  current: RunResult,
  { store }: Pick<Ports, 'store'>,
  options: { readonly withCurrent?: boolean; readonly pinned?: string } = {},
): Promise<readonly RunItem[]> {
  const { prompt, suite } = current;
  const runs = await store.runs({ prompt, suite, summaries: true, limit });
  return runs
    .filter(({ id }) => options.withCurrent === true || id !== current.id)
    .map((run) => itemOf(run, current, options.pinned));
}

/** Lets a person pick a stored run of a prompt and suite, newest first. */
export async function pickRun(
  title: string,
  current: RunResult,
  { store }: Pick<Ports, 'store'>,
  options: { readonly withCurrent?: boolean; readonly pinned?: string } = {},
): Promise<RunResult | undefined> {
  const items = await runItems(current, { store }, options);
  if (items.length === 0) {
    throw new EvalError('usage', 'There is no other run of this prompt and suite yet.');
  }
  const choice = await vscode.window.showQuickPick<RunItem>(items, {
    title,
    placeHolder: 'Newest first; what today’s metrics say of their replies is worked out anew.',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return choice === undefined ? undefined : store.run(choice.id);
}

function itemOf(run: RunResult, current: RunResult, pinned: string | undefined): RunItem {
  const scored = run.metrics.filter((metric) => metric.scored > 0);
  const passing = scored.filter((metric) => metric.passed === metric.scored).length;
  const marks = [
    ...(run.id === current.id ? ['now'] : []),
    ...(run.promptVersion === current.promptVersion && run.id !== current.id ? ['same text'] : []),
    ...(run.id === pinned ? ['pinned; choose to unpin'] : []),
    ...(run.status === 'stopped' ? ['stopped'] : []),
  ];
  return {
    id: run.id,
    label: new Date(run.startedAt).toLocaleString(),
    description: [run.promptVersion.slice(0, 7), ...marks].join(', '),
    detail: `${passing} of ${scored.length} metrics passed everywhere; ${run.model.name}${run.model.isSimulated ? ' (simulated)' : ''}`,
  };
}
