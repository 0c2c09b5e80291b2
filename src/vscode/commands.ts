import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/lifecycle.ts';
import type { LivePrompts } from '../core/live/livePrompts.ts';
import type { ApiKeys } from './apiKeys.ts';
import { commandIds } from './contributions.ts';
import { pathOf } from './convert.ts';
import type { PromptsOf } from './runTriggers.ts';

export interface CommandServices {
  readonly live: LivePrompts;
  readonly promptsOf: PromptsOf;
  /** All prompts of the workspace that have a suite. */
  readonly allPrompts: () => Promise<readonly string[]>;
  readonly keys: ApiKeys;
  readonly log: vscode.LogOutputChannel;
  /** The address that keys are most likely for. */
  readonly endpoint: () => string;
  readonly openPanel: (prompt: string) => void;
}

/** The commands; each is a line that calls a service. */
export class Commands implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly services: CommandServices;

  constructor(services: CommandServices) {
    this.services = services;
    const { live, keys, log, endpoint } = services;
    this.add(commandIds.runSuite, (file) =>
      this.withPrompts(file, (prompt) => void live.run(prompt)),
    );
    this.add(commandIds.runAll, async () => {
      for (const prompt of await services.allPrompts()) await live.run(prompt);
    });
    this.add(commandIds.stop, (file) => live.stop(typeof file === 'string' ? file : undefined));
    this.add(commandIds.compare, (file) => this.withPrompts(file, services.openPanel));
    this.add(commandIds.openPanel, (file) => this.withPrompts(file, services.openPanel));
    this.add(commandIds.setApiKey, () => keys.enter(endpoint()));
    this.add(commandIds.clearApiKey, () => keys.clear(endpoint()));
    this.add(commandIds.showLog, () => log.show());
  }

  dispose(): void {
    this.owned.dispose();
  }

  private add(id: string, run: (file: unknown) => unknown): void {
    this.owned.add(
      vscode.commands.registerCommand(id, async (file: unknown) => {
        try {
          return await run(file);
        } catch (error) {
          this.services.log.error(error instanceof Error ? error : String(error));
          const choice = await vscode.window.showErrorMessage(String(error), 'Show Log');
          if (choice !== undefined) this.services.log.show();
        }
      }),
    );
  }

  /** From a lens: its file; from the palette: the file in front. */
  private async withPrompts(file: unknown, act: (prompt: string) => void): Promise<void> {
    const front = vscode.window.activeTextEditor?.document.uri;
    const path = typeof file === 'string' ? file : front && pathOf(front);
    const prompts = path === undefined ? [] : await this.services.promptsOf(path);
    for (const prompt of prompts) act(prompt);
    if (prompts.length > 0) return;
    const known = await this.services.allPrompts();
    if (known.length === 0) {
      void vscode.window.showInformationMessage(
        'There is no prompt with a suite in this workspace. Put a file "<name>.metrics.yaml" beside "<name>.prompt.md".',
      );
      return;
    }
    const choice = await vscode.window.showQuickPick([...known], { title: 'Which prompt?' });
    if (choice !== undefined) act(choice);
  }
}
