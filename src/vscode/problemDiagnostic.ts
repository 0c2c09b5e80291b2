import * as vscode from 'vscode';
import type { Problem } from '../core/problem.ts';
import { productName } from './contributions.ts';
import { toVsRange, toVsSeverity } from './convert.ts';

/** A mistake in a file as VS Code shows it. */
export function problemDiagnostic(problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toVsRange(problem.range),
    problem.message,
    toVsSeverity(problem.severity),
  );
  diagnostic.source = productName;
  diagnostic.code = problem.code;
  return diagnostic;
}
