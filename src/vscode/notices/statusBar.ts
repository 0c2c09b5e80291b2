import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds, productName } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import type { Services } from '../services.ts';
import { type StatusInput, type StatusShown, statusOf } from './statusText.ts';

/** The text is brought up to date at most this often, in milliseconds. */
const intervalMs = 150;

/** Progress and cost of the run that goes on, else what is known of the prompt in front. */
export class StatusBar implements Contribution {
  private readonly services: Services;
  private readonly owned = new DisposableStore();
  private readonly item: vscode.StatusBarItem;
  private timer: NodeJS.Timeout | undefined;
  private isDraft = false;
  /** When each run that goes on was first seen, in milliseconds since 1970. */
  private readonly began = new Map<string, number>();
  private front:
    | { readonly path: string; readonly prompt: string; readonly hasSuite: boolean }
    | undefined;

  constructor(services: Services) {
    this.services = services;
    this.item = this.owned.add(
      vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left, 10),
    );
    this.item.name = productName;
  }

  register(): Disposable {
    const { live, plans, workspace, commands } = this.services;
    const soon = () => this.soon();
    this.owned.add(live.onDidChange(soon));
    this.owned.add(plans.onDidChange(soon));
    this.owned.add(workspace.onDidChange(() => this.look()));
    this.owned.add(vscode.window.onDidChangeActiveTextEditor(() => this.look()));
    this.owned.add(vscode.workspace.onDidGrantWorkspaceTrust(soon));
    this.owned.add(
      commands.register(commandIds.answerPlan, (prompt) =>
        plans.decide(typeof prompt === 'string' ? prompt : undefined),
      ),
    );
    this.owned.add({ dispose: () => clearTimeout(this.timer) });
    this.look();
    return this.owned;
  }

  /** Finds out what the file in front is. */
  private look(): void {
    const document = vscode.window.activeTextEditor?.document;
    // The comparison is in front: it is about the prompt that was.
    if (document === undefined && vscode.window.tabGroups.activeTabGroup.activeTab !== undefined) {
      this.soon();
      return;
    }
    const { workspace, log } = this.services;
    const path = document?.uri.scheme === 'file' ? pathOf(document.uri) : undefined;
    if (path !== this.front?.path) this.front = undefined;
    this.isDraft =
      document?.uri.scheme === 'untitled' && workspace.kinds.isSuite(pathOf(document.uri));
    this.soon();
    if (path === undefined || !(workspace.kinds.isPrompt(path) || workspace.kinds.isSuite(path)))
      return;
    workspace.promptsOf(path).then(
      ([prompt]) => {
        const now = vscode.window.activeTextEditor?.document.uri;
        if (now === undefined || pathOf(now) !== path) return;
        const isPrompt = workspace.kinds.isPrompt(path);
        this.front =
          prompt === undefined && !isPrompt
            ? undefined
            : { path, prompt: prompt ?? path, hasSuite: prompt !== undefined };
        this.soon();
      },
      (error: unknown) => log.error(String(error)),
    );
  }

  private soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.show(statusOf(this.input()));
      // Elapsed time goes on without events.
      if (this.began.size > 0) this.soon();
    }, intervalMs);
  }

  private input(): StatusInput {
    const { live, plans } = this.services;
    const now = Date.now();
    const going = live.all().filter((state) => state.running !== undefined);
    for (const prompt of this.began.keys())
      if (!going.some((state) => state.prompt === prompt)) this.began.delete(prompt);
    for (const { prompt } of going) if (!this.began.has(prompt)) this.began.set(prompt, now);
    const shown = going.find(({ prompt }) => prompt === this.front?.prompt) ?? going[0];
    const state = this.front && live.state(this.front.prompt);
    return {
      isTrusted: vscode.workspace.isTrusted,
      isDraft: this.isDraft,
      now,
      ...(plans.current && { question: plans.current }),
      ...(shown?.running && {
        running: {
          prompt: shown.prompt,
          progress: shown.running,
          since: this.began.get(shown.prompt) ?? now,
        },
      }),
      ...(this.front && { front: { ...this.front, ...(state && { state }) } }),
    };
  }

  private show(shown: StatusShown | undefined): void {
    if (shown === undefined) {
      this.item.hide();
      return;
    }
    const { text, tooltip, label, command, argument, tone } = shown;
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label, role: 'button' };
    this.item.command =
      command === undefined
        ? undefined
        : { command, title: label, ...(argument !== undefined && { arguments: [argument] }) };
    this.item.backgroundColor = background(tone);
    this.item.show();
  }
}

/** Colour for what waits for a person only: results speak by icon and word. */
function background(tone: StatusShown['tone']): vscode.ThemeColor | undefined {
  switch (tone) {
    case 'warning':
      return new vscode.ThemeColor('statusBarItem.warningBackground');
    case 'error':
    case 'plain':
      return undefined;
  }
}
