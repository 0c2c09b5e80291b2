import * as vscode from 'vscode';
import { EvalError } from '../core/errors.ts';
import type { MetricRegistry } from '../core/metrics/registry.ts';
import { basename } from '../core/path.ts';
import type { TextEdit } from '../core/suite/edit/textEdit.ts';
import { readSuite } from '../core/suite/readSuite.ts';
import type { Suite } from '../core/suite/suite.ts';
import { toVsRange } from './convert.ts';

/**
 * Edits a suite in place as one step that undo takes back, and shows where, without taking the focus. A suite that had no unsaved
 * changes is saved.
 * @param make the edits, for the suite as it stands in the editor
 * @param find a text whose line is shown afterwards
 * @throws {EvalError} bad-file when the suite cannot be read
 */
export async function editSuite(
  path: string,
  registry: MetricRegistry,
  make: (suite: Suite) => readonly TextEdit[],
  find?: string,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  const { value, problems } = readSuite({ path, text: document.getText() }, registry);
  if (value === undefined)
    throw new EvalError(
      'bad-file',
      `${basename(path)} cannot be edited: ${problems[0]?.message ?? 'it cannot be read.'}`,
      { file: path },
    );
  const edits = make(value);
  const wasDirty = document.isDirty;
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) edit.replace(document.uri, toVsRange(range), text);
  // Shown before it changes: an editor that is open is what undo works in.
  const editor = await vscode.window.showTextDocument(document, { preserveFocus: true });
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new EvalError('bad-file', `${basename(path)} could not be edited. Is it read-only?`);
  const at = find === undefined ? -1 : document.getText().indexOf(find);
  const place =
    at >= 0
      ? document.positionAt(at)
      : toVsRange(edits[0]?.range ?? value.metrics[0]?.range ?? top).start;
  editor.revealRange(
    new vscode.Range(place, place),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
  if (!wasDirty) await document.save();
}

const top = { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } };
