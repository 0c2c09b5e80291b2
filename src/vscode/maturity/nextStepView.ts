import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { maturityOf } from '../../core/maturity/maturity.ts';
import { dayOf } from '../../core/run/spending.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds, viewIds } from '../base/contributions.ts';
import { loadReading } from '../files/loadReading.ts';
import type { Services } from '../services.ts';
import { NodeTree } from '../views/nodeTree.ts';
import { type Standing, stepNodes } from './stepNodes.ts';

/** The Next Step view: where each prompt stands (crawl, walk, run) and the one step worth taking. Computed while it is looked at. */
export class NextStepView implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { live, workspace, log, commands } = this.services;
    const owned = new DisposableStore();
    const tree = owned.add(
      new NodeTree(viewIds.nextStep, async () => stepNodes(await this.standings()), {
        onError: (error) => log.error(String(error)),
      }),
    );
    const results = new Map<string, unknown>();
    owned.add(
      live.onDidChange((state) => {
        if (results.get(state.prompt) === state.results) return;
        results.set(state.prompt, state.results);
        tree.refresh();
      }),
    );
    owned.add(workspace.onDidChange(() => tree.refresh()));
    owned.add(
      commands.register(commandIds.openSuite, async (suite) => {
        if (typeof suite === 'string') await vscode.window.showTextDocument(vscode.Uri.file(suite));
      }),
    );
    return owned;
  }

  private async standings(): Promise<readonly Standing[]> {
    if (!vscode.workspace.isTrusted) return [];
    const { workspace, context } = this.services;
    const { gatherFacts, builtInMetrics: registry } = await loadReading();
    const found: Standing[] = [];
    for (const prompt of await workspace.allPrompts()) {
      const { ports } = await context(prompt);
      for (const target of (await workspace.load(prompt)).targets) {
        const facts = await gatherFacts(target, {
          ...{ store: ports.store, files: ports.files, registry },
          today: dayOf(Date.now()),
        });
        found.push({ prompt, suite: target.suite.path, maturity: maturityOf(facts) });
      }
    }
    return found;
  }
}
