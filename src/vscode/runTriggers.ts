import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { LivePrompts } from '../core/live/livePrompts.ts';
import { settingIds } from './contributions.ts';
import { pathOf } from './convert.ts';

/** Which prompts a saved file concerns: itself, or those of a suite or of included text. */
export type PromptsOf = (path: string) => Promise<readonly string[]>;

/** Runs prompts when files that matter are saved, and marks results stale while text is edited. */
export class RunTriggers implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly live: LivePrompts;

  constructor(live: LivePrompts, promptsOf: PromptsOf, onError: (error: unknown) => void) {
    this.live = live;
    this.owned.add(
      vscode.workspace.onDidSaveTextDocument((document) => {
        const { runOn, isTrusted } = { runOn: runMode(), isTrusted: vscode.workspace.isTrusted };
        if (runOn !== 'save' || !isTrusted || document.uri.scheme !== 'file') return;
        promptsOf(pathOf(document.uri)).then((prompts) => {
          for (const prompt of prompts) void live.run(prompt);
        }, onError);
      }),
    );
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.edited(document)),
    );
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** Results are about the text that ran: the same text again makes them current again. */
  private edited(document: vscode.TextDocument): void {
    const path = pathOf(document.uri);
    const result = this.live.state(path)?.results[0];
    if (result !== undefined) {
      this.live.setStale(path, document.getText() !== result.target.prompt.source);
    }
  }
}

function runMode(): string {
  return vscode.workspace.getConfiguration().get<string>(settingIds.runOn, 'save');
}
