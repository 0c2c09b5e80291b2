import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { parseComparisonTarget } from '../comparison/comparisonTarget.ts';
import { promptsFor } from '../runs/promptChoice.ts';
import type { Services } from '../services.ts';

/** The compare panel: opened by commands, and brought back after a restart. */
export class PanelCommands implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { commands, comparisons, workspace } = this.services;
    const owned = new DisposableStore();
    for (const id of [commandIds.compare, commandIds.openPanel]) {
      owned.add(
        commands.register(id, async (given) => {
          const target = parseComparisonTarget(given);
          const [prompt] = await promptsFor(target?.prompt, workspace);
          if (prompt === undefined) return;
          const { suite, metric, caseId } = target ?? {};
          await comparisons.show(prompt, { target: { suite, metric, caseId } });
        }),
      );
    }
    owned.add(comparisons.registerSerializer());
    return owned;
  }
}
