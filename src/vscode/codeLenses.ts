import * as vscode from 'vscode';
import { isBelowTarget } from '../core/findings.ts';
import { type Disposable, DisposableStore, Emitter } from '../core/lifecycle.ts';
import type { Evaluated } from '../core/live/evaluatePrompt.ts';
import type { PromptState } from '../core/live/livePrompts.ts';
import { LineMap } from '../core/text.ts';
import type { Contribution } from './contribution.ts';
import { commandIds } from './contributions.ts';
import { pathOf, toVsRange } from './convert.ts';
import type { Services } from './services.ts';

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
    this.owned.add(this.services.live.onDidChange((state) => this.changed(state)));
    this.owned.add(vscode.languages.registerCodeLensProvider({ scheme: 'file' }, this));
    return this.owned;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const path = pathOf(document.uri);
    const { live, workspace } = this.services;
    if (workspace.kinds.isPrompt(path)) return promptLenses(path, live.state(path));
    if (!workspace.kinds.isSuite(path)) return [];
    const results = live
      .all()
      .flatMap((state) => state.results.map((result) => ({ state, result })))
      .filter(({ result }) => result.target.suite.path === path);
    const map = new LineMap(document.getText());
    return results.flatMap(({ state, result }) => suiteLenses(state, result, map));
  }

  /** Progress is for the status bar: lenses that change with every reply would never settle. */
  private changed(state: PromptState): void {
    const old = this.shown.get(state.prompt);
    this.shown.set(state.prompt, state);
    const isSame =
      old !== undefined &&
      old.results === state.results &&
      old.isStale === state.isStale &&
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

function promptLenses(path: string, state: PromptState | undefined): vscode.CodeLens[] {
  const run = lens(firstLine, '$(play) Run suite', commandIds.runSuite, path);
  if (state === undefined) return [run];
  if (state.running !== undefined) {
    return [lens(firstLine, '$(debug-stop) Running; stop', commandIds.stop, path)];
  }
  const text = state.failure?.message ?? resultText(state);
  return text === '' ? [run] : [run, lens(firstLine, text, commandIds.openPanel, path)];
}

/** One line for all suites of a prompt. */
export function resultText(state: PromptState): string {
  return state.results.map((result) => oneResult(result, state.isStale)).join('  |  ');
}

function oneResult({ run, comparison }: Evaluated, isStale: boolean): string {
  const rated = run.metrics.filter((metric) => metric.scored > 0);
  const passing = rated.filter((metric) => !isBelowTarget(metric)).length;
  const worse = comparison?.metrics.filter((metric) => metric.verdict === 'regressed').length ?? 0;
  return [
    ...(isStale ? ['edited since the last run'] : []),
    ...(worse > 0 ? [`$(error) ${worse} got worse`] : []),
    `${passing} of ${rated.length} metrics pass`,
    ...(comparison === undefined ? ['first run'] : []),
    `${(run.durationMs / 1000).toFixed(1)} s`,
    ...(run.model.isSimulated ? ['simulated'] : []),
  ].join(' | ');
}

function suiteLenses(state: PromptState, result: Evaluated, map: LineMap): vscode.CodeLens[] {
  const { target, run } = result;
  const stale = state.isStale ? ' (edited since)' : '';
  const metrics = target.suite.metrics.flatMap((metric) => {
    const summary = run.metrics.find((item) => item.id === metric.id);
    if (summary === undefined || metric.file !== target.suite.path) return [];
    const mark = isBelowTarget(summary) ? '$(warning)' : '$(pass)';
    const title = `${mark} ${summary.passed} of ${summary.scored} passed${stale}`;
    return [lens(toVsRange(metric.range), title, commandIds.openPanel, state.prompt)];
  });
  const cases = target.cases.flatMap((item) => {
    const trials = run.cases.find((found) => found.id === item.id)?.trials ?? [];
    if (trials.length === 0 || item.file !== target.suite.path) return [];
    if (item.range.start.line >= map.lineCount) return [];
    const failed = trials.filter((trial) => trial.scores.some((score) => score.passed === false));
    const title =
      failed.length === 0
        ? `$(pass) passed${stale}`
        : `$(warning) ${failed.length} of ${trials.length} runs failed${stale}`;
    return [lens(toVsRange(item.range), title, commandIds.openPanel, state.prompt)];
  });
  return [...metrics, ...cases];
}

function lens(range: vscode.Range, title: string, command: string, path: string): vscode.CodeLens {
  return new vscode.CodeLens(range, { title, command, arguments: [path] });
}
