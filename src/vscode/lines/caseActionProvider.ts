import * as vscode from 'vscode';
import type { Finding } from '../../core/findings/finding.ts';
import type { Evaluated } from '../../core/live/evaluated.ts';
import { isOutdated, type PromptState } from '../../core/live/promptState.ts';
import { comparesWithExpected } from '../../core/metrics/comparesWithExpected.ts';
import { setExpected } from '../../core/suite/edit/caseKey.ts';
import { addTag } from '../../core/suite/edit/caseTag.ts';
import type { TextEdit } from '../../core/suite/edit/textEdit.ts';
import type { Case, Suite } from '../../core/suite/suite.ts';
import { isOwnSuitePath } from '../../core/suite/suitePath.ts';
import { flakyReason, flakyTag, isTaggedFlaky } from '../../core/views/flakyCase.ts';
import { type FailingCase, failingCases, isAt, specOf } from '../../core/views/metricCard.ts';
import { commandIds } from '../base/contributions.ts';
import { fromVsRange, pathOf, toVsRange } from '../base/convert.ts';
import { failingWords } from '../hovers/hoverText.ts';
import type { Services } from '../services.ts';

/** Its edit is made once it is chosen: the suite may be large, and may have been edited since. */
class SuiteAction extends vscode.CodeAction {
  readonly suite: Suite;
  /** @param source of the suite as it is then */
  readonly make: (source: string) => readonly TextEdit[];

  constructor(title: string, suite: Suite, make: SuiteAction['make']) {
    super(title, vscode.CodeActionKind.QuickFix);
    this.suite = suite;
    this.make = make;
  }
}

/** What can honestly be done about a finding from where it stands. */
export class CaseActionProvider {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  actionsAt(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const { live, edits } = this.services;
    const file = pathOf(document.uri);
    const { start } = fromVsRange(range);
    return live.all().flatMap((state) =>
      state.results.flatMap((result) => [
        ...result.findings
          .filter((finding) => finding.file === file && isAt(edits.now(file, finding.range), start))
          .flatMap((finding) => {
            const own = diagnostics.filter(({ message }) => message.endsWith(finding.message));
            return this.actionsOf(state, result, finding).map((action) => {
              action.diagnostics = own;
              return action;
            });
          }),
        ...(isOutdated(state, result) ? [] : this.flakyActions(result, file, start.line)),
      ]),
    );
  }

  /** @throws {EvalError} not-found, bad-file */
  async withEdit(action: vscode.CodeAction): Promise<vscode.CodeAction> {
    if (!(action instanceof SuiteAction)) return action;
    const uri = vscode.Uri.file(action.suite.path);
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    for (const { range, text } of action.make(document.getText())) {
      edit.replace(uri, toVsRange(range), text);
    }
    action.edit = edit;
    return action;
  }

  /** A case that wavers has no diagnostic where it passed this time: it is its first line that counts. */
  private flakyActions(
    result: Evaluated,
    file: string,
    line: number,
  ): readonly vscode.CodeAction[] {
    const { suite, cases } = result.target;
    if (suite.path !== file) return [];
    const item = cases.find(
      (found) =>
        isInSuite(found, suite) && this.services.edits.now(file, found.range).start.line === line,
    );
    if (item === undefined || isTaggedFlaky(item)) return [];
    const reason = flakyReason(result, item.id);
    if (reason === undefined) return [];
    const title = `Tag '${item.id}' as flaky (${reason})`;
    return [new SuiteAction(title, suite, (source) => addTag(source, suite, item, flakyTag))];
  }

  private actionsOf(state: PromptState, result: Evaluated, finding: Finding): vscode.CodeAction[] {
    const { prompt } = state;
    switch (finding.kind) {
      case 'regression': {
        const { metric } = finding;
        if (metric === undefined) return [];
        const failing = failingCases(result, metric);
        const worse = failing.filter(({ isWorse }) => isWorse);
        const shown = worse.length > 0 ? worse : failing;
        const [first] = shown;
        if (first === undefined) return [];
        return [
          command(`Peek ${failingWords(shown.length)}`, commandIds.peekCases, { prompt, metric }),
          ...this.goTo(first),
        ];
      }
      case 'failing-case':
        // An output of an older text is not what anybody wants to expect.
        return [
          ...(isOutdated(state, result) ? [] : expectedActions(result, finding)),
          command('Show the comparison', commandIds.openPanel, {
            ...{ prompt, suite: result.target.suite.path },
            ...(finding.caseId !== undefined && { caseId: finding.caseId }),
          }),
        ];
      case 'below-target':
        return finding.metric === undefined
          ? []
          : [
              command('Peek failing cases', commandIds.peekCases, {
                prompt,
                metric: finding.metric,
              }),
            ];
      case 'case-error':
        return [];
    }
  }

  private goTo({ id, place }: FailingCase): vscode.CodeAction[] {
    if (place === undefined) return [];
    const { start } = this.services.edits.now(place.file, place.range);
    const action = new vscode.CodeAction(`Go to the case '${id}'`, vscode.CodeActionKind.QuickFix);
    action.command = {
      title: action.title,
      command: 'vscode.open',
      arguments: [
        vscode.Uri.file(place.file),
        { selection: toVsRange({ start, end: start }), preview: true },
      ],
    };
    return [action];
  }
}

/** Where a metric that fails compares with the case's expected answer, and the case stands in the suite. */
function expectedActions(result: Evaluated, { caseId }: Finding): vscode.CodeAction[] {
  const { suite, cases } = result.target;
  const item = cases.find(({ id }) => id === caseId);
  if (item === undefined || !isInSuite(item, suite) || item.expected === undefined) return [];
  const trials = result.run.cases.find(({ id }) => id === caseId)?.trials ?? [];
  for (const { scores, output } of trials) {
    const comparing = scores.some(({ metric, passed }) => {
      const spec = passed === false ? specOf(result, metric) : undefined;
      return spec !== undefined && comparesWithExpected(spec);
    });
    if (comparing && output !== null) {
      const title = `Update expected of '${item.id}' to this output`;
      return [new SuiteAction(title, suite, (source) => setExpected(source, suite, item, output))];
    }
  }
  return [];
}

/** Whether it can be edited there: rows of other files, and cases in formats of other tools, cannot. */
function isInSuite({ file }: Case, { path }: Suite): boolean {
  return file === path && isOwnSuitePath(path);
}

function command(title: string, id: string, argument: object): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: id, arguments: [argument] };
  return action;
}
