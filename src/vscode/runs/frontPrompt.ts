import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Services } from '../services.ts';

/**
 * Calls back with the prompt in front, a while after it came there and nothing else did: who goes from prompt to prompt need not
 * wait for those passed by. Not in a workspace that is not trusted.
 * @param afterMs in milliseconds: by then a prompt is shown and checked
 */
export function onPromptInFront(
  { active, log }: Pick<Services, 'active' | 'log'>,
  afterMs: number,
  work: (prompt: string) => Promise<void>,
): Disposable {
  const owned = new DisposableStore();
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const prompt = active.current;
      if (prompt === undefined || !vscode.workspace.isTrusted) return;
      // Those who run or open the prompt are told what is wrong with it.
      work(prompt).catch((error: unknown) => log.warn(String(error)));
    }, afterMs);
  };
  owned.add(active.onDidChange(soon));
  owned.add(vscode.workspace.onDidGrantWorkspaceTrust(soon));
  owned.add({ dispose: () => clearTimeout(timer) });
  soon();
  return owned;
}
