import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';

const scheme = 'micro-metrics-compared';

/** Texts that are compared in the diff editor or read by themselves, as documents that cannot be edited and ask nothing when they are closed. */
export class ComparedTexts implements vscode.TextDocumentContentProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly texts = new Map<string, string>();
  private count = 0;

  constructor() {
    this.owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.owned.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    );
  }

  /** Opens the diff editor. `name` is that of the file that the texts are of: its ending tells the language. */
  async openDiff(title: string, name: string, old: string, fresh: string): Promise<void> {
    const left = this.add(`old/${name}`, old);
    const right = this.add(`new/${name}`, fresh);
    await vscode.commands.executeCommand('vscode.diff', left, right, title);
  }

  /** Opens a text beside the panel. `name` is that of its tab: its ending tells the language. */
  async openText(name: string, text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.add(name, text));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    // As after a restart, which VS Code brings editors back from.
    return this.texts.get(uri.toString()) ?? 'Open this again from the comparison.\n';
  }

  dispose(): void {
    this.owned.dispose();
    this.texts.clear();
  }

  private add(path: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${path}`, query: String(++this.count) });
    this.texts.set(uri.toString(), text);
    return uri;
  }
}
