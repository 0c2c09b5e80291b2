import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Evaluated } from '../../core/live/evaluated.ts';
import type { PromptState } from '../../core/live/livePrompts.ts';
import { visibleText } from '../../core/report/visibleText.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import type { Services } from '../services.ts';

const toldKey = 'microMetrics.issuesTold';
/** Older ones may be told again. */
const mostTold = 200;

/** Tells once when a prompt that was run again on another model shows a user's issue again, with the evidence a click away. */
export class IssueAlerts implements Contribution {
  private readonly services: Services;
  private readonly seen = new WeakSet<Evaluated>();
  /** What was told in this workspace, also before it was opened anew: by suite, metric and model. */
  private readonly told: Set<string>;

  constructor(services: Services) {
    this.services = services;
    this.told = new Set(services.extension.workspaceState.get<readonly string[]>(toldKey, []));
  }

  register(): Disposable {
    const owned = new DisposableStore();
    owned.add(
      this.services.live.onDidChange((state) => {
        this.changed(state).catch((error: unknown) => this.services.log.warn(String(error)));
      }),
    );
    return owned;
  }

  private async changed({ prompt, results, running, isRestored }: PromptState): Promise<void> {
    if (running !== undefined || isRestored) return;
    for (const result of results) {
      if (this.seen.has(result)) continue;
      this.seen.add(result);
      const { target, run } = result;
      const named = [...target.suite.metrics, ...target.cases.flatMap((item) => item.metrics)];
      if (named.every(({ issue }) => issue === undefined)) continue;
      const { issuesBack, issuesBackText } = await import('../../core/live/issuesBack.ts');
      const { ports } = await this.services.context(prompt);
      const found = await issuesBack(run, target.suite, target.cases, ports.store);
      if (found === undefined) continue;
      const fresh = found.issues.filter(({ metric }) => {
        const key = [run.suite, metric.id, found.models.now].join('\n');
        const isKnown = this.told.has(key);
        this.told.add(key);
        return !isKnown;
      });
      if (fresh.length === 0) continue;
      const kept = [...this.told].slice(-mostTold);
      await this.services.extension.workspaceState.update(toldKey, kept);
      // Not awaited: other results need not wait for its answer.
      void this.tell(prompt, visibleText(issuesBackText({ ...found, issues: fresh })), {
        run: found.before.id,
        issue: fresh[0]?.issue ?? '',
      });
    }
  }

  private async tell(
    prompt: string,
    text: string,
    { run, issue }: { readonly run: string; readonly issue: string },
  ): Promise<void> {
    const evidence = 'Show Evidence';
    const link = 'Open Issue';
    const isLink = /^https?:\/\//i.test(issue) && URL.canParse(issue);
    const choice = await vscode.window.showWarningMessage(
      text,
      ...(isLink ? [evidence, link] : [evidence]),
    );
    if (choice === evidence)
      await vscode.commands.executeCommand(commandIds.compareWith, { prompt, run });
    if (choice === link) await vscode.env.openExternal(vscode.Uri.parse(issue, true));
  }
}
