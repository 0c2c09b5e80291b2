import * as vscode from 'vscode';
import { coverageOf } from '../../core/coverage/coverage.ts';
import type { Untested } from '../../core/coverage/keptMutations.ts';
import { untestedMessage } from '../../core/coverage/mutationText.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Evaluated, Target } from '../../core/live/evaluated.ts';
import type { Contribution } from '../base/contribution.ts';
import { productName } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import { showsUnguarded } from '../base/settings.ts';
import { loadReading } from '../files/loadReading.ts';
import type { Services } from '../services.ts';

/** Code of the hint on an instruction that no metric notices. */
export const untestedCode = 'untested-instruction';

/** Marks on a prompt: at instructions that no metric guards, and hints at those whose absence no metric noticed. */
export class InstructionMarks implements Contribution {
  private readonly services: Services;
  private readonly owned = new DisposableStore();
  private readonly hints: vscode.DiagnosticCollection;
  private readonly gutter: vscode.TextEditorDecorationType;
  private readonly known = new Map<string, readonly Evaluated[]>();

  constructor(services: Services) {
    this.services = services;
    this.hints = this.owned.add(
      vscode.languages.createDiagnosticCollection('micro-metrics-instructions'),
    );
    const icon = (theme: string) =>
      vscode.Uri.joinPath(services.extension.extensionUri, 'media', `unguarded-${theme}.svg`);
    this.gutter = this.owned.add(
      vscode.window.createTextEditorDecorationType({
        light: { gutterIconPath: icon('light') },
        dark: { gutterIconPath: icon('dark') },
        gutterIconSize: 'contain',
      }),
    );
  }

  register(): Disposable {
    this.owned.add(
      this.services.live.onDidChange(({ prompt, results }) => {
        if (this.known.get(prompt) === results) return;
        this.known.set(prompt, results);
        void this.update(prompt);
      }),
    );
    this.owned.add(vscode.window.onDidChangeVisibleTextEditors(() => this.markAll()));
    this.owned.add(vscode.workspace.onDidChangeConfiguration(() => this.markAll()));
    return this.owned;
  }

  /** Reads what is known of a prompt's instructions and shows it. Never rejects. */
  async update(prompt: string): Promise<void> {
    this.markAll();
    const targets = (this.known.get(prompt) ?? []).map(({ target }) => target);
    try {
      const { keptMutations, untestedIn } = await loadReading();
      const { ports } = await this.services.context(prompt);
      const shown: vscode.Diagnostic[] = [];
      for (const target of targets) {
        const owner = { prompt: target.prompt.path, suite: target.suite.path };
        const kept = await keptMutations(ports.store, owner);
        const found = untestedIn(target.prompt, target.suite.metrics, kept);
        shown.push(...found.map((one) => hintOf(target, one)));
      }
      this.hints.set(vscode.Uri.file(prompt), shown);
    } catch (error) {
      this.services.log.warn(String(error));
    }
  }

  private markAll(): void {
    for (const editor of vscode.window.visibleTextEditors) this.mark(editor);
  }

  private mark(editor: vscode.TextEditor): void {
    const { document } = editor;
    const path = pathOf(document.uri);
    if (document.uri.scheme !== 'file' || !this.services.workspace.kinds.isPrompt(path)) return;
    const targets = (this.known.get(path) ?? []).map(({ target }) => target);
    const [first] = targets;
    const isShown = first !== undefined && showsUnguarded(document.uri);
    const metrics = targets.flatMap(({ suite }) => suite.metrics);
    const text = document.getText();
    const marks = !isShown
      ? []
      : coverageOf(first.prompt, metrics)
          .instructions.filter(({ guardedBy }) => guardedBy.length === 0)
          .flatMap(({ instruction }) => {
            // Of the text that ran; what was edited since is not marked.
            const at = text.indexOf(instruction.text);
            return at < 0 ? [] : [rangeOf(document, at, instruction.text)];
          });
    editor.setDecorations(
      this.gutter,
      marks.map((range) => ({ range, hoverMessage: 'No metric guards this instruction.' })),
    );
  }
}

function rangeOf(document: vscode.TextDocument, at: number, text: string): vscode.Range {
  return new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
}

function hintOf({ prompt }: Target, { text, offset }: Untested): vscode.Diagnostic {
  const before = prompt.source.slice(0, offset).split('\n');
  const start = new vscode.Position(before.length - 1, before.at(-1)?.length ?? 0);
  const range = new vscode.Range(start, start.translate(0, text.length));
  const hint = new vscode.Diagnostic(range, untestedMessage, vscode.DiagnosticSeverity.Hint);
  hint.source = productName;
  hint.code = untestedCode;
  return hint;
}
