import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { PromptState } from '../core/live/livePrompts.ts';
import type { Contribution } from './contribution.ts';
import { pathOf } from './convert.ts';
import type { Services } from './services.ts';
import { runMode } from './settings.ts';

/** Runs prompts when files that matter are saved, and marks results stale while text is edited. */
export class RunTriggers implements Contribution {
  private readonly services: Services;
  /** Texts of files that are not open, where something wrote them: another program, another window. */
  private readonly onDisk = new Map<string, string>();

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { live } = this.services;
    const owned = new DisposableStore();
    owned.add(vscode.workspace.onDidSaveTextDocument((document) => this.saved(document)));
    owned.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.edited(document)));
    owned.add(
      this.services.workspace.onDidChange(({ path, isGone }) => {
        if (isGone) live.forget(path);
        else this.written(path);
      }),
    );
    // What was typed and not saved is gone with the editor.
    owned.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === 'file') this.written(pathOf(uri));
      }),
    );
    // A run that ends after further edits is about an older text.
    owned.add(
      live.onDidChange((state) => {
        if (state.running === undefined && !state.isStale) this.mark(state);
      }),
    );
    return owned;
  }

  private saved(document: vscode.TextDocument): void {
    const { live, log, workspace } = this.services;
    if (document.uri.scheme !== 'file' || !vscode.workspace.isTrusted) return;
    if (runMode(document.uri) !== 'save') {
      this.edited(document);
      return;
    }
    workspace.promptsOf(pathOf(document.uri)).then(
      (prompts) => {
        for (const prompt of prompts) void live.run(prompt);
      },
      (error: unknown) => log.error(String(error)),
    );
  }

  private edited(document: vscode.TextDocument): void {
    if (document.uri.scheme !== 'file') return;
    for (const state of this.about(pathOf(document.uri))) this.mark(state);
  }

  /** A file has another text, and not by typing in this window. */
  private written(path: string): void {
    this.onDisk.delete(path);
    if (openDocument(path) !== undefined || this.about(path).length === 0) return;
    vscode.workspace.fs.readFile(vscode.Uri.file(path)).then(
      (bytes) => {
        this.onDisk.set(path, new TextDecoder().decode(bytes));
        for (const state of this.about(path)) this.mark(state);
      },
      // It is gone again: whoever removed it has told so.
      () => undefined,
    );
  }

  /** What is known of prompts that a file is part of. */
  private about(path: string): readonly PromptState[] {
    return this.services.live
      .all()
      .filter(({ results }) =>
        results.some(({ target }) => target.prompt.path === path || target.suite.path === path),
      );
  }

  /** Results are about the texts that ran: the same texts again make them current again. */
  private mark(state: PromptState): void {
    if (state.results.length === 0) return;
    const texts = new Map(
      state.results.flatMap(({ target: { prompt, suite } }) => [
        [suite.path, suite.source] as const,
        [prompt.path, prompt.source] as const,
      ]),
    );
    let isStale = false;
    for (const [path, ran] of texts) {
      if (this.differs(path, ran)) isStale = true;
      else this.services.edits.reset(path);
    }
    this.services.live.setStale(state.prompt, isStale);
  }

  /** Whether a file has another text than the one that ran. */
  private differs(path: string, ran: string): boolean {
    const text = openDocument(path)?.getText() ?? this.onDisk.get(path);
    return text !== undefined && withoutMark(text) !== withoutMark(ran);
  }
}

function openDocument(path: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    (item) => item.uri.scheme === 'file' && pathOf(item.uri) === path,
  );
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
