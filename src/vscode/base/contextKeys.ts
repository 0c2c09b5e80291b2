import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Services } from '../services.ts';
import type { Contribution } from './contribution.ts';
import { contextKeys } from './contributions.ts';

/** Keeps the keys up to date that decide which commands can work now. */
export class ContextKeys implements Contribution {
  private readonly services: Services;
  private readonly known = new Map<string, boolean>();

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { live, plans } = this.services;
    const owned = new DisposableStore();
    owned.add(
      live.onDidChange((state) => {
        const isRunning = live.all().some(({ running }) => running !== undefined);
        this.set(contextKeys.isRunning, isRunning);
        if (state.results.length > 0) this.set(contextKeys.hasResults, true);
      }),
    );
    owned.add(
      plans.onDidChange(() => this.set(contextKeys.hasQuestion, plans.current !== undefined)),
    );
    return owned;
  }

  private set(key: string, value: boolean): void {
    if (this.known.get(key) === value) return;
    this.known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
