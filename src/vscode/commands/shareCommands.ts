import { EvalError } from '../../core/errors.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { basename } from '../../core/path.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { parseComparisonTarget } from '../comparison/comparisonTarget.ts';
import { promptsFor } from '../runs/promptChoice.ts';
import type { Services } from '../services.ts';

/** Copy Comparison as Markdown, Export Comparison as HTML: of the open comparison, else of a prompt. */
export class ShareCommands implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { commands } = this.services;
    const owned = new DisposableStore();
    for (const action of ['copyMarkdown', 'exportHtml'] as const)
      owned.add(commands.register(commandIds[action], (given) => this.share(action, given)));
    return owned;
  }

  private async share(action: 'copyMarkdown' | 'exportHtml', given: unknown): Promise<void> {
    const { comparisons, live, workspace } = this.services;
    const asked = parseComparisonTarget(given)?.prompt ?? (await comparisons.activePrompt());
    const [prompt] = await promptsFor(asked, workspace);
    if (prompt === undefined) return;
    await live.restore(prompt);
    const source = await comparisons.sourceOf(prompt);
    if (!source.getState().actions.includes(action))
      throw new EvalError(
        'usage',
        `There are no finished results of ${basename(prompt)} to share yet. Run its suite first.`,
      );
    await source.perform(action, {});
  }
}
