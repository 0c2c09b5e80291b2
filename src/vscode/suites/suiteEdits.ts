import * as vscode from 'vscode';
import { EvalError } from '../../core/errors.ts';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { basename } from '../../core/path.ts';
import type { TextEdit } from '../../core/suite/edit/textEdit.ts';
import { readSuite } from '../../core/suite/readSuite.ts';
import type { Suite } from '../../core/suite/suite.ts';
import { toVsRange } from '../base/convert.ts';

/** How an edited suite is shown. */
export interface SuiteEditOptions {
  /** A text of the edited suite whose line is shown; absent: the place of the edit. */
  readonly find?: () => string;
  /** The cursor goes there; default false. */
  readonly takesFocus?: boolean;
  /** A suite that had no unsaved changes is saved, which runs it; default true. */
  readonly isSaved?: boolean;
}

/**
 * Edits a suite in place as one step that undo takes back, and shows where.
 * @param make the edits, for the suite as it stands in the editor
 * @throws {EvalError} bad-file when the suite cannot be read
 */
export async function editSuite(
  path: string,
  make: (suite: Suite) => readonly TextEdit[],
  options: SuiteEditOptions = {},
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  const { value, problems } = readSuite({ path, text: document.getText() }, builtInMetrics);
  if (value === undefined)
    throw new EvalError(
      'bad-file',
      `${basename(path)} cannot be edited: ${problems[0]?.message ?? 'it cannot be read.'}`,
      { file: path },
    );
  await editDocument(document, make(value), options);
}

/**
 * Edits a suite that is open, a draft included, as one step that undo takes back, and shows where.
 * @throws {EvalError} bad-file when it cannot be edited
 */
export async function editDocument(
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
  { find, takesFocus = false, isSaved = true }: SuiteEditOptions = {},
): Promise<void> {
  const wasDirty = document.isDirty;
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) edit.replace(document.uri, toVsRange(range), text);
  // Shown before it changes: an editor that is open is what undo works in.
  const editor = await vscode.window.showTextDocument(document, {
    preserveFocus: !takesFocus,
    ...(columnOf(document) !== undefined && { viewColumn: columnOf(document) }),
  });
  if (!(await vscode.workspace.applyEdit(edit))) {
    const name = basename(document.uri.path);
    throw new EvalError('bad-file', `${name} could not be edited. Is it read-only?`);
  }
  const at = find === undefined ? -1 : document.getText().indexOf(find());
  const place = at >= 0 ? document.positionAt(at) : firstOf(edits);
  if (takesFocus) editor.selection = new vscode.Selection(place, place);
  editor.revealRange(
    new vscode.Range(place, place),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
  if (isSaved && !wasDirty) await document.save();
}

/** Where it is shown already: a second editor of the same file helps nobody. */
function columnOf({ uri }: vscode.TextDocument): vscode.ViewColumn | undefined {
  return vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  )?.viewColumn;
}

function firstOf(edits: readonly TextEdit[]): vscode.Position {
  const [first] = edits;
  return first === undefined ? new vscode.Position(0, 0) : toVsRange(first.range).start;
}
