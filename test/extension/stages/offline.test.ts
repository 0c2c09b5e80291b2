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

const suite = `model: { provider: simulated, temperature: 0 }
metrics:
  - { id: at-once, type: length, unit: words, max: 500 }
  - id: closes
    name: Closes politely
    type: contains
    value: Kind regards
    guards: Close politely.
    stage: offline
cases:
  - turns: [My router blinks.]
  - turns: [My invoice is wrong.]
  - turns: [My parcel is late.]
`;
const prompt = workspaceUri('stages.prompt.md');
const path = workspaceUri('stages.metrics.yaml');

/** The lens above the offline metric once it is as wanted. */
function lensOf(text: RegExp): Promise<vscode.CodeLens> {
  return until(`a lens with ${text}`, async () =>
    (await codeLensesOf(path)).find(
      ({ range, command }) => range.start.line === 3 && text.test(command?.title ?? ''),
    ),
  );
}

describe('An offline metric', () => {
  let editor: vscode.TextEditor;

  before(async () => {
    await extensionUnderTest().activate();
    const write = (uri: vscode.Uri, text: string) =>
      vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await write(prompt, 'You help customers.\nClose politely.\nBe brave.\n');
    await write(path, suite);
    editor = await openEditor(prompt);
    await vscode.window.showTextDocument(path, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
    });
  });
  after(() => closeEditors());

  it('is left out by a save, which its lens says', async () => {
    await replaceText(editor, 'Be brave.', 'Be kind.');
    await save(editor);

    const lens = await lensOf(/^\$\(play\)\soffline: not in the last run$/);

    assert.equal(lens.command?.command, 'microMetrics.runOffline');
  });

  it('is run from there, and its result is labelled', async () => {
    const lens = await lensOf(/not in the last run/);

    await vscode.commands.executeCommand(
      lens.command?.command ?? '',
      ...(lens.command?.arguments ?? []),
    );

    await lensOf(/^\$\(pass\)\s3 of 3 passed \| offline$/);
  });

  it('tells of what got worse on the line that it guards', async () => {
    await replaceText(editor, 'Close politely.', 'Close.');
    await save(editor);
    await lensOf(/not in the last run/);

    await vscode.commands.executeCommand('microMetrics.runOffline', prompt.fsPath);

    await lensOf(/^\$\(warning\)\s0 of 3 passed \| offline$/);
    await diagnosticsOf(prompt, (found) =>
      found.some(({ message }) => message.includes('Closes politely')),
    );
  });
});
