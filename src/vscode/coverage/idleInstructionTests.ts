import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { PromptState } from '../../core/live/livePrompts.ts';
import type { Contribution } from '../base/contribution.ts';
import { idleSeconds, testsInstructionsWhenIdle } from '../base/settings.ts';
import type { Services } from '../services.ts';
import type { InstructionMarks } from './instructionMarks.ts';

/**
 * Where the setting asks for it: tests the instructions that were not tested yet once nothing has been edited for a while. Stops
 * at the next edit or run, and is tried once for the same results, so that a budget that was used up stays so.
 */
export class IdleInstructionTests implements Contribution {
  private readonly services: Services;
  private readonly marks: InstructionMarks;
  private readonly waiting = new Map<string, PromptState['results']>();
  private readonly tried = new WeakSet<PromptState['results']>();
  private timer: NodeJS.Timeout | undefined;
  private running: { readonly prompt: string; readonly stop: AbortController } | undefined;

  constructor(services: Services, marks: InstructionMarks) {
    this.services = services;
    this.marks = marks;
  }

  register(): Disposable {
    const owned = new DisposableStore();
    owned.add(this.services.live.onDidChange((state) => this.changed(state)));
    owned.add(
      vscode.workspace.onDidChangeTextDocument(() => {
        this.running?.stop.abort();
        this.restart();
      }),
    );
    owned.add({
      dispose: () => {
        clearTimeout(this.timer);
        this.running?.stop.abort();
      },
    });
    return owned;
  }

  private changed(state: PromptState): void {
    const { prompt, results, running, failure, isStale, isRestored } = state;
    if (running !== undefined && this.running?.prompt === prompt) this.running.stop.abort();
    // The setting is read last: a run tells of itself at every reply.
    const isReady =
      running === undefined &&
      failure === undefined &&
      !isStale &&
      // What was brought back from the store is no reason to spend money.
      !isRestored &&
      results.length > 0 &&
      results.every(({ run }) => run.status === 'complete') &&
      !this.tried.has(results) &&
      testsInstructionsWhenIdle(vscode.Uri.file(prompt));
    if (isReady) this.waiting.set(prompt, results);
    else this.waiting.delete(prompt);
    this.restart();
  }

  private restart(): void {
    clearTimeout(this.timer);
    const [first] = this.waiting.keys();
    if (first === undefined) return;
    this.timer = setTimeout(
      () => {
        this.next().catch((error: unknown) => this.services.log.warn(String(error)));
      },
      idleSeconds(vscode.Uri.file(first)) * 1000,
    );
  }

  private async next(): Promise<void> {
    const [first] = this.waiting;
    if (first === undefined || this.running !== undefined || !vscode.workspace.isTrusted) return;
    const [prompt, results] = first;
    this.waiting.delete(prompt);
    this.tried.add(results);
    const stop = new AbortController();
    this.running = { prompt, stop };
    try {
      await this.test(results, stop.signal);
      await this.marks.update(prompt);
    } finally {
      this.running = undefined;
      this.restart();
    }
  }

  private async test(results: PromptState['results'], signal: AbortSignal): Promise<void> {
    const { keptMutations, openInstructions } = await import(
      '../../core/coverage/keptMutations.ts'
    );
    const { testInstructions } = await import('./instructionTesting.ts');
    for (const result of results) {
      const { prompt, suite } = result.target;
      const { ports } = await this.services.context(prompt.path);
      const kept = await keptMutations(ports.store, { prompt: prompt.path, suite: suite.path });
      const only = openInstructions(prompt, kept);
      if (only.size === 0 || signal.aborted) continue;
      const location = vscode.ProgressLocation.Window;
      await vscode.window.withProgress({ location, title: 'Testing instructions' }, (progress) =>
        testInstructions(result, this.services, {
          only,
          signal,
          report: (message) => progress.report({ message }),
        }),
      );
    }
  }
}
