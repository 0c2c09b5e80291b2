import * as vscode from 'vscode';
import { type Disposable, DisposableStore, Emitter } from '../../core/lifecycle.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import { isOutdated, type PromptState } from '../../core/live/promptState.ts';
import { whyWithoutAnswers } from '../../core/results/caseErrors.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { pathOf, toVsRange } from '../base/convert.ts';
import type { ComparisonTarget } from '../comparison/comparisonTarget.ts';
import { remedyFor } from '../notices/remedies.ts';
import type { Services } from '../services.ts';
import { resultText, suiteLines } from './lensText.ts';

/** The line above a prompt, its metrics and its cases: run, result, and the way to the comparison. */
export class CodeLenses implements vscode.CodeLensProvider, Contribution {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<void>());
  private readonly services: Services;
  /** What the lenses of each prompt were last made from. */
  private readonly shown = new Map<string, PromptState>();
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(services: Services) {
    this.services = services;
    this.onDidChangeCodeLenses = (listener) => new vscode.Disposable(this.on(listener));
  }

  register(): Disposable {
    const { live, plans, workspace } = this.services;
    const fire = () => this.changes.fire();
    this.owned.add(live.onDidChange((state) => this.changed(state)));
    this.owned.add(plans.onDidChange(fire));
    this.owned.add(workspace.onDidChange(fire));
    this.owned.add(vscode.workspace.onDidGrantWorkspaceTrust(fire));
    this.owned.add(vscode.languages.registerCodeLensProvider({ scheme: 'file' }, this));
    return this.owned;
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const path = pathOf(document.uri);
    const { workspace, live } = this.services;
    if (workspace.kinds.isPrompt(path)) return this.promptLenses(path);
    if (!workspace.kinds.isSuite(path)) return [];
    return live
      .all()
      .flatMap((state) => state.results.map((result) => ({ state, result })))
      .filter(({ result }) => result.target.suite.path === path)
      .flatMap(({ state, result }) => this.suiteLenses(state, result, document));
  }

  private async promptLenses(path: string): Promise<vscode.CodeLens[]> {
    const { live, plans, workspace } = this.services;
    const state = live.state(path);
    const run = lens(firstLine, '$(play) Run suite', commandIds.runSuite, path);
    if (!vscode.workspace.isTrusted) return [remedyLens('untrusted', 'Nothing runs here', path)];
    const question = plans.of(path);
    if (question !== undefined) {
      return [lens(firstLine, `$(question) Run? ${question.text}`, commandIds.answerPlan, path)];
    }
    if (state?.running !== undefined) {
      return [lens(firstLine, '$(debug-stop) Running; stop', commandIds.stop, path)];
    }
    if (state === undefined || (state.results.length === 0 && state.failure === undefined)) {
      const prompts = await workspace.promptsOf(path);
      return prompts.includes(path)
        ? [run]
        : [lens(firstLine, 'Micro Metrics: no suite yet - Create one', commandIds.newSuite, path)];
    }
    if (state.failure !== undefined) {
      const why = remedyLens(state.failure.code, state.failure.message, path);
      // Of several suites some may have run.
      const isKnown = state.results.length > 0 && !state.isStale;
      return isKnown
        ? [run, why, lens(firstLine, resultText(state), commandIds.openPanel, path)]
        : [run, why];
    }
    const why = whyWithoutAnswers(state.results.map((result) => result.run));
    if (why !== undefined && !state.isStale) return [run, remedyLens(why.code, why.message, path)];
    return [run, lens(firstLine, resultText(state), commandIds.openPanel, path)];
  }

  private suiteLenses(
    state: PromptState,
    result: Evaluated,
    document: vscode.TextDocument,
  ): vscode.CodeLens[] {
    const path = result.target.suite.path;
    return suiteLines(result, isOutdated(state, result)).flatMap(
      ({ range, title, metric, caseId, runsOffline }) => {
        const now = toVsRange(this.services.edits.now(path, range));
        if (now.start.line >= document.lineCount) return [];
        if (runsOffline === true) return [lens(now, title, commandIds.runOffline, state.prompt)];
        const target: ComparisonTarget = {
          prompt: state.prompt,
          suite: path,
          ...(metric !== undefined && { metric }),
          ...(caseId !== undefined && { caseId }),
        };
        return [lens(now, title, commandIds.openPanel, target)];
      },
    );
  }

  /** Progress is for the status bar: lenses that change with every reply would never settle. */
  private changed(state: PromptState): void {
    const old = this.shown.get(state.prompt);
    this.shown.set(state.prompt, state);
    const isSame =
      old !== undefined &&
      old.results === state.results &&
      old.isStale === state.isStale &&
      old.olderSuites === state.olderSuites &&
      old.failure === state.failure &&
      (old.running === undefined) === (state.running === undefined);
    if (!isSame) this.changes.fire();
  }

  private on(listener: () => void): () => void {
    const registration = this.changes.event(listener);
    return () => registration.dispose();
  }
}

const firstLine = new vscode.Range(0, 0, 0, 0);

function remedyLens(code: string, message: string, path: string): vscode.CodeLens {
  const { icon, action, command, argument } = remedyFor(code);
  // The first sentence says what is wrong; the rest is for the status bar's tooltip.
  const brief = (message.split(/(?<=[.:])\s/, 1)[0] ?? message).replace(/[.:]$/, '');
  const cut = brief.length > 100 ? `${brief.slice(0, 99)}…` : brief;
  return lens(firstLine, `${icon} ${cut} - ${action}`, command, argument ?? path);
}

function lens(
  range: vscode.Range,
  title: string,
  command: string,
  argument: string | ComparisonTarget,
): vscode.CodeLens {
  // An icon and its word stand close without a blank that stays.
  const spaced = title.replaceAll(/(\$\([\w-]+\)) /g, '$1\u00a0');
  return new vscode.CodeLens(range, { title: spaced, command, arguments: [argument] });
}
