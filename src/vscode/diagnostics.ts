import * as vscode from 'vscode';
import type { Finding } from '../core/findings.ts';
import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { PromptState } from '../core/live/livePrompts.ts';
import { shiftRange } from '../core/shiftRange.ts';
import { comparisonUri } from './comparisonLinks.ts';
import type { Contribution } from './contribution.ts';
import { productName } from './contributions.ts';
import { fromVsRange, pathOf, toVsRange, toVsSeverity } from './convert.ts';
import type { Services } from './services.ts';

/** What the results of one prompt say. */
interface Shown {
  readonly findings: readonly Finding[];
  readonly isStale: boolean;
}

/** Shows what runs found as diagnostics; quietly, and at the place they moved to, while the text is edited. */
export class Diagnostics implements Contribution {
  private readonly services: Services;
  private readonly owned = new DisposableStore();
  private readonly collection: vscode.DiagnosticCollection;
  private readonly shown = new Map<string, Shown>();
  /** The results that each prompt's findings were taken from. */
  private readonly sources = new Map<string, PromptState['results']>();

  constructor(services: Services) {
    this.services = services;
    this.collection = this.owned.add(vscode.languages.createDiagnosticCollection('micro-metrics'));
  }

  register(): Disposable {
    this.owned.add(this.services.live.onDidChange((state) => this.showState(state)));
    this.owned.add(vscode.workspace.onDidChangeTextDocument((event) => this.edited(event)));
    return this.owned;
  }

  private showState({ prompt, results, isStale }: PromptState): void {
    const before = this.shown.get(prompt);
    const isSame = this.sources.get(prompt) === results;
    if (isSame && before?.isStale === isStale) return;
    this.sources.set(prompt, results);
    // Findings that become stale stay where edits have moved them; current ones stand where the run put them.
    const findings =
      isSame && isStale && before !== undefined
        ? before.findings
        : results.flatMap((result) => result.findings);
    this.shown.set(prompt, { findings, isStale });
    this.publish([...(before?.findings ?? []), ...findings].map(({ file }) => file));
  }

  /** Findings move with the text, as the reader would expect. */
  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const path = pathOf(document.uri);
    if (contentChanges.length === 0 || !this.collection.has(document.uri)) return;
    const changes = contentChanges.map((change) => ({
      range: fromVsRange(change.range),
      text: change.text,
    }));
    for (const [prompt, shown] of this.shown) {
      if (!shown.findings.some(({ file }) => file === path)) continue;
      const findings = shown.findings.map((finding) =>
        finding.file === path
          ? { ...finding, range: changes.reduce(shiftRange, finding.range) }
          : finding,
      );
      this.shown.set(prompt, { ...shown, findings });
    }
    this.publish([path]);
  }

  private publish(files: readonly string[]): void {
    for (const file of new Set(files)) {
      const diagnostics = [...this.shown].flatMap(([prompt, { findings, isStale }]) =>
        findings
          .filter((finding) => finding.file === file)
          .map((finding) => findingDiagnostic(finding, prompt, isStale)),
      );
      this.collection.set(vscode.Uri.file(file), diagnostics);
    }
  }
}

function findingDiagnostic(finding: Finding, prompt: string, isStale: boolean): vscode.Diagnostic {
  const { range, message, severity, metric, caseId, kind, related } = finding;
  const diagnostic = new vscode.Diagnostic(
    toVsRange(range),
    isStale ? `Edited since the last run, which said: ${message}` : message,
    // Of an older text: a hint stays out of the list of problems.
    isStale ? vscode.DiagnosticSeverity.Hint : toVsSeverity(severity),
  );
  diagnostic.source = productName;
  diagnostic.code = {
    value: metric ?? caseId ?? kind,
    target: comparisonUri({
      prompt,
      ...(metric !== undefined && { metric }),
      ...(caseId !== undefined && { caseId }),
    }),
  };
  diagnostic.relatedInformation = related.map(
    (place) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(vscode.Uri.file(place.file), toVsRange(place.range)),
        place.message,
      ),
  );
  return diagnostic;
}
