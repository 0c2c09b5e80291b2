import * as vscode from 'vscode';
import { Lazy } from '../../core/lazy.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Evaluated } from '../../core/live/evaluated.ts';
import { isOutdated, type PromptState } from '../../core/live/promptState.ts';
import type { ChangeMark, SinceMark } from '../../core/views/changeMarks.ts';
import type { Contribution } from '../base/contribution.ts';
import { settingIds } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import { changeMarkMode } from '../base/settings.ts';
import type { Services } from '../services.ts';

type Look = 'changed' | 'removed' | 'blamed-changed' | 'blamed-removed';
const looks: readonly Look[] = ['changed', 'removed', 'blamed-changed', 'blamed-removed'];

/**
 * Marks beside the lines of a prompt that differ from the version that its results are compared with: by default those that a metric
 * got worse for. Not a quick diff of VS Code: that compares with the last commit, needs a source control of its own to
 * compare with anything else, and cannot say which change is to blame.
 */
export class ChangeMarks implements Contribution {
  private readonly services: Services;
  private readonly owned = new DisposableStore();
  private readonly types: ReadonlyMap<Look, vscode.TextEditorDecorationType>;
  private readonly marks = new Lazy(() => import('../../core/views/changeMarks.ts'));
  /** What was last shown of each prompt. */
  private readonly shown = new Map<string, PromptState>();
  private readonly known = new WeakMap<Evaluated, readonly ChangeMark[]>();

  constructor(services: Services) {
    this.services = services;
    const icon = (look: Look, theme: string) =>
      vscode.Uri.joinPath(services.extension.extensionUri, 'media', `${look}-${theme}.svg`);
    const isBlamed = (look: Look) => look.startsWith('blamed');
    this.types = new Map(
      looks.map((look) => [
        look,
        this.owned.add(
          vscode.window.createTextEditorDecorationType({
            light: { gutterIconPath: icon(look, 'light') },
            dark: { gutterIconPath: icon(look, 'dark') },
            gutterIconSize: 'contain',
            ...(isBlamed(look) && {
              overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.errorForeground'),
              overviewRulerLane: vscode.OverviewRulerLane.Left,
            }),
          }),
        ),
      ]),
    );
  }

  register(): Disposable {
    const { live } = this.services;
    this.owned.add(live.onDidChange((state) => this.changed(state)));
    this.owned.add(vscode.window.onDidChangeVisibleTextEditors(() => this.showAll()));
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settingIds.changeMarks)) this.showAll();
      }),
    );
    return this.owned;
  }

  /** Progress changes nothing here. */
  private changed(state: PromptState): void {
    const old = this.shown.get(state.prompt);
    this.shown.set(state.prompt, state);
    if (old?.results !== state.results || old.isStale !== state.isStale) this.showAll();
  }

  private showAll(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      this.show(editor).catch((error: unknown) => this.services.log.error(String(error)));
    }
  }

  private async show(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    const path = pathOf(document.uri);
    if (document.uri.scheme !== 'file' || !this.shown.has(path)) return;
    const mode = changeMarkMode(document.uri);
    const state = this.shown.get(path);
    // Of an older text nothing is marked: the marks would be of lines that may be gone.
    const results =
      state === undefined || mode === 'off'
        ? []
        : state.results.filter((result) => !isOutdated(state, result));
    const marks = (await this.marksOf(results)).filter(
      ({ blamedFor }) => mode === 'all' || blamedFor.length > 0,
    );
    for (const [look, type] of this.types) {
      editor.setDecorations(
        type,
        marks
          .filter((mark) => lookOf(mark) === look && mark.last < document.lineCount)
          .map((mark) => ({
            range: new vscode.Range(mark.first, 0, mark.last, 0),
            hoverMessage: textOf(mark),
          })),
      );
    }
  }

  private async marksOf(results: readonly Evaluated[]): Promise<readonly SinceMark[]> {
    if (results.length === 0) return [];
    const { changeMarks, mergedMarks } = await this.marks.get();
    return mergedMarks(
      results.map((result) => {
        const marks = this.known.get(result) ?? changeMarks(result);
        this.known.set(result, marks);
        return { since: result.comparison?.baseline.label ?? 'before', marks };
      }),
    );
  }
}

function lookOf({ kind, blamedFor }: ChangeMark): Look {
  return blamedFor.length > 0 ? `blamed-${kind}` : kind;
}

function textOf({ kind, blamedFor, since }: SinceMark): string {
  const what = kind === 'changed' ? 'Changed' : 'Text was removed here';
  const why = blamedFor.length === 0 ? '' : ` Got worse because of it: ${blamedFor.join(', ')}.`;
  return `${what} since ${since}.${why}`;
}
