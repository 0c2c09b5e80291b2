import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { Problem } from '../core/problem.ts';
import { pathOf } from './convert.ts';

export interface FileCheckServices {
  readonly isChecked: (path: string) => boolean;
  /** Mistakes of a file as it is on disk, and of what belongs to it, by the file that was checked. */
  readonly check: (path: string) => Promise<ReadonlyMap<string, readonly Problem[]>>;
  readonly show: (path: string, problems: readonly Problem[]) => void;
  readonly onError: (error: unknown) => void;
}

/** Checks prompts and suites when they are opened and saved; nothing is run or sent for it. */
export class FileChecks implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly services: FileCheckServices;

  constructor(services: FileCheckServices) {
    this.services = services;
    const check = (document: vscode.TextDocument) => this.check(document);
    this.owned.add(vscode.workspace.onDidOpenTextDocument(check));
    this.owned.add(vscode.workspace.onDidSaveTextDocument(check));
    for (const document of vscode.workspace.textDocuments) this.check(document);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private check(document: vscode.TextDocument): void {
    const path = pathOf(document.uri);
    const { isChecked, check, show, onError } = this.services;
    if (document.uri.scheme !== 'file' || !isChecked(path)) return;
    check(path).then((checked) => {
      for (const [file, problems] of checked) show(file, problems);
    }, onError);
  }
}
