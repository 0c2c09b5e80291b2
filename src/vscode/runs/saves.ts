import * as vscode from 'vscode';
import { type Disposable, DisposableStore, Emitter } from '../../core/lifecycle.ts';
import { type RunMode, runMode } from '../base/settings.ts';

/** A file that was saved, and when that runs the prompts it belongs to. */
export interface Save {
  readonly document: vscode.TextDocument;
  readonly runs: RunMode;
}

/**
 * Files that are saved, while the workspace is trusted. What VS Code saves by itself after a pause in typing
 * (`files.autoSave: afterDelay`) may end in half a sentence, which nobody wants to pay for: in the mode "save" it runs once
 * the editor is idle, and a save by hand at once.
 */
export class Saves implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly emitter = this.owned.add(new Emitter<Save>());
  private readonly savedByPause = new WeakSet<vscode.TextDocument>();

  readonly onDidSave = this.emitter.event;

  constructor() {
    this.owned.add(
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (reason === vscode.TextDocumentSaveReason.AfterDelay) this.savedByPause.add(document);
        else this.savedByPause.delete(document);
      }),
    );
    this.owned.add(
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (document.uri.scheme !== 'file' || !vscode.workspace.isTrusted) return;
        const mode = runMode(document.uri);
        const isByPause = this.savedByPause.has(document);
        this.emitter.fire({ document, runs: mode === 'save' && isByPause ? 'idle' : mode });
      }),
    );
  }

  dispose(): void {
    this.owned.dispose();
  }
}
