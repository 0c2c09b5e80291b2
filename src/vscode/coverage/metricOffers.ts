import * as vscode from 'vscode';
import type { Disposable } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import { untestedCode } from './instructionMarks.ts';

/** Quick fixes at the hints on instructions that no metric notices: a metric for each. */
export class MetricOffers implements vscode.CodeActionProvider, Contribution {
  register(): Disposable {
    return vscode.languages.registerCodeActionsProvider({ scheme: 'file' }, this, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    });
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    return diagnostics
      .filter(({ code }) => code === untestedCode)
      .map((diagnostic) => {
        const action = new vscode.CodeAction('Add a metric for it', vscode.CodeActionKind.QuickFix);
        action.diagnostics = [diagnostic];
        const instruction = document.getText(diagnostic.range);
        const prompt = pathOf(document.uri);
        const title = 'Add a metric for it';
        action.command = {
          ...{ command: commandIds.addMetricFor, title },
          arguments: [{ prompt, instruction }],
        };
        return action;
      });
  }
}
