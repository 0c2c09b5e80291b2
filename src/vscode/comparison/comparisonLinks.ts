import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import { productName } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import type { Services } from '../services.ts';
import { type ComparisonTarget, parseComparisonTarget } from './comparisonTarget.ts';

const scheme = 'micro-metrics';

/** The address of a comparison, for places that take addresses only, such as the code of a diagnostic. */
export function comparisonUri(target: ComparisonTarget): vscode.Uri {
  const name = target.metric ?? target.caseId ?? 'comparison';
  return vscode.Uri.from({ scheme, path: `/${name}`, query: JSON.stringify(target) });
}

/**
 * Opens the compare panel for its addresses. VS Code opens them as documents (newer versions run no commands from the code
 * of a diagnostic), so their tab is taken away again as soon as it is there.
 */
export class ComparisonLinks implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const owned = new DisposableStore();
    owned.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: () => `The comparison is in the panel of ${productName}.\n`,
      }),
    );
    owned.add(
      vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
        for (const tab of [...opened, ...changed]) this.take(tab);
      }),
    );
    return owned;
  }

  private take(tab: vscode.Tab): void {
    const { input } = tab;
    if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== scheme) return;
    this.follow(tab, input.uri).catch((error: unknown) => this.services.commands.report(error));
  }

  private async follow(tab: vscode.Tab, uri: vscode.Uri): Promise<void> {
    const target = targetOf(uri);
    const column = tab.group.viewColumn;
    await vscode.window.tabGroups.close(tab, true);
    if (target === undefined) return;
    const { comparisons, log } = this.services;
    await bringBack(target.prompt, column);
    log.trace(`Comparison of ${target.prompt} by its address.`);
    await comparisons.show(target.prompt, {
      target,
    });
  }
}

/** The document of the address may have taken the tab of the prompt, if that was a preview. */
async function bringBack(prompt: string, viewColumn: vscode.ViewColumn): Promise<void> {
  const isOpen = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .some(({ input }) => input instanceof vscode.TabInputText && pathOf(input.uri) === prompt);
  if (!isOpen) {
    await vscode.window.showTextDocument(vscode.Uri.file(prompt), { viewColumn, preview: true });
  }
}

function targetOf(uri: vscode.Uri): ComparisonTarget | undefined {
  try {
    return parseComparisonTarget(JSON.parse(uri.query));
  } catch {
    return undefined;
  }
}
