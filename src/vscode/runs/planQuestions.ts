import * as vscode from 'vscode';
import type { Disposable } from '../../core/lifecycle.ts';
import { basename } from '../../core/path.ts';
import type { PlanSummary } from '../../core/run/plan.ts';
import type { Stage } from '../../core/suite/suite.ts';
import { openSettings, planSettings } from '../base/settings.ts';
import { type OpenQuestion, OpenQuestions, type PlanQuestion } from './openQuestions.ts';
import { isLargePlan, planText } from './planText.ts';

/** Asks before much is spent: in the status bar and in one notification, never in a dialog that holds up the editor. */
export class PlanQuestions implements Disposable {
  private readonly open = new OpenQuestions();
  readonly onDidChange = this.open.onDidChange;

  /** The question that was asked last and has no answer yet. */
  get current(): PlanQuestion | undefined {
    return this.open.newest();
  }

  of(prompt: string): PlanQuestion | undefined {
    return this.open.newest(prompt);
  }

  /**
   * Resolves at once for a small plan.
   * @param version what of the prompt is run where that is not its present text, e.g. `at main`
   */
  async ask(
    prompt: string,
    plan: PlanSummary,
    stage: Stage | undefined,
    signal: AbortSignal,
    version = '',
  ): Promise<boolean> {
    const settings = planSettings(vscode.Uri.file(prompt), stage);
    if (!signal.aborted && !isLargePlan(plan, settings)) return true;
    const name = version === '' ? basename(prompt) : `${basename(prompt)} ${version}`;
    const question = { prompt, text: `${name}: ${planText(plan, settings)}` };
    return this.open.ask(question, version, signal, (opened) => void this.notify(opened));
  }

  /** A person clicked on the question: lets them decide. */
  async decide(prompt?: string): Promise<void> {
    const question = this.open.newest(prompt);
    if (question === undefined) return;
    const choice = await vscode.window.showQuickPick([...choices], {
      title: question.text,
      placeHolder: 'Nothing is sent before you agree.',
    });
    await act(question, choice);
  }

  dispose(): void {
    this.open.dispose();
  }

  private async notify(question: OpenQuestion): Promise<void> {
    // Closing the notification is no answer: the status bar goes on asking.
    const choice = await vscode.window.showInformationMessage(question.text, ...choices);
    await act(question, choice);
  }
}

const choices = ['Run', 'Not Now', 'Change Limits'] as const;

async function act(question: OpenQuestion, choice: string | undefined): Promise<void> {
  if (choice === 'Run') question.answer(true);
  else if (choice === 'Not Now') question.answer(false);
  else if (choice === 'Change Limits') await openSettings('microMetrics.ask');
}
