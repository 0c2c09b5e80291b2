import type { Disposable } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import type { Services } from '../services.ts';
import { onPromptInFront } from './frontPrompt.ts';

/** Loads what evaluates once a prompt is looked at, so that its first save need not wait for it. Opens and runs nothing. */
export class WarmUp implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    // What is loaded already is not loaded again.
    return onPromptInFront(this.services, 1000, () => this.services.warmUp());
  }
}
