import * as vscode from 'vscode';
import type { Store } from '../../core/ports.ts';
import type { Services } from '../services.ts';

/**
 * The store with the history of a prompt; undefined where there is none yet, so that looking at a view makes no files,
 * and where the workspace is not trusted. @throws {EvalError} store-unavailable
 */
export async function historyOf(
  prompt: string,
  { live, workspace, context }: Services,
): Promise<Store | undefined> {
  if (!vscode.workspace.isTrusted) return undefined;
  const isKnown = (live.state(prompt)?.results.length ?? 0) > 0;
  if (!isKnown && !(await workspace.hasHistory(prompt))) return undefined;
  return (await context(prompt)).ports.store;
}
