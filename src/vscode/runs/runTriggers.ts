import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { PromptState } from '../../core/live/livePrompts.ts';
import type { Contribution } from '../base/contribution.ts';
import { pathOf } from '../base/convert.ts';
import type { Services } from '../services.ts';
import type { Save } from './saves.ts';

/** Runs prompts when files that matter are saved, and marks results stale while text is edited. */
export class RunTriggers implements Contribution {
  private readonly services: Services;
  /** Texts of files that are not open, where something wrote them: another program, another window. */
  private readonly onDisk = new Map<string, string>();
  /** Ids of the runs that are shown of each prompt. */
  private readonly runs = new Map<string, string>();
  /** Files that a prompt's results depend on and that were saved since, where that ran nothing: when, in milliseconds since 1970. */
  private readonly savedSince = new Map<string, Map<string, number>>();
  /** Results that were stale when they were brought back, and not by the texts of prompt and suite: only a run makes them current. */
  private readonly staleOtherwise = new WeakSet<PromptState['results']>();
  private readonly included = new WeakMap<PromptState['results'], ReadonlySet<string>>();

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { live, saves } = this.services;
    const owned = new DisposableStore();
    owned.add(saves.onDidSave((save) => this.saved(save)));
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
        const runs = state.results.map(({ run }) => run.id).join();
        if (this.runs.get(state.prompt) !== runs) {
          this.forgetSaved(state);
          this.noteRestored(state);
        }
        this.runs.set(state.prompt, runs);
        if (state.running === undefined && !state.isStale) this.mark(state);
      }),
    );
    return owned;
  }

  private saved({ document, runs }: Save): void {
    const { live, log, workspace } = this.services;
    if (runs !== 'save') {
      this.noteSaved(pathOf(document.uri));
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
    const path = pathOf(document.uri);
    for (const state of [...this.about(path), ...this.including(path)]) this.mark(state);
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

  /** What is known of prompts that a file is, or is the suite of. */
  private about(path: string): readonly PromptState[] {
    return this.services.live
      .all()
      .filter(({ results }) =>
        results.some(({ target }) => target.prompt.path === path || target.suite.path === path),
      );
  }

  /** What is known of prompts that are made of a file too, or whose suite is. */
  private including(path: string): readonly PromptState[] {
    return this.services.live.all().filter((state) => this.includedIn(state).has(path));
  }

  private noteSaved(path: string): void {
    for (const { prompt } of this.including(path)) {
      const saved = this.savedSince.get(prompt) ?? new Map<string, number>();
      this.savedSince.set(prompt, saved.set(path, Date.now()));
    }
  }

  /** A run has read what was saved before it began. */
  private forgetSaved({ prompt, results }: PromptState): void {
    const began = Math.min(...results.map(({ run }) => run.startedAt));
    for (const [path, time] of this.savedSince.get(prompt) ?? [])
      if (time <= began) this.savedSince.get(prompt)?.delete(path);
  }

  private noteRestored(state: PromptState): void {
    if (state.isRestored && state.isStale && !this.isOtherText(state))
      this.staleOtherwise.add(state.results);
  }

  /** Files that prompt and suite are made of beside themselves. Asked at every key that is pressed. */
  private includedIn({ results }: PromptState): ReadonlySet<string> {
    const known = this.included.get(results);
    if (known !== undefined) return known;
    const found = new Set(
      results.flatMap(({ target: { prompt, suite, cases } }) => [
        ...prompt.dependencies,
        ...(suite.dependencies ?? []),
        ...new Set(cases.map(({ file }) => file)),
      ]),
    );
    for (const { target } of results) {
      found.delete(target.prompt.path);
      found.delete(target.suite.path);
    }
    this.included.set(results, found);
    return found;
  }

  /** Results are about the texts that ran: the same texts again make them current again. */
  private mark(state: PromptState): void {
    if (state.results.length === 0) return;
    let isOther = false;
    for (const [path, ran] of textsOf(state)) {
      if (this.differs(path, ran)) isOther = true;
      else this.services.edits.reset(path);
    }
    // What these held when they were read is not kept: they are as they were unless they wait to be saved.
    const saved = this.savedSince.get(state.prompt);
    const included = this.includedIn(state);
    const isStale =
      isOther ||
      this.staleOtherwise.has(state.results) ||
      (saved?.size ?? 0) > 0 ||
      unsavedFiles().some((path) => included.has(path));
    this.services.live.setStale(state.prompt, isStale);
  }

  private isOtherText(state: PromptState): boolean {
    return [...textsOf(state)].some(([path, ran]) => this.differs(path, ran));
  }

  /** Whether a file has another text than the one that ran. */
  private differs(path: string, ran: string): boolean {
    const document = openDocument(path);
    // Asked at every key that is pressed: texts of another length need not be put together.
    if (document !== undefined && lengthOf(document) !== withoutMark(ran).length) return true;
    const text = document?.getText() ?? this.onDisk.get(path);
    return text !== undefined && withoutMark(text) !== withoutMark(ran);
  }
}

/** The texts of prompts and suites that ran, by path. */
function textsOf({ results, olderSuites = [] }: PromptState): ReadonlyMap<string, string> {
  // What is known to be of an older text says nothing of the rest.
  const current = results.filter(({ run }) => !olderSuites.includes(run.suite));
  return new Map(
    current.flatMap(({ target: { prompt, suite } }) => [
      [suite.path, suite.source] as const,
      [prompt.path, prompt.source] as const,
    ]),
  );
}

function unsavedFiles(): readonly string[] {
  return vscode.workspace.textDocuments
    .filter((item) => item.isDirty && item.uri.scheme === 'file')
    .map(({ uri }) => pathOf(uri));
}

function openDocument(path: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    (item) => item.uri.scheme === 'file' && pathOf(item.uri) === path,
  );
}

/** In UTF-16 units, as of `getText`, which has no byte order mark. */
function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
