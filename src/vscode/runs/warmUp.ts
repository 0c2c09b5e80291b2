import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import type { Services } from '../services.ts';

/** After a prompt came to the front: it is shown and checked by then, and hardly saved yet. In milliseconds. */
const afterMs = 1000;

/** Loads what evaluates once a prompt is looked at, so that its first save need not wait for it. Opens and runs nothing. */
export class WarmUp implements Contribution {
  private readonly services: Services;
  private timer: NodeJS.Timeout | undefined;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { active } = this.services;
    const owned = new DisposableStore();
    owned.add(active.onDidChange(() => this.soon()));
    owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.soon()));
    owned.add({ dispose: () => clearTimeout(this.timer) });
    this.soon();
    return owned;
  }

  private soon(): void {
    const { active, log, warmUp } = this.services;
    if (active.current === undefined || !vscode.workspace.isTrusted) return;
    this.timer ??= setTimeout(() => {
      // What could not be loaded is loaded, and told of, by the first run.
      warmUp().catch((error: unknown) => log.warn(String(error)));
    }, afterMs);
  }
}
