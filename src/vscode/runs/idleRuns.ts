import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { PromptState } from '../../core/live/livePrompts.ts';
import { fileOfPrompt } from '../../core/path.ts';
import { metricsInUse } from '../../core/suite/metricsFor.ts';
import type { Contribution } from '../base/contribution.ts';
import { settingIds } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import { idleSeconds, runMode } from '../base/settings.ts';
import type { Services } from '../services.ts';

/**
 * Runs in the background once nothing has been edited for a while: metrics of the stage `async`, and the prompts of
 * saves that wait for it. Their results join those that are there.
 */
export class IdleRuns implements Contribution {
  private readonly services: Services;
  /** Prompts to run when the editor is idle. */
  private readonly waiting = new Set<string>();
  /** Results that a background run was made for: it is tried once. */
  private readonly tried = new WeakSet<PromptState['results']>();
  private timer: NodeJS.Timeout | undefined;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { live, log, saves, workspace } = this.services;
    const owned = new DisposableStore();
    owned.add(live.onDidChange((state) => this.changed(state)));
    owned.add(vscode.workspace.onDidChangeTextDocument(() => this.restart()));
    owned.add(
      saves.onDidSave(({ document, runs }) => {
        if (runs !== 'idle' && this.waiting.size === 0) return;
        workspace.promptsOf(pathOf(document.uri)).then(
          (prompts) => {
            for (const prompt of prompts) {
              if (runs === 'idle') this.want(prompt);
              else this.waiting.delete(prompt);
            }
          },
          (error: unknown) => log.error(String(error)),
        );
      }),
    );
    owned.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settingIds.runOn)) this.modeChanged();
      }),
    );
    owned.add({ dispose: () => clearTimeout(this.timer) });
    return owned;
  }

  private changed(state: PromptState): void {
    const { prompt, results, running, failure, isStale, isRestored } = state;
    if (running === undefined && this.waiting.has(prompt)) this.restart();
    // What was brought back from the store is no reason to spend money.
    if (running !== undefined || failure !== undefined || isStale || isRestored) return;
    if (this.tried.has(results) || runMode(vscode.Uri.file(fileOfPrompt(prompt))) === 'manual')
      return;
    if (results.some(lacksAsync)) {
      this.tried.add(results);
      this.want(prompt);
    }
  }

  /** What was saved in another mode, and did not run, waits for an idle editor too. */
  private modeChanged(): void {
    for (const { prompt, isStale } of this.services.live.all()) {
      const uri = vscode.Uri.file(fileOfPrompt(prompt));
      if (isStale && runMode(uri) === 'idle') this.want(prompt);
    }
  }

  private want(prompt: string): void {
    this.waiting.add(prompt);
    this.restart();
  }

  private restart(): void {
    if (this.waiting.size === 0) return;
    clearTimeout(this.timer);
    const [first] = this.waiting;
    const seconds = idleSeconds(first === undefined ? undefined : vscode.Uri.file(first));
    this.timer = setTimeout(() => this.run(), seconds * 1000);
  }

  private run(): void {
    const { live } = this.services;
    const prompts = [...this.waiting];
    this.waiting.clear();
    if (!vscode.workspace.isTrusted) return;
    for (const prompt of prompts) {
      // What was saved while a run goes on is run after that one.
      if (live.state(prompt)?.running !== undefined) {
        this.waiting.add(prompt);
        continue;
      }
      // The mode may have changed meanwhile.
      if (runMode(vscode.Uri.file(fileOfPrompt(prompt))) === 'manual') continue;
      void live.run(prompt, { stages: ['real-time', 'async'] });
    }
  }
}

/** Whether a suite has metrics of the stage `async` that the run left out. */
function lacksAsync({ target: { suite, cases }, run }: PromptState['results'][number]): boolean {
  const known = new Set(run.metrics.map(({ id }) => id));
  return metricsInUse(suite, cases, ['async']).some(({ id }) => !known.has(id));
}
