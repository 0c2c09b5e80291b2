import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import type { Services } from '../services.ts';

/** After a prompt came to the front: it is shown and checked by then. In milliseconds. */
const afterMs = 1500;

/** Brings back the last results of the prompt in front, as after a restart. Nothing is run or sent. */
export class LastResults implements Contribution {
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

  /** Who goes from prompt to prompt need not wait for those passed by. */
  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      // Those who run or open the prompt are told why it cannot be read.
      this.bringBack().catch((error: unknown) => this.services.log.warn(String(error)));
    }, afterMs);
  }

  private async bringBack(): Promise<void> {
    const { active, live, workspace } = this.services;
    const prompt = active.current;
    if (prompt === undefined || !vscode.workspace.isTrusted) return;
    if (live.state(prompt) !== undefined || !(await workspace.hasHistory(prompt))) return;
    await live.restore(prompt);
  }
}
