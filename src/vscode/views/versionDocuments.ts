import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { basename, fileOfPrompt } from '../../core/path.ts';
import type { Services } from '../services.ts';
import { historyOf } from './promptHistory.ts';
import type { VersionAddress } from './versionNodes.ts';

const scheme = 'micro-metrics-version';

/** Stored versions of prompts as documents that cannot be edited. */
export class VersionDocuments implements vscode.TextDocumentContentProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
    this.owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  /** The address of a version; its ending stays, so that the language does. */
  uriOf(address: VersionAddress | undefined): vscode.Uri | undefined {
    if (address === undefined) return undefined;
    const { prompt, version } = address;
    const name = `${version.slice(0, 7)} ${basename(fileOfPrompt(prompt))}`;
    return vscode.Uri.from({ scheme, path: `/${name}`, query: JSON.stringify([prompt, version]) });
  }

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    const [prompt, version]: unknown[] = JSON.parse(query);
    if (typeof prompt !== 'string' || typeof version !== 'string') return '';
    const store = await historyOf(prompt, this.services);
    const found = await store?.version(prompt, version);
    return found?.source ?? 'This version is no longer kept.\n';
  }

  dispose(): void {
    this.owned.dispose();
  }
}
