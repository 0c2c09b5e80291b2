import * as vscode from 'vscode';
import type { Disposable } from '../../core/lifecycle.ts';
import { movedPath } from '../../core/path.ts';
import type { Contribution } from '../base/contribution.ts';
import { pathOf } from '../base/convert.ts';
import type { Services } from '../services.ts';

/** The history of a prompt or a suite goes on when it, or a folder with it, is renamed or moved in the editor. */
export class MovedFiles implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    return vscode.workspace.onDidRenameFiles(({ files }) => {
      this.moved(files).catch((error: unknown) => this.services.log.warn(String(error)));
    });
  }

  private async moved(files: vscode.FileRenameEvent['files']): Promise<void> {
    const { context, live, workspace } = this.services;
    for (const { oldUri, newUri } of files) {
      if (oldUri.scheme !== 'file' || newUri.scheme !== 'file' || !vscode.workspace.isTrusted)
        continue;
      const [from, to] = [pathOf(oldUri), pathOf(newUri)];
      if (workspace.homeOf(from) !== workspace.homeOf(to)) continue;
      if (!(await this.concerns(from, newUri)) || !(await workspace.hasHistory(to))) continue;
      // A run that goes on is about files that are gone.
      for (const { prompt } of live.all())
        if (movedPath(prompt, from, to) !== prompt) live.forget(prompt);
      const { ports } = await context(to);
      await ports.store.moved(from, to);
    }
  }

  /** Whether a history may know the file, or files below the folder: suites can name prompts of many kinds. */
  private async concerns(from: string, now: vscode.Uri): Promise<boolean> {
    const { isPrompt, isSuite } = this.services.workspace.kinds;
    if (
      isPrompt(from) ||
      isSuite(from) ||
      /\.(md|markdown|txt|json|ya?ml|j2|jinja2?|mustache|hbs)$/i.test(from)
    )
      return true;
    const { type } = await vscode.workspace.fs.stat(now);
    return (type & vscode.FileType.Directory) !== 0;
  }
}
