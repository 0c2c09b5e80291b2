import * as vscode from 'vscode';
import { Lazy } from '../../core/lazy.ts';
import { type Disposable, DisposableStore, Emitter } from '../../core/lifecycle.ts';
import type { LoadedTargets } from '../../core/live/loadTargets.ts';
import type { Files } from '../../core/ports.ts';
import type { Problem } from '../../core/problem.ts';
import type { Prompt } from '../../core/prompt/prompt.ts';
import { isPromptName, promptGlob } from '../../core/prompt/promptNames.ts';
import { CachedFiles } from '../../core/suite/cachedFiles.ts';
import { FlatFiles } from '../../core/suite/flatFiles.ts';
import type { Imported } from '../../core/suite/importSuite.ts';
import { isSuitePath } from '../../core/suite/suitePath.ts';
import { pathOf } from '../base/convert.ts';
import { loadReading } from './loadReading.ts';
import type { Place } from './workspaceReader.ts';

/** A file of an open folder that came, went or has another text. */
export interface FileChange {
  readonly path: string;
  readonly isGone: boolean;
}

/** The prompts and suites of the open folders, as they are on disk. Reads again only what has changed. */
export class WorkspaceFiles implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<FileChange>());
  private readonly files: CachedFiles;
  private readonly disk: Files;
  private readonly elsewhere: vscode.Uri;
  /** Whether paths lie in an open folder: asked of the same ones many times at every save. */
  private readonly inside = new Map<string, boolean>();
  private readonly reader = new Lazy(async () => {
    const { WorkspaceReader } = await loadReading();
    return new WorkspaceReader();
  });
  /** Prompts, suites and case files, when the disk has other ones. */
  readonly onDidChange = this.changes.event;

  /** @param elsewhere keeps the history of prompts that lie in no workspace folder */
  constructor(files: Files, elsewhere: vscode.Uri) {
    this.disk = files;
    this.files = new CachedFiles(files, (path) => this.isInside(path));
    this.elsewhere = elsewhere;
    const watcher = this.owned.add(vscode.workspace.createFileSystemWatcher('**/*'));
    this.owned.add(watcher.onDidCreate((uri) => this.note(uri, 'list')));
    this.owned.add(watcher.onDidDelete((uri) => this.note(uri, 'list')));
    this.owned.add(watcher.onDidChange((uri) => this.note(uri, 'text')));
    // Saves of this window are known at once, before the watcher tells of them.
    this.owned.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.note(uri, 'text')));
    // A file that was just made may be opened, and run, before the watcher tells of it.
    this.owned.add(vscode.workspace.onDidOpenTextDocument(({ uri }) => this.opened(uri)));
    this.owned.add(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.inside.clear();
        this.files.clear();
      }),
    );
  }

  /** Kinds of file by their names. */
  readonly kinds = { isPrompt: isPromptName, isSuite: isSuitePath };

  /** A prompt alone; undefined where it cannot be read. */
  async readPrompt(path: string): Promise<Prompt | undefined> {
    return (await this.reader.get()).readPrompt(path, this.placeOf(path));
  }

  async load(prompt: string): Promise<LoadedTargets> {
    return (await this.reader.get()).load(prompt, this.placeOf(prompt));
  }

  /** Mistakes that can be seen without running anything: of the file, and of a prompt's suites. By the file that was checked. */
  async check(path: string, today: string): Promise<ReadonlyMap<string, readonly Problem[]>> {
    return (await this.reader.get()).check(path, today, this.placeOf(path));
  }

  /** The prompts that a file concerns: itself, those of a suite, or those whose cases or parts stand in it. */
  async promptsOf(path: string): Promise<readonly string[]> {
    return (await this.reader.get()).promptsOf(path, this.placeOf(path));
  }

  /** All prompts with a suite. */
  async allPrompts(): Promise<readonly string[]> {
    const reader = await this.reader.get();
    const found = new Set<string>();
    for (const folder of vscode.workspace.workspaceFolders ?? [])
      for (const prompt of await reader.prompts(this.placeOf(pathOf(folder.uri))))
        found.add(prompt);
    return [...found];
  }

  /** All files that are prompts by name or by a suite, and whether they have one. */
  async allPromptFiles(): Promise<ReadonlyMap<string, { readonly hasSuite: boolean }>> {
    const found = new Map<string, { readonly hasSuite: boolean }>();
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const { root } = this.placeOf(pathOf(folder.uri));
      for (const path of await this.files.find(root, promptGlob())) {
        // A config of promptfoo is a suite first; its prompts are found by it.
        if (!isSuitePath(path)) found.set(path, { hasSuite: false });
      }
    }
    for (const path of await this.allPrompts()) found.set(path, { hasSuite: true });
    return found;
  }

  /** The prompts of a suite file, as it is on disk. */
  async promptsOfSuite(path: string): Promise<readonly Prompt[]> {
    return (await this.reader.get()).promptsOfSuite(path, this.placeOf(path));
  }

  async importSuite(path: string): Promise<Imported> {
    return (await this.reader.get()).importSuite(path, this.placeOf(path));
  }

  /** The folder whose history a prompt belongs to: that of its workspace folder. */
  homeOf(prompt: string): string {
    return folderOf(prompt) ?? pathOf(this.elsewhere);
  }

  /** Whether anything was ever stored of a prompt's folder. */
  hasHistory(prompt: string): Promise<boolean> {
    return this.disk.exists(`${this.homeOf(prompt)}/.micro-metrics/history.db`);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private opened(uri: vscode.Uri): void {
    const path = pathOf(uri);
    if (uri.scheme === 'file' && (isPromptName(path) || isSuitePath(path)))
      this.files.changed(path);
  }

  private note(uri: vscode.Uri, what: 'list' | 'text'): void {
    const path = pathOf(uri);
    // The store writes all the time.
    if (uri.scheme !== 'file' || path.includes('/.micro-metrics/')) return;
    if (what === 'list') this.files.appearedOrVanished(path);
    else this.files.changed(path);
    // Other files come and go in masses, for instance while something is built.
    if (!isPromptName(path) && !isSuitePath(path)) return;
    if (what === 'text') this.changes.fire({ path, isGone: false });
    else {
      // A file that is written anew may be gone for a moment.
      this.disk.exists(path).then(
        (exists) => this.changes.fire({ path, isGone: !exists }),
        () => undefined,
      );
    }
  }

  private isInside(path: string): boolean {
    const known = this.inside.get(path);
    if (known !== undefined) return known;
    const isInside = folderOf(path) !== undefined;
    if (this.inside.size >= maxKnownPaths) this.inside.clear();
    this.inside.set(path, isInside);
    return isInside;
  }

  private placeOf(path: string): Place {
    const { files } = this;
    const root = folderOf(path);
    if (root !== undefined) return { files, root };
    // Outside of the open folders only what lies beside a file is looked at: its folder may be a whole disk.
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    return { files: new FlatFiles(files), root: folder };
  }
}

const maxKnownPaths = 10_000;

/** The workspace folder that a file lies in. */
function folderOf(path: string): string | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path));
  return folder && pathOf(folder.uri);
}
