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

describe('Editing the prompt of the example', () => {
  let editor: vscode.TextEditor;

  before(async () => {
    await extensionUnderTest().activate();
    editor = await openEditor(workspaceUri('support.prompt.md'));
    await vscode.commands.executeCommand('microMetrics.runSuite');
    await lens(/\b(\d+) of \1 metrics pass/);
  });
  after(() => closeEditors());

  /** Waits for a lens of the prompt with this text. */
  function lens(text: RegExp): Promise<unknown> {
    return until(`a lens with ${text}`, async () =>
      (await codeLensesOf(editor.document.uri)).find((found) =>
        text.test(found.command?.title ?? ''),
      ),
    );
  }

  it('shows the result of the suite above the prompt, and that it is simulated', async () => {
    await lens(/simulated/);
  });

  it('says that results are older than the text while it is edited', async () => {
    await replaceText(editor, line, '');

    await lens(/edited since the last run/);
  });

  it('marks the place of the deleted line once it is saved', async () => {
    await save(editor);

    const found = await diagnosticsOf(editor.document.uri, (all) => all.some(isRegression));

    const regressions = found.filter(isRegression);
    assert.equal(regressions.length, 1);
    // The gap is between two lines, and neither of them is to blame.
    const end = editor.document.lineAt(0).range.end;
    assert.deepEqual(regressions[0]?.range, new vscode.Range(end, end));
    assert.match(regressions[0]?.message ?? '', /8 of 12 passed now, 12 of 12 before/);
    const related = regressions[0]?.relatedInformation?.map(({ message }) => message) ?? [];
    assert.equal(related.length, 3);
    for (const text of related)
      assert.match(text, /-fifth-turn: Turn \d: in English; \w+ is expected( \(and 1 more\))?$/);
    assert.match(related[2] ?? '', / \(and 1 more\)$/);
  });

  it('leads to the failing cases in the suite', async () => {
    const suite = workspaceUri('support.metrics.yaml');

    const found = await diagnosticsOf(suite, (all) =>
      all.some((diagnostic) => diagnostic.message.startsWith('german-fifth-turn')),
    );

    assert.equal(found.filter((item) => item.message.includes(' fails Replies')).length, 4);
  });

  it('leads from the code of the mark to the metric in the panel, and leaves no other tab behind', async () => {
    const [mark] = (
      await diagnosticsOf(editor.document.uri, (all) => all.some(isRegression))
    ).filter(isRegression);
    const code = mark?.code;
    assert.ok(typeof code === 'object');

    await vscode.commands.executeCommand('vscode.open', code.target);

    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await until('the panel', () => tabs().find((tab) => tab.label.startsWith('Comparison')));
    await until('the tab of the address to be gone', () =>
      tabs().every(
        (tab) => !(tab.input instanceof vscode.TabInputText) || tab.input.uri.scheme === 'file',
      ),
    );
    assert.ok(tabs().some((tab) => tab.label === 'support.prompt.md'));
    editor = await openEditor(editor.document.uri);
  });

  it('makes marks quiet and moves them along while the text is edited', async () => {
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Be brief.\n'));

    const [mark] = await diagnosticsOf(editor.document.uri, (all) =>
      all.some(({ message }) => message.startsWith('Edited since the last run')),
    );

    assert.equal(mark?.severity, vscode.DiagnosticSeverity.Hint);
    assert.equal(mark?.range.start.line, 1);
    await vscode.commands.executeCommand('undo');
    await diagnosticsOf(editor.document.uri, (all) =>
      all.some(
        (found) => isRegression(found) && found.severity === vscode.DiagnosticSeverity.Error,
      ),
    );
  });

  it('takes the mark away when the line is back', async () => {
    await vscode.commands.executeCommand('undo');
    await save(editor);

    await diagnosticsOf(editor.document.uri, (all) => !all.some(isRegression));
    await lens(/\b(\d+) of \1 metrics pass/);
  });
});
