import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { PromptState } from '../core/live/livePrompts.ts';
import type { Contribution } from './contribution.ts';
import { commandIds } from './contributions.ts';
import type { Services } from './services.ts';
import { openSettings } from './settings.ts';

/** What is said once in a notification, and the button that mends it. */
interface Remedy {
  readonly button: string;
  readonly mend: (prompt: string) => Thenable<unknown>;
}

const run =
  (command: string) =>
  (prompt: string): Thenable<unknown> =>
    vscode.commands.executeCommand(command, prompt);

/** By error code; what is not here is told by status bar, lens and diagnostics alone. */
const remedies: Readonly<Record<string, Remedy | undefined>> = {
  'model-not-set': { button: 'Choose Model', mend: run(commandIds.selectModel) },
  'model-not-found': { button: 'Choose Model', mend: run(commandIds.selectModel) },
  'key-missing': { button: 'Set API Key', mend: run(commandIds.setApiKey) },
  'model-unauthorised': { button: 'Set API Key', mend: run(commandIds.setApiKey) },
  'budget-exceeded': { button: 'Change Budget', mend: () => openSettings('microMetrics.budget') },
  'store-unavailable': { button: 'Show Log', mend: run(commandIds.showLog) },
  unexpected: { button: 'Show Log', mend: run(commandIds.showLog) },
};

/** Tells once of what keeps a prompt from being run, with a button that leads to the remedy. */
export class Notices implements Contribution {
  private readonly services: Services;
  /** Messages that were shown; one that was mended may come again. */
  private readonly told = new Set<string>();

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
      if (state.failure === undefined) this.told.clear();
      return;
    }
    const remedy = remedies[trouble.code];
    if (remedy === undefined || this.told.has(trouble.message)) return;
    this.told.add(trouble.message);
    this.tell(state.prompt, trouble.message, remedy).catch((error: unknown) =>
      this.services.log.error(String(error)),
    );
  }

  private async tell(prompt: string, message: string, remedy: Remedy): Promise<void> {
    const choice = await vscode.window.showWarningMessage(message, remedy.button);
    if (choice !== undefined) await remedy.mend(prompt);
  }
}

/** Why there is no result, or why it is not whole. */
function troubleOf({ failure, results }: PromptState): PromptState['failure'] {
  if (failure !== undefined) return failure;
  for (const { run } of results) {
    for (const item of run.cases) {
      for (const { error } of item.trials) {
        if (error !== undefined && remedies[error.code] !== undefined) return error;
      }
    }
  }
  return undefined;
}
