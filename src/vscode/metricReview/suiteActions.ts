import * as vscode from 'vscode';
import { EvalError } from '../../core/errors.ts';
import type { GoalChoice } from '../../core/goals/goalEdits.ts';
import { goalHints, noGoalCode } from '../../core/goals/goalHints.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Suite } from '../../core/suite/suite.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import { loadReading } from '../files/loadReading.ts';
import { problemDiagnostic } from '../files/problemDiagnostic.ts';
import type { Services } from '../services.ts';
import { type MetricAddress, metricIn } from './metricAddress.ts';

const suites: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.metrics.{yaml,yml}' };

/** Hints at metrics without a goal, and the quick fixes for them and for metrics whose day of review is past. */
export class SuiteActions implements vscode.CodeActionProvider, Contribution {
  private readonly services: Services;
  private readonly owned = new DisposableStore();
  private readonly hints: vscode.DiagnosticCollection;

  constructor(services: Services) {
    this.services = services;
    this.hints = this.owned.add(vscode.languages.createDiagnosticCollection('micro-metrics-goals'));
  }

  register(): Disposable {
    const show = (document: vscode.TextDocument) => {
      this.show(document).catch((error: unknown) => this.services.log.error(String(error)));
    };
    this.owned.add(vscode.workspace.onDidOpenTextDocument(show));
    this.owned.add(vscode.workspace.onDidSaveTextDocument(show));
    this.owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.hints.delete(uri)));
    for (const document of vscode.workspace.textDocuments) show(document);
    this.owned.add(
      vscode.languages.registerCodeActionsProvider(suites, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
    this.owned.add(
      this.services.commands.register(commandIds.setGoal, (given) => this.askGoal(given)),
    );
    return this.owned;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    if (diagnostics.length === 0) return [];
    const suite = await read(document);
    return diagnostics.flatMap((diagnostic) => {
      const metric = metricAt(suite, diagnostic.range.start.line);
      if (metric === undefined) return [];
      const address = { suite: pathOf(document.uri), metric };
      const fix = (title: string, command: string) => {
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = [diagnostic];
        action.command = { command, title, arguments: [address] };
        return action;
      };
      const code = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
      switch (code) {
        case noGoalCode:
          return [fix('Name its goal...', commandIds.setGoal)];
        case 'review-due':
          return [
            fix('Keep it, and review it again in 90 days', commandIds.keepMetric),
            fix('Retire it...', commandIds.retireMetric),
          ];
        default:
          return [];
      }
    });
  }

  private async show(document: vscode.TextDocument): Promise<void> {
    if (vscode.languages.match(suites, document) === 0) return;
    const suite = await read(document);
    if (document.isClosed) return;
    this.hints.set(
      document.uri,
      suite === undefined ? [] : goalHints(suite).map(problemDiagnostic),
    );
  }

  private async askGoal(given: unknown): Promise<void> {
    const address: MetricAddress | undefined = metricIn(given) ?? (await pickMetric(given));
    if (address === undefined) return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(address.suite));
    const goal = await pickGoal(await read(document));
    if (goal === undefined) return;
    const [{ setGoal }, { editSuite }] = await Promise.all([
      loadReading(),
      import('../lateFeatures.ts'),
    ]);
    await editSuite(address.suite, (suite) => setGoal(suite, address.metric, goal), {
      isSaved: false,
    });
  }
}

/** The suite as it stands in the editor once everything that reads it is loaded. */
async function read(document: vscode.TextDocument): Promise<Suite | undefined> {
  const { readSuite, builtInMetrics } = await loadReading();
  return readSuite({ path: pathOf(document.uri), text: document.getText() }, builtInMetrics).value;
}

function metricAt(suite: Suite | undefined, line: number): string | undefined {
  return suite?.metrics.find(
    ({ range, file }) => file === suite.path && range.start.line <= line && line <= range.end.line,
  )?.id;
}

/** A metric without a goal, of the suite that was named or that stands in the editor in front. */
async function pickMetric(given: unknown): Promise<MetricAddress | undefined> {
  const named = typeof given === 'object' && given !== null && 'suite' in given && given.suite;
  const front = vscode.window.activeTextEditor?.document;
  const document =
    typeof named === 'string'
      ? await vscode.workspace.openTextDocument(vscode.Uri.file(named))
      : front;
  if (document === undefined || vscode.languages.match(suites, document) === 0)
    throw new EvalError('usage', 'Open a suite, such as "support.metrics.yaml", first.');
  const suite = await read(document);
  const open = (suite?.metrics ?? []).filter(
    ({ goal, file }) => goal === undefined && file === suite?.path,
  );
  if (suite === undefined || open.length === 0)
    throw new EvalError('usage', 'Every metric of this suite names its goal already.');
  const items = open.map(({ id, name }) => ({ label: name, description: id, metric: id }));
  const [only] = items;
  const picked =
    items.length === 1
      ? only
      : await vscode.window.showQuickPick(items, { title: 'Which metric gets a goal?' });
  return picked && { suite: suite.path, metric: picked.metric };
}

/** A goal of the suite, or a new one that is typed. */
function pickGoal(suite: Suite | undefined): Promise<GoalChoice | undefined> {
  interface Item extends vscode.QuickPickItem {
    readonly goal: GoalChoice;
  }
  return new Promise((resolve) => {
    const owned = new DisposableStore();
    const box = owned.add(vscode.window.createQuickPick<Item>());
    const known = (suite?.goals ?? []).map(
      ({ id, text }): Item => ({ label: text, description: id, goal: { id } }),
    );
    box.title = 'Which goal does it serve?';
    box.placeholder = 'Pick one, or type a new one: what your users or your business gain.';
    const show = () => {
      const text = box.value.trim();
      const typed: Item = { label: `$(add) New goal: ${text}`, alwaysShow: true, goal: { text } };
      box.items = text === '' ? known : [...known, typed];
    };
    show();
    owned.add(box.onDidChangeValue(show));
    owned.add(
      box.onDidAccept(() => {
        const [item] = box.selectedItems;
        if (item === undefined) return;
        resolve(item.goal);
        box.hide();
      }),
    );
    owned.add(
      box.onDidHide(() => {
        resolve(undefined);
        owned.dispose();
      }),
    );
    box.show();
  });
}
