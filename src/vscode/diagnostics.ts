import * as vscode from 'vscode';
import type { Finding } from '../core/findings.ts';
import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { PromptState } from '../core/live/livePrompts.ts';
import type { Contribution } from './contribution.ts';
import { commandIds, productName } from './contributions.ts';
import { toVsRange, toVsSeverity } from './convert.ts';
import type { Services } from './services.ts';

/** Shows what runs found as diagnostics. */
export class Diagnostics implements Contribution {
  private readonly services: Services;
  private readonly owned = new DisposableStore();
  private readonly collection: vscode.DiagnosticCollection;
  /** What the results of each prompt say. */
  private readonly findings = new Map<string, readonly Finding[]>();

  constructor(services: Services) {
    this.services = services;
    this.collection = this.owned.add(vscode.languages.createDiagnosticCollection('micro-metrics'));
  }

  register(): Disposable {
    this.owned.add(this.services.live.onDidChange((state) => this.showState(state)));
    return this.owned;
  }

  private showState(state: PromptState): void {
    // Results that are older than the text are no news: they wait for the next run.
    const findings = state.isStale ? [] : state.results.flatMap((result) => result.findings);
    const before = this.findings.get(state.prompt) ?? [];
    if (before.length === 0 && findings.length === 0) return;
    this.findings.set(state.prompt, findings);
    for (const file of new Set([...before, ...findings].map((finding) => finding.file))) {
      this.publish(file);
    }
  }

  private publish(file: string): void {
    const findings = [...this.findings.values()].flat().filter((finding) => finding.file === file);
    this.collection.set(vscode.Uri.file(file), findings.map(findingDiagnostic));
  }
}

function findingDiagnostic(finding: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toVsRange(finding.range),
    finding.message,
    toVsSeverity(finding.severity),
  );
  diagnostic.source = productName;
  const target = vscode.Uri.from({
    scheme: 'command',
    path: commandIds.openPanel,
    query: JSON.stringify([finding.file]),
  });
  diagnostic.code = { value: finding.metric ?? finding.kind, target };
  diagnostic.relatedInformation = finding.related.map(
    ({ file, range, message }) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(vscode.Uri.file(file), toVsRange(range)),
        message,
      ),
  );
  return diagnostic;
}
