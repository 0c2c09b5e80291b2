import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { Contribution } from './contribution.ts';
import { settingIds } from './contributions.ts';
import { pathOf } from './convert.ts';
import type { Services } from './services.ts';

/** Runs prompts when files that matter are saved, and marks results stale while text is edited. */
export class RunTriggers implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const owned = new DisposableStore();
    owned.add(vscode.workspace.onDidSaveTextDocument((document) => this.saved(document)));
    owned.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.edited(document)));
    return owned;
  }

  private saved(document: vscode.TextDocument): void {
    const { live, log, workspace } = this.services;
    const { isTrusted } = vscode.workspace;
    if (runMode() !== 'save' || !isTrusted || document.uri.scheme !== 'file') return;
    workspace.promptsOf(pathOf(document.uri)).then(
      (prompts) => {
        for (const prompt of prompts) void live.run(prompt);
      },
      (error: unknown) => log.error(String(error)),
    );
  }

  /** Results are about the text that ran: the same text again makes them current again. */
  private edited(document: vscode.TextDocument): void {
    const { live } = this.services;
    const path = pathOf(document.uri);
    const result = live.state(path)?.results[0];
    if (result !== undefined) {
      live.setStale(path, document.getText() !== result.target.prompt.source);
    }
  }
}

function runMode(): string {
  return vscode.workspace.getConfiguration().get<string>(settingIds.runOn, 'save');
}
