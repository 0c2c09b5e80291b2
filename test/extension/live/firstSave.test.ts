import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  diagnosticsOf,
  extensionUnderTest,
  freshCopy,
  openEditor,
  replaceText,
  save,
  until,
} from '../support/host.ts';

const line = 'Always reply in the language of the customer.\n';
const isRegression = (diagnostic: vscode.Diagnostic) => diagnostic.message.includes('got worse');

/** A clone of a repository with a prompt and its suite that were never run here. */
async function clone(): Promise<vscode.Uri> {
  const folder = await freshCopy();
  const author = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
  const git = (...args: readonly string[]) =>
    promisify(execFile)('git', [...author, ...args], { cwd: folder.fsPath });
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--no-gpg-sign', '--message', 'Prompts with their suites');
  return folder;
}

describe('The first save in a clone', () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  let editor: vscode.TextEditor;
  const lens = (text: RegExp) =>
    until(`a lens with ${text}`, async () =>
      (await codeLensesOf(editor.document.uri)).find(({ command }) =>
        text.test(command?.title ?? ''),
      ),
    );

  it('marks at the deleted line what got worse since the last commit', async () => {
    const folder = await clone();
    editor = await openEditor(vscode.Uri.joinPath(folder, 'support.prompt.md'));
    await replaceText(editor, line, '');

    await save(editor);

    const found = await diagnosticsOf(editor.document.uri, (all) => all.some(isRegression));
    const regressions = found.filter(isRegression);
    assert.equal(regressions.length, 1);
    const end = editor.document.lineAt(0).range.end;
    assert.deepEqual(regressions[0]?.range, new vscode.Range(end, end));
    assert.match(
      regressions[0]?.message ?? '',
      /got worse since the last commit: 8 of 12 passed now, 12 of 12 before/,
    );
    await lens(/1 got worse since the last commit/);
  });

  it('is the version before from then on: taking the edit back is known to be fine', async () => {
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), line));

    await save(editor);

    await diagnosticsOf(editor.document.uri, (all) => !all.some(isRegression));
    await lens(/^(\d+) of \1 metrics pass \| \d/);
  });
});
