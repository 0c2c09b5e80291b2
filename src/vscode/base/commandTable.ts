import * as vscode from 'vscode';
import { Lazy } from '../../core/lazy.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from './contribution.ts';
import { commandIds } from './contributions.ts';

/**
 * What a command does. It takes its arguments as `unknown`: the palette gives none, anybody can give anything. Menus of
 * views give all rows that are selected as well.
 */
export type CommandHandler = (argument: unknown, selection: unknown) => unknown;

/** Registers commands whose errors are logged and shown once. */
export class CommandTable {
  private readonly log: vscode.LogOutputChannel;
  /** Commands that VS Code knows, and what they do once their feature is loaded. */
  private readonly late = new Map<string, CommandHandler | undefined>();

  constructor(log: vscode.LogOutputChannel) {
    this.log = log;
  }

  register(id: string, run: CommandHandler): Disposable {
    if (this.late.has(id)) {
      this.late.set(id, run);
      return { dispose: () => this.late.set(id, undefined) };
    }
    return vscode.commands.registerCommand(id, async (argument: unknown, selection: unknown) => {
      try {
        return await run(argument, selection);
      } catch (error) {
        this.report(error);
      }
    });
  }

  /**
   * Registers the commands of a feature whose code is loaded when the first of them is called.
   * @param load makes the feature, which registers these commands and may register more
   */
  registerLate(ids: readonly string[], load: () => Promise<Contribution>): Disposable {
    const owned = new DisposableStore();
    const feature = new Lazy(async () => owned.add((await load()).register()));
    for (const id of ids) {
      owned.add(
        this.register(id, async (argument, selection) => {
          await feature.get();
          return this.late.get(id)?.(argument, selection);
        }),
      );
      this.late.set(id, undefined);
    }
    return owned;
  }

  /** Tells of an error once, in the log and in a notification that leads there. */
  report(error: unknown): void {
    this.log.error(error instanceof Error ? error : String(error));
    const message = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(message, 'Show Log').then(async (choice) => {
      if (choice !== undefined) await vscode.commands.executeCommand(commandIds.showLog);
    });
  }
}
