import * as vscode from 'vscode';
import {
  closeEditors,
  diagnosticsOf,
  extensionUnderTest,
  freshCopy,
  openEditor,
  replaceText,
  save,
  until,
} from '../support/host.ts';

describe('A prompt that is deleted', () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  it('takes its results along', async () => {
    const folder = await freshCopy();
    const prompt = vscode.Uri.joinPath(folder, 'support.prompt.md');
    const suite = vscode.Uri.joinPath(folder, 'support.metrics.yaml');
    const editor = await openEditor(prompt);
    await vscode.commands.executeCommand('microMetrics.runSuite', prompt.fsPath);
    await until('the first results', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        prompt,
      );
      return lenses.some(({ command }) => command?.title.includes('first version'));
    });
    await replaceText(editor, 'Always reply in the language of the customer.\n', '');
    await save(editor);
    const ofCases = (all: readonly vscode.Diagnostic[]) =>
      all.some(({ message }) => message.includes(' fails '));
    await diagnosticsOf(suite, ofCases);

    await vscode.workspace.fs.delete(prompt);

    await diagnosticsOf(suite, (all) => !ofCases(all));
  });
});
