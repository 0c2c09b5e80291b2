import * as vscode from 'vscode';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import { basename, dirname } from '../../core/path.ts';
import { markdownReport } from '../../core/report/markdown.ts';
import { exportHtml as pageOf } from '../../panel/export/exportHtml.ts';
import type { ComparePanelSource } from '../../panel/source.ts';

/**
 * Puts the comparison on the clipboard as the command line's comment of a pull request.
 * @param label of the new side where that is not the present results
 */
export async function copyMarkdown(result: Evaluated, label?: string): Promise<void> {
  const { run, comparison, target, findings } = result;
  const text = markdownReport(
    [
      {
        ...{ run, findings, goals: target.suite.goals },
        ...(comparison && { comparison }),
        ...(label !== undefined && { label }),
      },
    ],
    (path) => vscode.workspace.asRelativePath(vscode.Uri.file(path)),
    'regression',
  );
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage('Micro Metrics: the comparison is on the clipboard.', 5000);
}

/** Writes the comparison as one HTML page where a person wants it. */
export async function exportHtml(source: ComparePanelSource): Promise<void> {
  const state = source.getState();
  const name = basename(state.key).replace(/\.[^.]*$/, '');
  const defaultUri = vscode.Uri.file(`${dirname(state.key)}/${name}.comparison.html`);
  const file = await vscode.window.showSaveDialog({
    title: 'Export Comparison as HTML',
    defaultUri,
    filters: { HTML: ['html'] },
  });
  if (file === undefined) return;
  const page = await pageOf(
    state,
    Date.now(),
    (reply) => source.costOf?.(reply) ?? null,
    () => new Promise((done) => setImmediate(done)),
  );
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(page));
  const choice = await vscode.window.showInformationMessage(
    `The comparison was written to ${basename(file.path)}.`,
    'Open in Browser',
  );
  if (choice !== undefined) await vscode.env.openExternal(file);
}
