import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { PromptState, Running } from '../core/live/livePrompts.ts';
import { dollarText } from '../core/run/budget.ts';
import type { Contribution } from './contribution.ts';
import { commandIds, productName } from './contributions.ts';
import { pathOf } from './convert.ts';
import type { Services } from './services.ts';

/** Progress and cost of the run that goes on, else the result of the prompt in front. */
export class StatusBar implements Contribution {
  private readonly owned = new DisposableStore();
  private readonly item: vscode.StatusBarItem;
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
    this.item = this.owned.add(
      vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left),
    );
    this.item.name = productName;
  }

  register(): Disposable {
    this.owned.add(this.services.live.onDidChange(() => this.show()));
    this.owned.add(vscode.window.onDidChangeActiveTextEditor(() => this.show()));
    this.show();
    return this.owned;
  }

  private show(): void {
    const { live } = this.services;
    const running = live.all().find((state) => state.running !== undefined);
    const editor = vscode.window.activeTextEditor;
    const front = editor && live.state(pathOf(editor.document.uri));
    if (running?.running !== undefined) this.showRunning(running.running);
    else if (front !== undefined) this.showResult(front);
    else this.item.hide();
  }

  private showRunning(running: Running): void {
    const cost = running.cost === null ? 'cost unknown' : dollarText(running.cost);
    this.item.text = `$(sync~spin) ${running.done}/${running.total} - ${cost}`;
    this.item.tooltip = running.waiting ?? 'Micro Metrics is running. Click to stop.';
    this.item.command = commandIds.stop;
    this.item.show();
  }

  private showResult(state: PromptState): void {
    const worse = state.results
      .flatMap((result) => result.comparison?.metrics ?? [])
      .filter((metric) => metric.verdict === 'regressed').length;
    const simulated = state.results.some((result) => result.run.model.isSimulated);
    const label = simulated ? ' (simulated)' : '';
    this.item.command = commandIds.openPanel;
    this.item.tooltip = state.failure?.message ?? 'Show the comparison with the previous version.';
    if (state.failure) this.item.text = '$(circle-slash) Micro Metrics: not run';
    else if (state.isStale) this.item.text = `$(history) edited since the last run${label}`;
    else if (worse > 0) this.item.text = `$(error) ${worse} got worse${label}`;
    else this.item.text = `$(check) nothing got worse${label}`;
    this.item.show();
  }
}
