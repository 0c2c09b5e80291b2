import { readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  extensionUnderTest,
  freshCopy,
  openEditor,
  until,
} from '../support/host.ts';

describe('A prompt that another program or window writes', () => {
  let prompt: vscode.Uri;
  let suite: vscode.Uri;

  before(async () => {
    await extensionUnderTest().activate();
    await closeEditors();
    const folder = await freshCopy();
    prompt = vscode.Uri.joinPath(folder, 'support.prompt.md');
    suite = vscode.Uri.joinPath(folder, 'support.metrics.yaml');
    await openEditor(suite);
    await vscode.commands.executeCommand('microMetrics.runSuite', prompt.fsPath);
    await lensOfMetric((title) => /12 of 12 passed$/.test(title));
  });
  after(() => closeEditors());

  /** Waits for a lens of the suite: its prompt is in no editor. */
  function lensOfMetric(accept: (title: string) => boolean): Promise<unknown> {
    return until('a lens of the suite', async () =>
      (await codeLensesOf(suite)).some(({ command }) => accept(command?.title ?? '')),
    );
  }

  it('makes results stale, and current again when the text is the same again', async () => {
    const source = await readFile(prompt.fsPath, 'utf8');

    await writeFile(prompt.fsPath, `${source}Be brief.\n`);
    await lensOfMetric((title) => title.endsWith('passed (edited since)'));

    await writeFile(prompt.fsPath, source);
    await lensOfMetric((title) => /12 of 12 passed$/.test(title));
  });

  it('leaves results as they are when what was typed is thrown away with its editor', async () => {
    const editor = await openEditor(prompt);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Be brief.\n'));
    await lensOfMetric((title) => title.endsWith('passed (edited since)'));

    await vscode.window.showTextDocument(prompt);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');

    await lensOfMetric((title) => /12 of 12 passed$/.test(title));
  });
});
