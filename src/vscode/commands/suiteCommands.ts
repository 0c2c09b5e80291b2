import * as vscode from 'vscode';
import { EvalError } from '../../core/errors.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { basename, dirname } from '../../core/path.ts';
import { newSuite } from '../../core/propose/newSuite.ts';
import { dayOf } from '../../core/run/spending.ts';
import { stemOf } from '../../core/suite/suitePath.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import type { Services } from '../services.ts';

/** New Suite. */
export class SuiteCommands implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const owned = new DisposableStore();
    owned.add(
      this.services.commands.register(commandIds.newSuite, async (prompt, options) => {
        const isNew = await this.newSuite(prompt);
        // Not awaited: the draft is there, whenever the offer is answered.
        if (isNew !== undefined && !isQuiet(options) && vscode.workspace.isTrusted)
          void this.offerMore(isNew);
      }),
    );
    return owned;
  }

  /**
   * A suite for a prompt beside it, not yet saved: metrics for its sentences, cases from its variables. Gives the prompt; undefined
   * where there was a suite already.
   */
  private async newSuite(given: unknown): Promise<string | undefined> {
    const { workspace } = this.services;
    const front = vscode.window.activeTextEditor?.document.uri;
    const path = typeof given === 'string' ? given : front?.scheme === 'file' ? pathOf(front) : '';
    if (!workspace.kinds.isPrompt(path)) {
      throw new EvalError('usage', 'Open a saved prompt, such as "support.prompt.md", first.');
    }
    const suite = vscode.Uri.file(`${dirname(path)}/${stemOf(path)}.metrics.yaml`);
    const column = { viewColumn: vscode.ViewColumn.Beside };
    if (await exists(suite)) {
      await vscode.window.showTextDocument(suite, column);
      return undefined;
    }
    const prompt = await workspace.readPrompt(path);
    if (prompt === undefined) {
      throw new EvalError('bad-file', `${basename(path)} cannot be read. Mend it first.`);
    }
    const { text, firstCaseLine } = newSuite(prompt, builtInMetrics, { today: dayOf(Date.now()) });
    const document = await vscode.workspace.openTextDocument(suite.with({ scheme: 'untitled' }));
    const editor = await vscode.window.showTextDocument(document, column);
    // One that was opened before and not saved keeps what was written into it.
    if (document.getText() === '') {
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text));
    }
    const place = new vscode.Position(firstCaseLine, 0);
    editor.selection = new vscode.Selection(place, place);
    editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenter);
    return path;
  }

  /** Rules have drafted a suite; a model may find more. */
  private async offerMore(prompt: string): Promise<void> {
    const choice = await vscode.window.showInformationMessage(
      'The suite was drafted by rules. A model can suggest more metrics and cases; you pick from them.',
      'Suggest More',
    );
    if (choice !== undefined) await vscode.commands.executeCommand(commandIds.suggest, prompt);
  }
}

/** Whether whoever calls goes on with a model by itself. */
function isQuiet(options: unknown): boolean {
  return (
    typeof options === 'object' &&
    options !== null &&
    'asksModel' in options &&
    options.asksModel === false
  );
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
