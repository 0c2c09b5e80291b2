import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { regressionsOf } from '../../core/views/regressionList.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds, contextKeys, viewIds } from '../base/contributions.ts';
import { toVsRange } from '../base/convert.ts';
import type { Services } from '../services.ts';
import { NodeTree } from './nodeTree.ts';
import { type RegressionTarget, regressionBadge, regressionNodes } from './regressionNodes.ts';

/** What got worse, worst first, with the way to its evidence. */
export class RegressionsView implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { commands, live, log } = this.services;
    const owned = new DisposableStore();
    let targets: ReadonlyMap<string, RegressionTarget> = new Map();
    const tree = owned.add(
      new NodeTree(
        viewIds.regressions,
        async () => {
          const shown = regressionNodes(regressionsOf(live.all()));
          targets = shown.targets;
          return shown.nodes;
        },
        { onError: (error) => log.error(String(error)) },
      ),
    );
    const seen = new Map<string, { readonly results: unknown; readonly early: unknown }>();
    owned.add(
      live.onDidChange((state) => {
        const now = { results: state.results, early: state.running?.early };
        const before = seen.get(state.prompt);
        seen.set(state.prompt, now);
        tree.refresh();
        // Progress alone changes nothing here.
        if (before?.results === now.results && before.early === now.early) return;
        const { length } = regressionsOf(live.all());
        tree.view.badge = regressionBadge(length);
        // A text that says that nothing got worse, shown until the rows are there, takes the focus along when it goes.
        void vscode.commands.executeCommand('setContext', contextKeys.hasRegressions, length > 0);
      }),
    );
    const at = (id: unknown) => (typeof id === 'string' ? targets.get(id) : undefined);
    owned.add(commands.register(commandIds.showRegression, (id) => this.show(at(id))));
    owned.add(commands.register(commandIds.showRegressedCase, (id) => this.show(at(id))));
    owned.add(
      commands.register(commandIds.compareRegression, (id) => {
        const target = at(id);
        if (target === undefined) return undefined;
        const { prompt, suite, metric, caseId } = target;
        return vscode.commands.executeCommand(commandIds.openPanel, {
          ...{ prompt, suite, metric },
          ...(caseId !== undefined && { caseId }),
        });
      }),
    );
    return owned;
  }

  /** At the place it moved to since. */
  private async show(target: RegressionTarget | undefined): Promise<void> {
    if (target === undefined) return;
    const { place, prompt } = target;
    const file = place?.file ?? prompt;
    const range = place && this.services.edits.now(file, place.range);
    await vscode.window.showTextDocument(vscode.Uri.file(file), {
      ...(range && { selection: toVsRange({ start: range.start, end: range.start }) }),
      preview: true,
    });
  }
}
