import type { Disposable } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import type { Services } from '../services.ts';
import { onPromptInFront } from './frontPrompt.ts';

/** Brings back the last results of the prompt in front, as after a restart. Nothing is run or sent. */
export class LastResults implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { live, workspace } = this.services;
    return onPromptInFront(this.services, 1500, async (prompt) => {
      if (live.state(prompt) === undefined && (await workspace.hasHistory(prompt)))
        await live.restore(prompt);
    });
  }
}
