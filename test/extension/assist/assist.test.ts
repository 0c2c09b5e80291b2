import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEditors,
  diagnosticsOf,
  extensionUnderTest,
  openEditor,
  until,
  workspaceUri,
} from '../support/host.ts';

describe('A suite in the editor', () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  const place = (document: vscode.TextDocument, text: string) =>
    document.positionAt(document.getText().indexOf(text) + text.length);

  it('is completed with types of metrics, their keys, and the texts of its prompt', async () => {
    const { document } = await openEditor(workspaceUri('shop.metrics.yaml'));
    const labelsAt = async (text: string) => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        place(document, text),
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };

    assert.ok((await labelsAt('type: ')).includes('language'));
    assert.ok((await labelsAt('unit: words\n    ')).includes('max'));
    assert.ok((await labelsAt('guards: ')).includes('Never promise a refund.'));
  });

  it('explains a type of metric on hover, with its parameters', async () => {
    const { document } = await openEditor(workspaceUri('shop.metrics.yaml'));

    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      place(document, 'type: len'),
    );

    const said = hovers
      .flatMap(({ contents }) => contents)
      .map((one) => (typeof one === 'string' ? one : one.value))
      .join('\n');
    assert.match(said, /characters, words, sentences[\s\S]*\| `unit` \|/);
  });
});

describe('A promptfoo config in the editor', () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  it('is imported as a suite in a document of its own', async () => {
    const uri = workspaceUri('promptfooconfig.yaml');

    // The command waits for the answer to its notification, which nobody gives here.
    void vscode.commands.executeCommand('microMetrics.importSuite', uri);
    const document = await until('an unsaved document', () => {
      const front = vscode.window.activeTextEditor?.document;
      return front?.isUntitled === true && front;
    });

    assert.ok(document);
    assert.equal(document.languageId, 'yaml');
    assert.match(document.getText(), /^# Imported from promptfooconfig\.yaml\.\nprompts:/);
  });

  it('is marked where something is not honoured', async () => {
    const uri = workspaceUri('promptfooconfig.yaml');
    await openEditor(uri);

    const marks = await diagnosticsOf(uri, (all) =>
      all.some(({ message }) => message.includes("'javascript' is not run")),
    );

    assert.ok(marks.every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error));
  });
});
