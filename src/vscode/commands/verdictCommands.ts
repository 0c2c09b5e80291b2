import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { promptsFor } from '../runs/promptChoice.ts';
import type { Services } from '../services.ts';

/** Resolve, "Was it my edit?", and the search for the change that caused it. */
export class VerdictCommands implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { commands, live, workspace } = this.services;
    const owned = new DisposableStore();
    owned.add(
      commands.register(commandIds.resolve, async (file) => {
        for (const prompt of await promptsFor(file, workspace)) await live.resolve(prompt);
      }),
    );
    owned.add(
      commands.register(commandIds.wasItMyEdit, async (file) => {
        for (const prompt of await promptsFor(file, workspace)) await live.control(prompt);
      }),
    );
    owned.add(
      commands.register(commandIds.findCause, async (file) => {
        for (const prompt of await promptsFor(file, workspace)) await live.findCauses(prompt);
      }),
    );
    return owned;
  }
}
