import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEditors,
  extensionUnderTest,
  openEditor,
  until,
  workspaceUri,
} from '../support/host.ts';

describe('A production log', () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  it('is scored beside the editor, which keeps the focus', async () => {
    const editor = await openEditor(workspaceUri('shop.prompt.md'));

    await vscode.commands.executeCommand('microMetrics.scoreLog', workspaceUri('good.jsonl'));

    const report = await until('the report', async () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.path === '/good.jsonl.report.md'),
    );
    assert.match(report.getText(), /all on target/);
    // Drawn, not as the text of its tables.
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const preview = tabs.find(({ label }) => label.includes('good.jsonl.report.md'));
    assert.ok(preview?.input instanceof vscode.TabInputCustom, preview?.label);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, editor.document.uri.path);
  });

  it('gives its failing conversations to the suite as cases, once', async () => {
    await vscode.commands.executeCommand('microMetrics.scoreLog', workspaceUri('log.jsonl'));

    await vscode.commands.executeCommand('microMetrics.casesFromLog');
    await vscode.commands.executeCommand('microMetrics.casesFromLog');

    const bytes = await vscode.workspace.fs.readFile(workspaceUri('shop.production.jsonl'));
    const rows = new TextDecoder().decode(bytes).trimEnd().split('\n');
    assert.equal(rows.length, 6);
    assert.match(
      rows[0] ?? '',
      /"tags":\["production","router"\].*"turns":\["Why does it blink, 0\?"\]/,
    );
    const suite = await vscode.workspace.openTextDocument(workspaceUri('shop.metrics.yaml'));
    assert.equal(suite.getText().split('file: shop.production.jsonl').length, 2);
    assert.match(suite.getText(), /# What we began with\./);
  });
});
