import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Problem } from '../../core/problem.ts';
import { dayOf } from '../../core/run/spending.ts';
import type { Contribution } from '../base/contribution.ts';
import { pathOf } from '../base/convert.ts';
import type { Services } from '../services.ts';
import { problemDiagnostic } from './problemDiagnostic.ts';

/** Checks prompts and suites when they are opened and saved, and shows the mistakes; nothing is run or sent for it. */
export class FileChecks implements Contribution {
  private readonly services: Services;
  private readonly owned = new DisposableStore();
  private readonly collection: vscode.DiagnosticCollection;
  /** What the check of each file found, there and in other files (rows of a case file). */
  private readonly problems = new Map<string, readonly Problem[]>();

  constructor(services: Services) {
    this.services = services;
    this.collection = this.owned.add(
      vscode.languages.createDiagnosticCollection('micro-metrics-checks'),
    );
  }

  register(): Disposable {
    const check = (document: vscode.TextDocument) => this.check(document);
    this.owned.add(vscode.workspace.onDidOpenTextDocument(check));
    this.owned.add(vscode.workspace.onDidSaveTextDocument(check));
    for (const document of vscode.workspace.textDocuments) this.check(document);
    return this.owned;
  }

  private check(document: vscode.TextDocument): void {
    const path = pathOf(document.uri);
    const { workspace, log } = this.services;
    const { isPrompt, isSuite } = workspace.kinds;
    if (document.uri.scheme !== 'file' || !(isPrompt(path) || isSuite(path))) return;
    workspace.check(path, dayOf(Date.now())).then(
      (checked) => {
        for (const [file, problems] of checked) this.show(file, problems);
      },
      (error: unknown) => log.error(String(error)),
    );
  }

  private show(checked: string, problems: readonly Problem[]): void {
    const before = this.problems.get(checked) ?? [];
    this.problems.set(checked, problems);
    for (const file of new Set([...before, ...problems].map((problem) => problem.file))) {
      const all = [...this.problems.values()].flat().filter((problem) => problem.file === file);
      this.collection.set(vscode.Uri.file(file), all.map(problemDiagnostic));
    }
  }
}
