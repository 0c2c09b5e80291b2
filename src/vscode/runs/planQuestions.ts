import * as vscode from 'vscode';
import { type Disposable, Emitter } from '../../core/lifecycle.ts';
import { basename } from '../../core/path.ts';
import type { PlanSummary } from '../../core/run/plan.ts';
import type { Stage } from '../../core/suite/suite.ts';
import { openSettings, planSettings } from '../base/settings.ts';
import { isLargePlan, planText } from './planText.ts';

/** A plan that waits for a person. */
export interface PlanQuestion {
  readonly prompt: string;
  readonly text: string;
}

interface Open extends PlanQuestion {
  readonly answer: (isAgreed: boolean) => void;
}

/** Asks before much is spent: in the status bar and in one notification, never in a dialog that holds up the editor. */
export class PlanQuestions implements Disposable {
  private readonly changes = new Emitter<void>();
  private readonly open = new Map<string, Open>();
  readonly onDidChange = this.changes.event;

  /** The question that was asked last and has no answer yet. */
  get current(): PlanQuestion | undefined {
    return [...this.open.values()].at(-1);
  }

  of(prompt: string): PlanQuestion | undefined {
    return this.open.get(prompt);
  }

  /** Resolves at once for a small plan. */
  async ask(
    prompt: string,
    plan: PlanSummary,
    stage: Stage | undefined,
    signal: AbortSignal,
  ): Promise<boolean> {
    // Nobody waits for an answer any more.
    if (signal.aborted) return false;
    const settings = planSettings(vscode.Uri.file(prompt), stage);
    if (!isLargePlan(plan, settings)) return true;
    return new Promise((resolve) => {
      const settle = (isAgreed: boolean) => {
        if (this.open.get(prompt) !== question) return;
        this.open.delete(prompt);
        signal.removeEventListener('abort', giveUp);
        resolve(isAgreed);
        this.changes.fire();
      };
      const giveUp = () => settle(false);
      const text = `${basename(prompt)}: ${planText(plan, settings)}`;
      const question: Open = { prompt, text, answer: settle };
      this.open.get(prompt)?.answer(false);
      this.open.set(prompt, question);
      signal.addEventListener('abort', giveUp, { once: true });
      this.changes.fire();
      void this.notify(question);
    });
  }

  /** A person clicked on the question: lets them decide. */
  async decide(prompt?: string): Promise<void> {
    const question = prompt === undefined ? [...this.open.values()].at(-1) : this.open.get(prompt);
    if (question === undefined) return;
    const choice = await vscode.window.showQuickPick([...choices], {
      title: question.text,
      placeHolder: 'Nothing is sent before you agree.',
    });
    await act(question, choice);
  }

  dispose(): void {
    for (const question of [...this.open.values()]) question.answer(false);
    this.changes.dispose();
  }

  private async notify(question: Open): Promise<void> {
    // Closing the notification is no answer: the status bar goes on asking.
    const choice = await vscode.window.showInformationMessage(question.text, ...choices);
    await act(question, choice);
  }
}

const choices = ['Run', 'Not Now', 'Change Limits'] as const;

async function act(question: Open, choice: string | undefined): Promise<void> {
  if (choice === 'Run') question.answer(true);
  else if (choice === 'Not Now') question.answer(false);
  else if (choice === 'Change Limits') await openSettings('microMetrics.ask');
}
