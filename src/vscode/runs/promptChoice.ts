import * as vscode from 'vscode';
import { basename } from '../../core/path.ts';
import { commandIds } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import type { WorkspaceFiles } from '../files/workspaceFiles.ts';
import { versionOfUri } from '../views/versionUri.ts';

/**
 * Prompts that a command is about: of a lens its file, from the palette the file in front (also where it is an older version), else the
 * only one there is, else one that the user picks.
 */
export async function promptsFor(
  file: unknown,
  workspace: WorkspaceFiles,
): Promise<readonly string[]> {
  const path = typeof file === 'string' ? file : pathInFront();
  const prompts = path === undefined ? [] : await workspace.promptsOf(path);
  if (prompts.length > 0) return prompts;
  const known = await workspace.allPrompts();
  const isWithoutSuite = path !== undefined && workspace.kinds.isPrompt(path);
  if (known.length === 0) {
    void offerSuite();
    return [];
  }
  if (known.length === 1 && !isWithoutSuite) return known;
  const shown = (prompt: string) => vscode.workspace.asRelativePath(vscode.Uri.file(prompt));
  const items: PromptItem[] = known.map((prompt) => ({ label: shown(prompt), prompt }));
  const ask = isWithoutSuite ? `${shown(path)} has no suite yet. Which prompt?` : 'Which prompt?';
  const create: PromptItem = { label: `New Suite for ${basename(path ?? '')}` };
  const offered = isWithoutSuite ? [create, ...items] : items;
  const choice = await vscode.window.showQuickPick(offered, { title: ask });
  if (choice === create) await vscode.commands.executeCommand(commandIds.newSuite, path);
  return choice?.prompt === undefined ? [] : [choice.prompt];
}

interface PromptItem extends vscode.QuickPickItem {
  /** Absolute path. */
  readonly prompt?: string;
}

function pathInFront(): string | undefined {
  const front = vscode.window.activeTextEditor?.document.uri;
  if (front === undefined) return undefined;
  return front.scheme === 'file' ? pathOf(front) : versionOfUri(front)?.prompt;
}

/** Says what to do where nothing can be run. */
export async function offerSuite(): Promise<void> {
  const choice = await vscode.window.showInformationMessage(
    'There is no prompt with a suite in this workspace. Open a prompt and create one, or put a file "<name>.metrics.yaml" beside "<name>.prompt.md".',
    'New Suite',
  );
  if (choice !== undefined) await vscode.commands.executeCommand(commandIds.newSuite);
}
