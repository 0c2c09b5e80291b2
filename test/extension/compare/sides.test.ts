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

describe('The sides of a comparison', () => {
  const prompt = () => workspaceUri('support.prompt.md').fsPath;

  before(async () => {
    await extensionUnderTest().activate();
    const editor = await openEditor(workspaceUri('support.prompt.md'));
    await vscode.commands.executeCommand('microMetrics.runSuite');
    await until('the results', async () =>
      (await codeLensesOf(editor.document.uri)).find((lens) =>
        /\b(\d+) of \1 metrics pass/.test(lens.command?.title ?? ''),
      ),
    );
  });
  after(() => closeEditors());

  async function markdown(): Promise<string> {
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('microMetrics.copyMarkdown', { prompt: prompt() });
    return vscode.env.clipboard.readText();
  }

  it('can be a recording, whose replies are judged by the metrics of today', async () => {
    const replies = ['english-invoice', 'english-delivery', 'english-password'].map((id) =>
      JSON.stringify({ case: id, output: 'You get a refund. I guarantee it.' }),
    );
    const recording = workspaceUri('replies.jsonl');
    await vscode.workspace.fs.writeFile(
      recording,
      new TextEncoder().encode(`${replies.join('\n')}\nno JSON\n`),
    );

    await vscode.commands.executeCommand('microMetrics.compareWith', {
      prompt: prompt(),
      recording: recording.fsPath,
    });

    const text = await until('the comparison', async () => {
      const copied = await markdown();
      return copied.includes('the recording replies.jsonl') ? copied : undefined;
    });
    assert.match(text, /Promises no refund/);
  });

  it('keeps its side where a recording has no line for a case', async () => {
    const recording = workspaceUri('others.jsonl');
    await vscode.workspace.fs.writeFile(
      recording,
      new TextEncoder().encode('{"case": "another", "output": "Hello."}\n'),
    );

    await vscode.commands.executeCommand('microMetrics.compareWith', {
      prompt: prompt(),
      recording: recording.fsPath,
    });

    assert.ok((await markdown()).includes('the recording replies.jsonl'));
  });
});
