import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  extensionUnderTest,
  openEditor,
  until,
  workspaceUri,
} from '../support/host.ts';

describe('A prompt without a suite', () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  it('offers to create one, which opens beside it with the cursor in its first case', async () => {
    const uri = workspaceUri('lonely.prompt.md');
    const text = 'You help customers of {{ shop }}.\nAnswer in at most 80 words.\n';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await openEditor(uri);
    const lens = await until('the offer', async () =>
      (await codeLensesOf(uri)).find(({ command }) => command?.title.includes('Create one')),
    );

    await vscode.commands.executeCommand(
      lens.command?.command ?? '',
      ...(lens.command?.arguments ?? []),
    );

    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.uri.path ?? '', /lonely\.metrics\.yaml$/);
    assert.match(editor?.document.getText() ?? '', /max: 80/);
    const { line = 0 } = editor?.selection.active ?? {};
    assert.equal(editor?.document.lineAt(line - 1).text, 'cases:');
  });
});
