import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../contribution.ts';
import { commandIds } from '../contributions.ts';
import type { Services } from '../services.ts';
import { runSettings } from '../settings.ts';

/** Set and Clear API Key, Show Log. */
export class ModelCommands implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { commands, keys, log } = this.services;
    const owned = new DisposableStore();
    owned.add(commands.register(commandIds.setApiKey, () => keys.enter(likelyEndpoint())));
    owned.add(commands.register(commandIds.clearApiKey, () => keys.clear(likelyEndpoint())));
    owned.add(commands.register(commandIds.showLog, () => log.show()));
    return owned;
  }
}

/** The address that keys are most likely for. */
function likelyEndpoint(): string {
  return runSettings().fallback.baseUrl ?? 'https://api.openai.com/v1';
}
