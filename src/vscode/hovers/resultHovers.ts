import * as vscode from 'vscode';
import { Lazy } from '../../core/lazy.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import type { Services } from '../services.ts';

/** Hovers on what metrics guard in a prompt, and on the metrics and cases of a suite. Their code is loaded at the first hover. */
export class ResultHovers implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { live } = this.services;
    const owned = new DisposableStore();
    const provider = new Lazy(async () => {
      const { ResultHoverProvider } = await import('./resultHoverProvider.ts');
      return new ResultHoverProvider(this.services);
    });
    owned.add(
      vscode.languages.registerHoverProvider(
        { scheme: 'file' },
        {
          provideHover: async (document, position, token) => {
            if (live.all().every(({ results }) => results.length === 0)) return undefined;
            return (await provider.get()).provideHover(document, position, token);
          },
        },
      ),
    );
    return owned;
  }
}
