import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { offerSuite, promptsFor } from '../runs/promptChoice.ts';
import type { Services } from '../services.ts';

/** Run Suite, Run Suite with Offline Metrics, Run Every Prompt, Stop. */
export class RunCommands implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { commands, live, workspace } = this.services;
    const owned = new DisposableStore();
    owned.add(
      commands.register(commandIds.runSuite, async (file) => {
        for (const prompt of await promptsFor(file, workspace)) void live.run(prompt);
      }),
    );
    owned.add(
      commands.register(commandIds.runOffline, async (file) => {
        for (const prompt of await promptsFor(file, workspace))
          void live.run(prompt, { stages: ['real-time', 'async', 'offline'] });
      }),
    );
    owned.add(
      commands.register(commandIds.runAll, async () => {
        const prompts = await workspace.allPrompts();
        if (prompts.length === 0) void offerSuite();
        for (const prompt of prompts) await live.run(prompt);
      }),
    );
    owned.add(
      commands.register(commandIds.stop, (file) =>
        live.stop(typeof file === 'string' ? file : undefined),
      ),
    );
    return owned;
  }
}
