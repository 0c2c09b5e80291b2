import * as vscode from 'vscode';
import type { Finding } from '../../core/findings/finding.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Fix } from '../../core/promptPlace.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { pathOf, toVsRange } from '../base/convert.ts';
import { parseComparisonTarget } from '../comparison/comparisonTarget.ts';
import type { Services } from '../services.ts';

/** The quick fix that takes back the change that made a metric worse. */
export class RevertActions implements vscode.CodeActionProvider, Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { commands } = this.services;
    const owned = new DisposableStore();
    owned.add(
      vscode.languages.registerCodeActionsProvider({ scheme: 'file' }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
    owned.add(commands.register(commandIds.revertChange, (target) => this.revert(target)));
    return owned;
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    return this.fixesOf(document)
      .filter(({ finding }) => {
        const place = toVsRange(finding.range);
        // A gap is an empty range; the line it stands on is where a person asks.
        return range.intersection(place) !== undefined || range.start.line === place.start.line;
      })
      .map(({ finding, fix }) => {
        const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = diagnostics.filter(({ message }) => message === finding.message);
        action.isPreferred = true;
        action.edit = editOf(document, fix);
        return action;
      });
  }

  /** In the prompt that is named, else in the one in front. */
  private async revert(target: unknown): Promise<void> {
    const prompt = parseComparisonTarget(target)?.prompt;
    const document =
      prompt === undefined
        ? vscode.window.activeTextEditor?.document
        : await vscode.workspace.openTextDocument(vscode.Uri.file(prompt));
    const [first] = document === undefined ? [] : this.fixesOf(document);
    if (document === undefined || first === undefined) {
      void vscode.window.showInformationMessage(
        'Nothing to revert here: no change of this text is known to have made a metric worse.',
      );
      return;
    }
    await vscode.workspace.applyEdit(editOf(document, first.fix));
  }

  /** Fixes are for the text that ran: once it is edited they no longer fit. */
  private fixesOf(
    document: vscode.TextDocument,
  ): readonly { readonly finding: Finding; readonly fix: Fix }[] {
    const path = pathOf(document.uri);
    const text = document.getText();
    const seen = new Set<string>();
    return this.services.live
      .all()
      .flatMap(({ results }) => results)
      .filter(({ target }) => target.prompt.source === text)
      .flatMap(({ findings }) => findings)
      .flatMap((finding) => {
        const { fix, file } = finding;
        if (fix === undefined || file !== path) return [];
        // Two metrics with one cause share one way back.
        const key = JSON.stringify(fix);
        if (seen.has(key)) return [];
        seen.add(key);
        return [{ finding, fix }];
      });
  }
}

function editOf(document: vscode.TextDocument, fix: Fix): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of fix.edits) {
    edit.replace(document.uri, toVsRange(range), newText);
  }
  return edit;
}
