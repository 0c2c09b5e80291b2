import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  diagnosticsOf,
  extensionUnderTest,
  openEditor,
  replaceText,
  save,
  until,
  workspaceUri,
} from '../support/host.ts';

const line = 'Always reply in the language of the customer.\n';
const isRegression = (diagnostic: vscode.Diagnostic) => diagnostic.message.includes('got worse');

describe('Verdicts on the prompt of the example', () => {
  let editor: vscode.TextEditor;

  before(async () => {
    await extensionUnderTest().activate();
    editor = await openEditor(workspaceUri('support.prompt.md'));
    await vscode.commands.executeCommand('microMetrics.runSuite');
    await lens(/metrics pass/);
  });
  after(async () => {
    await settings('verdicts.confirmRounds', undefined);
    await closeEditors();
  });

  function lens(text: RegExp): Promise<vscode.CodeLens> {
    return until(`a lens with ${text}`, async () =>
      (await codeLensesOf(editor.document.uri)).find((found) =>
        text.test(found.command?.title ?? ''),
      ),
    );
  }

  async function settings(id: string, value: unknown): Promise<void> {
    const all = vscode.workspace.getConfiguration('microMetrics');
    await all.update(id, value, vscode.ConfigurationTarget.Workspace);
  }

  it('names the guilty one of two changes and takes only that one back', async () => {
    await replaceText(editor, line, '');
    await replaceText(editor, 'Close politely.', 'Close politely and warmly.');
    await save(editor);
    const [found] = await diagnosticsOf(editor.document.uri, (all) =>
      all.some((each) => isRegression(each) && each.message.includes('Caused by this change')),
    );
    assert.ok(found);

    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      editor.document.uri,
      found.range,
    );
    const fix = actions.find(({ title }) => title === 'Revert this change');
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);

    assert.ok(editor.document.getText().includes(line));
    assert.ok(editor.document.getText().includes('Close politely and warmly.'));
    await save(editor);
    await diagnosticsOf(editor.document.uri, (all) => !all.some(isRegression));
  });

  it('offers to resolve what is open, with its price, and resolves it', async () => {
    await settings('verdicts.confirmRounds', 0);
    await replaceText(editor, line, '');
    await save(editor);
    const offer = await lens(/^Resolve \(\d+ calls, .*finds a drop of \d+ points\)$/);

    await vscode.commands.executeCommand(offer.command?.command ?? '', editor.document.uri.fsPath);

    await diagnosticsOf(editor.document.uri, (all) => all.some(isRegression));
    assert.ok(
      !(await codeLensesOf(editor.document.uri)).some((each) =>
        each.command?.title.startsWith('Resolve ('),
      ),
    );
  });
});
