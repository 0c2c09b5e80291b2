import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { joinChanges, shiftRange, type TextChange } from '../../core/shiftRange.ts';
import type { Range } from '../../core/text.ts';
import { fromVsRange, pathOf } from './convert.ts';

/** After more changes than this, in one file since its results, places are no longer followed. */
const maxFollowed = 5000;

/** What was typed into files since their results: places of the text that ran are found again in the text that is shown. */
export class TextEdits implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = new Map<string, TextChange[]>();

  /** Made before everybody who asks it: listeners are told in the order in which they came. */
  constructor(isFollowed: (path: string) => boolean) {
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const path = pathOf(document.uri);
        if (document.uri.scheme !== 'file' || contentChanges.length === 0 || !isFollowed(path))
          return;
        const known = this.changes.get(path) ?? [];
        this.changes.set(path, known);
        for (const { range, text } of contentChanges)
          add(known, { range: fromVsRange(range), text });
      }),
    );
  }

  /** The text that is shown is the one that the results are about. */
  reset(path: string): void {
    this.changes.delete(path);
  }

  /** Where a range of the text that ran stands now. */
  now(path: string, range: Range): Range {
    return (this.changes.get(path) ?? []).reduce(shiftRange, range);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** What is typed key by key is one change. */
function add(changes: TextChange[], change: TextChange): void {
  const last = changes.at(-1);
  const joined = last === undefined ? undefined : joinChanges(last, change);
  if (joined !== undefined) changes[changes.length - 1] = joined;
  else if (changes.length < maxFollowed) changes.push(change);
}
