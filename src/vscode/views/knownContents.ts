import * as vscode from 'vscode';

const known = new Set<string>();

/**
 * The contents of a view are known for the first time: what package.json says of an empty one may be shown from now on, by its
 * key `<view>.isKnown`. Before that it would be untrue for a moment.
 */
export function contentsAreKnown(view: string): void {
  if (known.has(view)) return;
  known.add(view);
  void vscode.commands.executeCommand('setContext', `${view}.isKnown`, true);
}
