import * as vscode from 'vscode';
import type { Disposable } from '../core/lifecycle.ts';
import { commandIds } from './contributions.ts';

/** Registers commands whose errors are logged and shown once. */
export class CommandTable {
  private readonly log: vscode.LogOutputChannel;

  constructor(log: vscode.LogOutputChannel) {
    this.log = log;
  }

  /** @param run takes its argument as `unknown`: the palette gives none, anybody can give anything */
  register(id: string, run: (argument: unknown) => unknown): Disposable {
    return vscode.commands.registerCommand(id, async (argument: unknown) => {
      try {
        return await run(argument);
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
