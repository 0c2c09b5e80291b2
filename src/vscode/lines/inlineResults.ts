import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { PromptState } from '../../core/live/livePrompts.ts';
import type { Contribution } from '../base/contribution.ts';
import { pathOf } from '../base/convert.ts';
import { showsInlineResults } from '../base/settings.ts';
import type { Services } from '../services.ts';
import { type InlineText, promptTexts, suiteTexts } from './inlineText.ts';

/** Quiet texts behind the lines of prompts and suites: what is guarded, what was removed, how metrics and cases did. */
export class InlineResults implements Contribution {
  private readonly services: Services;
  private readonly owned = new DisposableStore();
  private readonly types: Readonly<Record<InlineText['tone'], vscode.TextEditorDecorationType>>;
  /** What was last shown of each prompt. */
  private readonly shown = new Map<string, PromptState>();

  constructor(services: Services) {
    this.services = services;
    const type = (color: string, fontStyle?: string) =>
      this.owned.add(
        vscode.window.createTextEditorDecorationType({
          after: {
            color: new vscode.ThemeColor(color),
            margin: '0 0 0 3ch',
            ...(fontStyle !== undefined && { fontStyle }),
          },
          rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
        }),
      );
    this.types = {
      quiet: type('microMetrics.inlineResult'),
      failure: type('microMetrics.inlineFailure'),
      removed: type('microMetrics.removedText', 'italic'),
    };
  }

  register(): Disposable {
    const { live } = this.services;
    this.owned.add(live.onDidChange((state) => this.changed(state)));
    this.owned.add(vscode.window.onDidChangeVisibleTextEditors(() => this.showAll()));
    this.owned.add(vscode.workspace.onDidChangeConfiguration(() => this.showAll()));
    this.showAll();
    return this.owned;
  }

  /** Progress changes nothing here. */
  private changed(state: PromptState): void {
    const old = this.shown.get(state.prompt);
    this.shown.set(state.prompt, state);
    if (old?.results !== state.results || old.isStale !== state.isStale) this.showAll();
  }

  private showAll(): void {
    for (const editor of vscode.window.visibleTextEditors) this.show(editor);
  }

  private show(editor: vscode.TextEditor): void {
    const { document } = editor;
    const { kinds } = this.services.workspace;
    if (document.uri.scheme !== 'file') return;
    const path = pathOf(document.uri);
    if (!kinds.isPrompt(path) && !kinds.isSuite(path)) return;
    const texts = showsInlineResults(document.uri) ? this.textsFor(path) : [];
    for (const [tone, type] of Object.entries(this.types)) {
      const own = texts.flatMap((item) => {
        if (item.tone !== tone) return [];
        const place = { line: item.line, column: 0 };
        const { line } = this.services.edits.now(path, { start: place, end: place }).start;
        return line < document.lineCount ? [behind(document, line, item.text)] : [];
      });
      editor.setDecorations(type, own);
    }
  }

  private textsFor(path: string): readonly InlineText[] {
    const { live } = this.services;
    const own = live.state(path);
    return [
      ...(own === undefined ? [] : promptTexts(own)),
      ...live.all().flatMap((state) => suiteTexts(state, path)),
    ];
  }
}

function behind(
  document: vscode.TextDocument,
  line: number,
  contentText: string,
): vscode.DecorationOptions {
  const { end } = document.lineAt(line).range;
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText } } };
}
