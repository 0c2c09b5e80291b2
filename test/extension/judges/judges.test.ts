import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  extensionUnderTest,
  openEditor,
  save,
  until,
  workspaceUri,
} from '../support/host.ts';

const labelsOf = async () => {
  const bytes = await vscode.workspace.fs.readFile(workspaceUri('reply.labels.jsonl'));
  return new TextDecoder().decode(bytes).trimEnd().split('\n');
};

describe("A judge's verdict", () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  it('is called wrong by a person: a label beside the suite, and a badge above the metric', async () => {
    const suite = workspaceUri('reply.metrics.yaml');
    const prompt = workspaceUri('reply.prompt.md');
    const editor = await openEditor(prompt);
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, '\nBe kind.\n'));
    await save(editor);
    await openEditor(suite);
    const badge = () =>
      codeLensesOf(suite).then((lenses) =>
        lenses.find(({ command }) => / passed.*\| judge/.test(command?.title ?? '')),
      );
    await until('a badge above a judge', badge, { timeoutMs: 30_000 });
    const before = await labelsOf();

    await vscode.commands.executeCommand('microMetrics.labelJudge', {
      ...{ prompt: prompt.fsPath, metric: 'polite', caseId: 'refund', trial: 0 },
      passed: false,
    });

    const added = (await labelsOf()).filter((line) => !before.includes(line));
    assert.equal(added.length, 1);
    assert.match(added[0] ?? '', /"metric":"polite","case":"refund".*"passed":false/);
  });
});
