import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { runSettings } from '../base/settings.ts';
import { chooseModel } from '../models/chooseModel.ts';
import { promptInFront, saveChoice } from '../models/saveChoice.ts';
import type { Services } from '../services.ts';

/** Choose Model, Set and Clear API Key, Show Log. */
export class ModelCommands implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { commands, keys, log } = this.services;
    const owned = new DisposableStore();
    owned.add(commands.register(commandIds.setApiKey, () => keys.enter(likelyEndpoint())));
    owned.add(commands.register(commandIds.clearApiKey, () => keys.clear(likelyEndpoint())));
    owned.add(commands.register(commandIds.selectModel, (prompt) => this.select(prompt)));
    owned.add(commands.register(commandIds.showLog, () => log.show()));
    return owned;
  }

  private async select(given: unknown): Promise<void> {
    const { workspace, keys, extension, live } = this.services;
    const prompt = typeof given === 'string' ? given : await promptInFront(workspace);
    const choice = await chooseModel(keys, extension.languageModelAccessInformation);
    if (choice === undefined) return;
    const where = await saveChoice(choice, prompt, workspace);
    // Saving a suite runs it; a setting runs nothing by itself.
    if (where === 'suite') return;
    const reach = where === 'user settings' ? ', for all workspaces without one of their own' : '';
    vscode.window.setStatusBarMessage(
      `Micro Metrics: the model is in your ${where}${reach}.`,
      5000,
    );
    if (prompt !== undefined) void live.run(prompt);
  }
}

/** The address that keys are most likely for. */
function likelyEndpoint(): string {
  return runSettings().fallback.baseUrl ?? 'https://api.openai.com/v1';
}
