import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { PromptState } from '../../core/live/livePrompts.ts';
import { caseErrors, isWithoutAnswers } from '../../core/results/caseErrors.ts';
import type { Contribution } from '../base/contribution.ts';
import type { Services } from '../services.ts';
import { remedyFor } from './remedies.ts';

/** Tells once of what keeps a prompt from being run, with a button that leads to the remedy. */
export class Notices implements Contribution {
  private readonly services: Services;
  /** Messages that were shown, by prompt; what was mended may come again. */
  private readonly told = new Map<string, Set<string>>();

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const owned = new DisposableStore();
    owned.add(this.services.live.onDidChange((state) => this.changed(state)));
    return owned;
  }

  private changed(state: PromptState): void {
    if (state.running !== undefined) return;
    const trouble = troubleOf(state);
    if (trouble === undefined) {
      this.told.delete(state.prompt);
      return;
    }
    if (this.isTold(trouble.message)) return;
    const own = this.told.get(state.prompt) ?? new Set();
    this.told.set(state.prompt, own.add(trouble.message));
    this.tell(state.prompt, trouble).catch((error: unknown) =>
      this.services.log.error(String(error)),
    );
  }

  /** One message is about all prompts that it holds for. */
  private isTold(message: string): boolean {
    return [...this.told.values()].some((messages) => messages.has(message));
  }

  private async tell(
    prompt: string,
    { code, message }: NonNullable<PromptState['failure']>,
  ): Promise<void> {
    const { action, command, argument } = remedyFor(code);
    const choice = await vscode.window.showWarningMessage(message, action);
    if (choice !== undefined) await vscode.commands.executeCommand(command, argument ?? prompt);
  }
}

/** What a person has to be told: why there is no result, or why it is not whole. */
function troubleOf({ failure, results, isRestored }: PromptState): PromptState['failure'] {
  if (failure !== undefined) return isWorthIt(failure.code, true) ? failure : undefined;
  // What was told when it was run is no news.
  if (isRestored) return undefined;
  for (const { run } of results) {
    const errors = caseErrors(run);
    const nothingCame = isWithoutAnswers(run);
    const worth = errors.find(({ code }) => isWorthIt(code, nothingCame));
    if (worth !== undefined) return worth;
  }
  return undefined;
}

function isWorthIt(code: string, nothingCame: boolean): boolean {
  switch (remedyFor(code).isNotified) {
    case 'always':
      return true;
    case 'when-nothing-came':
      return nothingCame;
    case 'never':
      return false;
  }
}
