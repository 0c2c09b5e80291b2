import { randomUUID } from 'node:crypto';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { nextEvent, until } from '../../support/vscode/until.ts';

export { nextEvent, until };

/** Identifier of the extension under test, `publisher.name`. */
export const extensionId = 'micro-metrics.micro-metrics';

/** The extension under test. @throws {Error} when VS Code does not know it. */
export function extensionUnderTest(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension(extensionId);
  if (extension === undefined)
    throw new Error(`VS Code does not know the extension ${extensionId}.`);
  return extension;
}

/** Absolute path of the workspace copy that this suite works in. */
export function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('No folder is open.');
  return folder.uri.fsPath;
}

/** Uri of a file of the workspace copy. */
export function workspaceUri(...parts: readonly string[]): vscode.Uri {
  return vscode.Uri.file(join(workspaceFolder(), ...parts));
}

/**
 * Copies a folder of the workspace (default: all of it) into a new sub folder, for a test that wants files nobody else has
 * touched, and gives the uri of the copy.
 */
export async function freshCopy(...parts: readonly string[]): Promise<vscode.Uri> {
  const from = join(workspaceFolder(), ...parts);
  const to = join(workspaceFolder(), `copy-${randomUUID().slice(0, 8)}`);
  await mkdir(to);
  for (const [name] of await vscode.workspace.fs.readDirectory(vscode.Uri.file(from))) {
    if (name.startsWith('copy-') || name === '.micro-metrics') continue;
    await cp(join(from, name), join(to, name), { recursive: true });
  }
  return vscode.Uri.file(to);
}

/** Opens a file in an editor and gives the editor. */
export async function openEditor(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}

/** Replaces the only occurrence of a text in an editor. @throws {Error} when there is none or more than one. */
export async function replaceText(
  editor: vscode.TextEditor,
  text: string,
  by: string,
): Promise<void> {
  const all = editor.document.getText();
  const start = all.indexOf(text);
  if (start < 0 || all.indexOf(text, start + 1) >= 0) {
    throw new Error(`"${text}" is not exactly once in ${editor.document.uri.fsPath}.`);
  }
  const range = new vscode.Range(
    editor.document.positionAt(start),
    editor.document.positionAt(start + text.length),
  );
  const done = await editor.edit((edit) => edit.replace(range, by));
  if (!done) throw new Error(`The edit of ${editor.document.uri.fsPath} was refused.`);
}

/** Saves the document of an editor and waits until VS Code has told everybody. */
export async function save(editor: vscode.TextEditor): Promise<void> {
  const path = editor.document.uri.toString();
  const saved = nextEvent(
    `the save of ${path}`,
    vscode.workspace.onDidSaveTextDocument,
    (document) => {
      return document.uri.toString() === path;
    },
  );
  // A document that is not dirty is saved without an event.
  if (!editor.document.isDirty) throw new Error(`${path} has no change to save.`);
  await editor.document.save();
  await saved;
}

/** Waits until the diagnostics of a file are as wanted, and gives them. Only those of this extension count. */
export async function diagnosticsOf(
  uri: vscode.Uri,
  accept: (found: readonly vscode.Diagnostic[]) => boolean,
  timeoutMs = 15_000,
): Promise<readonly vscode.Diagnostic[]> {
  const find = () =>
    vscode.languages
      .getDiagnostics(uri)
      .filter((found) => /micro.?metrics/i.test(found.source ?? ''));
  return await until(
    `diagnostics of ${uri.fsPath} (now: ${JSON.stringify(find().map((found) => found.message))})`,
    () => (accept(find()) ? find() : undefined),
    { timeoutMs },
  );
}

/** The CodeLenses of a file, resolved. */
export async function codeLensesOf(uri: vscode.Uri): Promise<readonly vscode.CodeLens[]> {
  return await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    100,
  );
}

/** Closes all editors without saving, for `afterEach`. */
export async function closeEditors(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter((each) => each.isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
