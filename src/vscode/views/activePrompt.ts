import * as vscode from 'vscode';
import { type Disposable, DisposableStore, Emitter } from '../../core/lifecycle.ts';
import { frontFile } from '../../core/views/frontFile.ts';
import { pathOf } from '../base/convert.ts';
import type { WorkspaceFiles } from '../files/workspaceFiles.ts';

/** The prompt that the editor in front is about: itself, or the first prompt of a suite. Another file changes nothing. */
export class ActivePrompt implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<void>());
  private readonly workspace: WorkspaceFiles;
  private readonly onError: (error: unknown) => void;
  private path: string | undefined;
  readonly onDidChange = this.changes.event;

  constructor(workspace: WorkspaceFiles, onError: (error: unknown) => void) {
    this.workspace = workspace;
    this.onError = onError;
    this.owned.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.look(editor)));
    this.look(vscode.window.activeTextEditor);
  }

  get current(): string | undefined {
    return this.path;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private look(editor: vscode.TextEditor | undefined): void {
    const uri = editor?.document.uri;
    if (uri?.scheme !== 'file') return;
    const path = pathOf(uri);
    const front = frontFile(path, this.workspace.kinds);
    if (front === 'prompt') this.set(path);
    if (front !== 'ask') return;
    this.workspace.promptsOf(path).then(([first]) => {
      if (first !== undefined && vscode.window.activeTextEditor === editor) this.set(first);
    }, this.onError);
  }

  private set(path: string): void {
    if (this.path === path) return;
    this.path = path;
    this.changes.fire();
  }
}
