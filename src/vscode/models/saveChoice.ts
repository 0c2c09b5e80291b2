import * as vscode from 'vscode';
import type { ModelChoice } from '../../core/prompt/prompt.ts';
import { setModel } from '../../core/suite/edit/model.ts';
import { settingIds } from '../base/contributions.ts';
import { pathOf, toVsRange } from '../base/convert.ts';
import type { WorkspaceFiles } from '../files/workspaceFiles.ts';

/**
 * Writes a chosen model where it counts: into the suites that name one, or whose prompt does; else into the settings,
 * which are the weakest.
 */
export async function saveChoice(
  choice: Pick<ModelChoice, 'provider' | 'name' | 'baseUrl'>,
  prompt: string | undefined,
  workspace: WorkspaceFiles,
): Promise<'suite' | 'settings'> {
  const targets = prompt === undefined ? [] : (await workspace.load(prompt)).targets;
  const suites = targets
    .filter(({ suite, prompt: { model } }) => suite.model !== undefined || namesModel(model))
    .filter(({ suite }) => workspace.kinds.isSuite(suite.path));
  if (suites.length === 0) {
    await writeSettings(choice, prompt);
    return 'settings';
  }
  for (const { suite } of suites) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(suite.path));
    const edit = new vscode.WorkspaceEdit();
    for (const { range, text } of setModel(document.getText(), choice))
      edit.replace(document.uri, toVsRange(range), text);
    await vscode.workspace.applyEdit(edit);
    await document.save();
  }
  return 'suite';
}

function namesModel({ provider, name, baseUrl }: ModelChoice): boolean {
  return provider !== undefined || name !== undefined || baseUrl !== undefined;
}

async function writeSettings(
  choice: Pick<ModelChoice, 'provider' | 'name' | 'baseUrl'>,
  prompt: string | undefined,
): Promise<void> {
  const scope = prompt === undefined ? undefined : vscode.Uri.file(prompt);
  const settings = vscode.workspace.getConfiguration(undefined, scope);
  const target =
    vscode.workspace.workspaceFolders === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.Workspace;
  await settings.update(settingIds.provider, choice.provider ?? '', target);
  await settings.update(settingIds.model, choice.name ?? '', target);
  // An address is a setting of the machine: a workspace must not redirect requests.
  await settings.update(
    settingIds.baseUrl,
    choice.baseUrl ?? undefined,
    vscode.ConfigurationTarget.Global,
  );
}

/** The prompt in front, where a command was not told. */
export async function promptInFront(workspace: WorkspaceFiles): Promise<string | undefined> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== 'file') return undefined;
  return (await workspace.promptsOf(pathOf(uri)))[0];
}
