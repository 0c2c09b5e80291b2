import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds, contextKeys, walkthroughId } from '../base/contributions.ts';
import type { Services } from '../services.ts';

/**
 * Get Started: opens the walkthrough. VS Code would open it by itself once the extension is installed; a condition that only
 * this command fulfils keeps it quiet.
 */
export class GetStarted implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { commands, extension } = this.services;
    const owned = new DisposableStore();
    owned.add(
      commands.register(commandIds.getStarted, async () => {
        await vscode.commands.executeCommand('setContext', contextKeys.wantsWalkthrough, true);
        await vscode.commands.executeCommand(
          'workbench.action.openWalkthrough',
          `${extension.extension.id}#${walkthroughId}`,
          false,
        );
      }),
    );
    return owned;
  }
}
