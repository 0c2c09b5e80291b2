import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Services } from '../services.ts';
import { historyOf } from './promptHistory.ts';
import { versionOfUri, versionScheme } from './versionUri.ts';

/** Stored versions of prompts as documents that cannot be edited. */
export class VersionDocuments implements vscode.TextDocumentContentProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
    this.owned.add(vscode.workspace.registerTextDocumentContentProvider(versionScheme, this));
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const address = versionOfUri(uri);
    if (address === undefined) return '';
    const store = await historyOf(address.prompt, this.services);
    const found = await store?.version(address.prompt, address.version);
    return found?.source ?? 'This version is no longer kept.\n';
  }

  dispose(): void {
    this.owned.dispose();
  }
}
