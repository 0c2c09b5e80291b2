import * as vscode from 'vscode';
import { toForwardSlashes } from '../../core/path.ts';
import type { Severity } from '../../core/problem.ts';
import type { Range } from '../../core/text.ts';

/** Both count lines and UTF-16 columns from 0. */
export function toVsRange(range: Range): vscode.Range {
  const { start, end } = range;
  return new vscode.Range(start.line, start.column, end.line, end.column);
}

export function toVsSeverity(severity: Severity): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'information':
      return vscode.DiagnosticSeverity.Information;
    case 'hint':
      return vscode.DiagnosticSeverity.Hint;
  }
}

/** The path that the core knows a document by. */
export function pathOf(uri: vscode.Uri): string {
  return toForwardSlashes(uri.fsPath);
}

export function fromVsRange({ start, end }: vscode.Range): Range {
  return {
    start: { line: start.line, column: start.character },
    end: { line: end.line, column: end.character },
  };
}
