import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { isPromptfooPath } from '../../core/suite/promptfoo/promptfooPath.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import type { Services } from '../services.ts';

/** Reads another tool's suite and shows it as one of ours, in a document that is not saved yet. */
export class ImportCommands implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const owned = new DisposableStore();
    owned.add(
      this.services.commands.register(commandIds.importSuite, (file) => this.importSuite(file)),
    );
    return owned;
  }

  private async importSuite(given: unknown): Promise<void> {
    const path = await pathToImport(given);
    if (path === undefined) return;
    const { suite, problems } = await this.services.workspace.importSuite(path);
    for (const { severity, message } of problems)
      this.services.log.warn(`${path}: ${severity}: ${message}`);
    if (suite === undefined)
      throw new Error(problems[0]?.message ?? `There is nothing to import in ${path}.`);
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content: suite });
    await vscode.window.showTextDocument(document, { preview: false });
    const left = problems.filter(({ severity }) => severity !== 'information').length;
    if (left === 0) return;
    const said = left === 1 ? 'One thing is' : `${left} things are`;
    const choice = await vscode.window.showWarningMessage(
      `${said} not honoured in the imported suite.`,
      'Show Log',
    );
    if (choice !== undefined) this.services.log.show();
  }
}

/** The file given, else the one in front if it can be imported, else one that is chosen. */
async function pathToImport(given: unknown): Promise<string | undefined> {
  if (given instanceof vscode.Uri) return pathOf(given);
  if (typeof given === 'string') return given;
  const front = vscode.window.activeTextEditor?.document.uri;
  if (front?.scheme === 'file' && isImportable(front.path)) return pathOf(front);
  const found = await vscode.workspace.findFiles(
    '**/{promptfooconfig*.{yaml,yml,json},*.prompt.{yml,yaml}}',
    '**/node_modules/**',
    200,
  );
  if (found.length === 0)
    throw new Error(
      'There is no promptfooconfig.yaml and no .prompt.yml in this workspace. Open the one to import.',
    );
  const items = found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const title = 'Import a suite of promptfoo or GitHub Models';
  const chosen = await vscode.window.showQuickPick(items, { title });
  return chosen && pathOf(chosen.uri);
}

/** A suite of another tool, by its name. */
function isImportable(path: string): boolean {
  return isPromptfooPath(path) || /\.prompt\.ya?ml$/i.test(path);
}
