import * as vscode from 'vscode';
import type { Finding } from '../core/findings.ts';
import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { LivePrompts, PromptState } from '../core/live/livePrompts.ts';
import type { Problem } from '../core/problem.ts';
import { commandIds, productName } from './contributions.ts';
import { toVsRange, toVsSeverity } from './convert.ts';

/** Shows findings of runs and mistakes in files as diagnostics. */
export class Diagnostics implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly collection: vscode.DiagnosticCollection;
  /** What the results of each prompt say. */
  private readonly findings = new Map<string, readonly Finding[]>();
  /** What the check of each file found. */
  private readonly problems = new Map<string, readonly Problem[]>();

  constructor(live: LivePrompts) {
    this.collection = this.owned.add(vscode.languages.createDiagnosticCollection('micro-metrics'));
    this.owned.add(live.onDidChange((state) => this.showState(state)));
  }

  /** Replaces what the check of a file found, there and in other files (rows of a case file). */
  showProblems(checked: string, problems: readonly Problem[]): void {
    const before = this.problems.get(checked) ?? [];
    this.problems.set(checked, problems);
    for (const file of new Set([...before, ...problems].map((problem) => problem.file))) {
      this.publish(file);
    }
  }

  dispose(): void {
    this.owned.dispose();
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
    const problems = [...this.problems.values()].flat().filter((problem) => problem.file === file);
    this.collection.set(vscode.Uri.file(file), [
      ...problems.map(problemDiagnostic),
      ...findings.map(findingDiagnostic),
    ]);
  }
}

function problemDiagnostic(problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toVsRange(problem.range),
    problem.message,
    toVsSeverity(problem.severity),
  );
  diagnostic.source = productName;
  diagnostic.code = problem.code;
  return diagnostic;
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
