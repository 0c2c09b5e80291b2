import * as vscode from 'vscode';
import { commandIds } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import type { WorkspaceFiles } from '../files/workspaceFiles.ts';

/** Prompts that a command is about: of a lens its file, from the palette the file in front, else one that the user picks. */
export async function promptsFor(
  file: unknown,
  workspace: WorkspaceFiles,
): Promise<readonly string[]> {
  const front = vscode.window.activeTextEditor?.document.uri;
  const isSaved = front?.scheme === 'file';
  const path = typeof file === 'string' ? file : isSaved ? pathOf(front) : undefined;
  const prompts = path === undefined ? [] : await workspace.promptsOf(path);
  if (prompts.length > 0) return prompts;
  const known = await workspace.allPrompts();
  if (known.length === 0) {
    void offerSuite();
    return [];
  }
  const items = known.map((prompt) => ({
    label: vscode.workspace.asRelativePath(vscode.Uri.file(prompt)),
    prompt,
  }));
  const choice = await vscode.window.showQuickPick(items, { title: 'Which prompt?' });
  return choice === undefined ? [] : [choice.prompt];
}

async function offerSuite(): Promise<void> {
  const choice = await vscode.window.showInformationMessage(
    'There is no prompt with a suite in this workspace. Open a prompt and create one, or put a file "<name>.metrics.yaml" beside "<name>.prompt.md".',
    'New Suite',
  );
  if (choice !== undefined) await vscode.commands.executeCommand(commandIds.newSuite);
}
