import * as vscode from 'vscode';
import type { ModelChoice } from '../../core/prompt/prompt.ts';
import { setModel } from '../../core/suite/edit/model.ts';
import { settingIds } from '../base/contributions.ts';
import { pathOf, toVsRange } from '../base/convert.ts';
import type { WorkspaceFiles } from '../files/workspaceFiles.ts';
import { modelPlace } from './modelPlace.ts';

export type SavedIn = 'suite' | 'workspace settings' | 'user settings';

/**
 * Writes a chosen model where it counts: into the suites that name one, or whose prompt does; else into the settings,
 * which are the weakest.
 */
export async function saveChoice(
  choice: Pick<ModelChoice, 'provider' | 'name' | 'baseUrl'>,
  prompt: string | undefined,
  workspace: WorkspaceFiles,
): Promise<SavedIn> {
  const targets = prompt === undefined ? [] : (await workspace.load(prompt)).targets;
  const suites = targets
    .filter(({ suite, prompt: { model } }) => suite.model !== undefined || namesModel(model))
    .filter(({ suite }) => workspace.kinds.isSuite(suite.path));
  if (suites.length === 0) {
    return writeSettings(choice, prompt);
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
  { provider = '', name = '', baseUrl }: Pick<ModelChoice, 'provider' | 'name' | 'baseUrl'>,
  prompt: string | undefined,
): Promise<SavedIn> {
  const scope = prompt === undefined ? undefined : vscode.Uri.file(prompt);
  const settings = vscode.workspace.getConfiguration(undefined, scope);
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const hasWorkspace = vscode.workspace.workspaceFolders !== undefined;
  const known = settings.inspect<string>(settingIds.baseUrl)?.globalValue ?? '';
  const place = modelPlace({ provider, ...(baseUrl && { baseUrl }) }, known, hasWorkspace);
  const target = place.scope === 'user' ? Global : Workspace;
  if (place.writesAddress) await settings.update(settingIds.baseUrl, baseUrl, Global);
  for (const [id, value] of [
    [settingIds.provider, provider],
    [settingIds.model, name],
  ] as const) {
    await settings.update(id, value, target);
    const isHidden = target === Global && settings.inspect(id)?.workspaceValue !== undefined;
    if (isHidden) await settings.update(id, undefined, Workspace);
  }
  return `${place.scope} settings`;
}

/** The prompt in front, where a command was not told. */
export async function promptInFront(workspace: WorkspaceFiles): Promise<string | undefined> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== 'file') return undefined;
  return (await workspace.promptsOf(pathOf(uri)))[0];
}
