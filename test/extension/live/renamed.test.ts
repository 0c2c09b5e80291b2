import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  extensionUnderTest,
  freshCopy,
  openEditor,
  replaceText,
  save,
  until,
} from '../support/host.ts';

const says = (prompt: vscode.Uri, text: string) =>
  until(`"${text}" above ${prompt.path}`, async () => {
    const lenses = await codeLensesOf(prompt);
    return lenses.some(({ command }) => command?.title.includes(text)) || undefined;
  });

/** Renames as the Explorer does: other extensions are told of it. */
async function rename(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(from, to);
  await vscode.workspace.applyEdit(edit);
}

describe('A prompt and its suite that are renamed', () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  it('keep what was known of them, and what is saved next is compared with it', async () => {
    const folder = await freshCopy();
    const file = (name: string) => vscode.Uri.joinPath(folder, name);
    await openEditor(file('support.prompt.md'));
    await vscode.commands.executeCommand('microMetrics.runSuite', file('support.prompt.md').fsPath);
    await says(file('support.prompt.md'), 'first version');

    const suite = await openEditor(file('support.metrics.yaml'));
    await replaceText(suite, 'prompt: support.prompt.md\n', '');
    await save(suite);
    await rename(file('support.metrics.yaml'), file('help.metrics.yaml'));
    await rename(file('support.prompt.md'), file('help.prompt.md'));
    const prompt = file('help.prompt.md');
    const editor = await openEditor(prompt);
    await says(prompt, 'first version');
    await replaceText(editor, 'Always reply in the language of the customer.\n', '');
    await save(editor);

    await says(prompt, '1 got worse');
  });
});
