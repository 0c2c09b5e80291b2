import * as vscode from 'vscode';
import { commandIds } from '../base/contributions.ts';

/** Tells of something that goes on in another way than people would expect, in the log and in a notification that leads there. */
export function tellWithLog(message: string, log: vscode.LogOutputChannel): void {
  log.warn(message);
  vscode.window.showWarningMessage(message, 'Show Log').then(
    async (choice) => {
      if (choice !== undefined) await vscode.commands.executeCommand(commandIds.showLog);
    },
    (error: unknown) => log.error(String(error)),
  );
}
