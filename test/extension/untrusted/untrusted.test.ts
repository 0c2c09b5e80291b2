import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
  workspaceFolder,
  workspaceUri,
} from '../support/host.ts';

describe('A workspace that is not trusted', () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  it('runs nothing, also when a command is called by its name, and says why', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const editor = await openEditor(workspaceUri('support.prompt.md'));

    await vscode.commands.executeCommand('microMetrics.runSuite', editor.document.uri.fsPath);
    await replaceText(editor, 'Close politely.', 'Close.');
    await save(editor);

    const lens = await until('a lens that says why', async () =>
      (await codeLensesOf(editor.document.uri)).find(({ command }) =>
        command?.title.includes('Nothing runs here'),
      ),
    );
    assert.equal(lens.command?.command, 'workbench.trust.manage');
    assert.equal(existsSync(join(workspaceFolder(), '.micro-metrics')), false);
  });

  it('still checks suites', async () => {
    const editor = await openEditor(workspaceUri('support.metrics.yaml'));
    await replaceText(editor, 'type: letter-case', 'type: leter-case');

    await save(editor);

    await diagnosticsOf(editor.document.uri, (all) =>
      all.some(({ message }) => message.includes('leter-case')),
    );
  });
});
