import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  diagnosticsOf,
  extensionUnderTest,
  freshCopy,
  openEditor,
  save,
  until,
} from '../support/host.ts';

const suite = `model: { provider: simulated }
metrics:
  - { type: contains, value: kind }
cases:
  - { id: a, turns: [Hello.] }
`;

describe('A prompt that cannot be used', () => {
  let folder: vscode.Uri;

  before(async () => {
    await extensionUnderTest().activate();
    folder = await freshCopy();
  });
  after(() => closeEditors());

  const write = (name: string, text: string) =>
    vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder, name),
      new TextEncoder().encode(text),
    );

  /** A prompt with a suite, in an editor. */
  async function open(stem: string, text: string) {
    await write(`${stem}.metrics.yaml`, suite);
    await write(`${stem}.prompt.md`, text);
    const editor = await openEditor(vscode.Uri.joinPath(folder, `${stem}.prompt.md`));
    return {
      editor,
      prompt: editor.document.uri,
      suite: vscode.Uri.joinPath(folder, `${stem}.metrics.yaml`),
    };
  }

  const lens = (prompt: vscode.Uri, text: RegExp) =>
    until(`a lens like ${text}`, async () =>
      (await codeLensesOf(prompt)).find(({ command }) => text.test(command?.title ?? '')),
    );

  async function isToldOnce(files: readonly vscode.Uri[], message: RegExp): Promise<void> {
    const [first] = files;
    assert.ok(first);
    await diagnosticsOf(first, (all) => all.length > 0);
    const errors = files
      .flatMap((file) => vscode.languages.getDiagnostics(file))
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    assert.deepEqual(
      errors.map((error) => message.test(error.message)),
      [true],
    );
  }

  it('because it is empty: it is told once, and running it says so; then it is written', async () => {
    const { editor, prompt, suite: suiteFile } = await open('blank', '');
    const files = [prompt, suiteFile];
    await isToldOnce(files, /^The prompt is empty: .*Write the text/);
    await openEditor(suiteFile);
    await isToldOnce(files, /^The prompt is empty: .*Write the text/);

    await vscode.commands.executeCommand('microMetrics.runSuite', prompt.fsPath);

    const failed = await lens(prompt, /The prompt is empty/);
    assert.equal(failed.command?.command, 'workbench.actions.view.problems');
    const shown = await vscode.window.showTextDocument(editor.document);
    await shown.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Always be kind.'));
    await save(shown);
    await lens(prompt, /1 metrics pass/);
    await diagnosticsOf(prompt, (all) => all.every(({ message }) => !/empty/.test(message)));
  });

  it('because it has 5 MB: it is told once, also after typing and saving; then it is shortened', async () => {
    const text = 'Always be kind to everybody who asks.\n'.repeat(135_000);
    const { editor, prompt, suite: suiteFile } = await open('long', text);
    const files = [prompt, suiteFile];
    const message = /^This file has 4\.9 MiB; at most 2\.0 MiB are read\. Shorten/;
    await isToldOnce(files, message);

    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'x'));
    await save(editor);

    await lens(prompt, /This file has 4\.9 MiB/);
    await isToldOnce(files, message);
    const { lineCount } = editor.document;
    await editor.edit((edit) => edit.delete(new vscode.Range(1, 0, lineCount, 0)));
    await save(editor);
    await lens(prompt, /1 metrics pass/);
    await diagnosticsOf(prompt, (all) => all.every((one) => !message.test(one.message)));
  }).timeout(90_000);
});
