import * as vscode from 'vscode';
import type { Disposable } from '../core/lifecycle.ts';
import { commandIds } from './contributions.ts';

/** Registers commands whose errors are logged and shown once. */
export class CommandTable {
  private readonly log: vscode.LogOutputChannel;

  constructor(log: vscode.LogOutputChannel) {
    this.log = log;
  }

  /**
   * @param run takes its arguments as `unknown`: the palette gives none, anybody can give anything. Menus of views give all
   *   rows that are selected as well.
   */
  register(id: string, run: (argument: unknown, selection: unknown) => unknown): Disposable {
    return vscode.commands.registerCommand(id, async (argument: unknown, selection: unknown) => {
      try {
        return await run(argument, selection);
      } catch (error) {
        this.report(error);
      }
    });
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
