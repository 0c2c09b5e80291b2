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
  - { id: zebra, name: Names a zebra, type: contains, value: zebra }
cases:
  - { id: a, turns: [Hello.] }
`;

describe('A metric that fails again as it did before', () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  it('is told as that, without a new mark, after an edit and after another run without one', async () => {
    const folder = await freshCopy();
    const file = (name: string) => vscode.Uri.joinPath(folder, name);
    const write = (name: string, text: string) =>
      vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
    await write('again.metrics.yaml', suite);
    await write('again.prompt.md', 'You answer customers.\n');
    const prompt = file('again.prompt.md');
    const editor = await openEditor(prompt);
    const lens = (text: RegExp) =>
      until(`a lens like ${text}`, async () =>
        (await codeLensesOf(prompt)).find(({ command }) => text.test(command?.title ?? '')),
      );
    await vscode.commands.executeCommand('microMetrics.runSuite', prompt.fsPath);
    await lens(/^0 of 1 metrics pass \| first version/);

    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'You are kind.\n'));
    await save(editor);
    await lens(/^nothing got worse \| 0 of 1 metrics pass/);
    const told = () =>
      diagnosticsOf(file('again.metrics.yaml'), (all) =>
        all.some(({ message }) => message.includes('a fails Names a zebra, as before.')),
      );
    const before = (await told()).map(({ severity, message }) => [severity, message]);
    await vscode.commands.executeCommand('microMetrics.runSuite', prompt.fsPath);

    await lens(/^nothing got worse \| 0 of 1 metrics pass/);
    const after = (await told()).map(({ severity, message }) => [severity, message]);
    assert.deepEqual(after, before);
    assert.ok(before.some(([, message]) => /0 of 1 passed \(0 %, 0 % before\)/.test(`${message}`)));
    const ofPrompt = vscode.languages.getDiagnostics(prompt);
    assert.ok(ofPrompt.every(({ severity }) => severity > vscode.DiagnosticSeverity.Warning));
  });
});
