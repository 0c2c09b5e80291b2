import * as vscode from 'vscode';
import type { Problem } from '../../core/problem.ts';
import { productName } from '../base/contributions.ts';
import { toVsRange, toVsSeverity } from '../base/convert.ts';

/** A mistake in a file as VS Code shows it. */
export function problemDiagnostic(problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toVsRange(problem.range),
    problem.message,
    // A sentence that was deleted a moment ago is told where it stood; the list of problems need not say it twice.
    problem.code === 'guards-nothing'
      ? vscode.DiagnosticSeverity.Hint
      : toVsSeverity(problem.severity),
  );
  diagnostic.source = productName;
  diagnostic.code = problem.code;
  return diagnostic;
}
