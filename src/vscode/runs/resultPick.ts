import * as vscode from 'vscode';
import type { Evaluated } from '../../core/live/evaluated.ts';
import { basename } from '../../core/path.ts';
import { passingOf, passingText } from '../../core/views/passing.ts';

/** Asks which suite is meant where a prompt has several; one alone is no question. Undefined: none was picked. */
export async function pickResult(
  title: string,
  results: readonly Evaluated[],
): Promise<Evaluated | undefined> {
  if (results.length < 2) return results[0];
  const items = results.map((result) => ({
    label: basename(result.target.suite.path),
    description: passingText(passingOf(result.run)),
    result,
  }));
  return (await vscode.window.showQuickPick(items, { title }))?.result;
}
