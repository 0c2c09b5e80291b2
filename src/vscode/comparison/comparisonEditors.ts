import * as vscode from 'vscode';
import type { RunResult } from '../../core/results/runResult.ts';
import type { ActionTarget } from '../../panel/protocol.ts';

/** Shows a file in the first column, where the panel is not. */
export async function show(path: string, selection?: vscode.Range): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(path), {
    ...(selection !== undefined && { selection }),
    viewColumn: vscode.ViewColumn.One,
  });
}

/** The text of a reply, or of the last one. */
export function replyText(
  run: Pick<RunResult, 'cases'> | undefined,
  target: ActionTarget,
): string | undefined {
  const trials = run?.cases.find((item) => item.id === target.caseId)?.trials;
  const trial = trials?.find((item) => item.trial === (target.trial ?? 0)) ?? trials?.[0];
  return (
    (target.reply === undefined ? undefined : trial?.replies[target.reply]?.text) ??
    trial?.output ??
    undefined
  );
}
