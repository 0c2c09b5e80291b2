import * as vscode from 'vscode';
import { Lazy } from '../../core/lazy.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Contribution } from '../base/contribution.ts';
import type { Services } from '../services.ts';
import type { CaseActionProvider } from './caseActionProvider.ts';

/** Quick fixes that lead from a finding to its cases, or make a new output the expected one. Loaded when first asked for. */
export class CaseActions implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { live } = this.services;
    const owned = new DisposableStore();
    const provider = new Lazy<CaseActionProvider>(async () => {
      const loaded = await import('./caseActionProvider.ts');
      return new loaded.CaseActionProvider(this.services);
    });
    owned.add(
      vscode.languages.registerCodeActionsProvider(
        { scheme: 'file' },
        {
          provideCodeActions: async (document, range, context) => {
            if (live.all().every(({ results }) => results.length === 0)) return [];
            return (await provider.get()).actionsAt(document, range, context);
          },
          resolveCodeAction: async (action) => (await provider.get()).withEdit(action),
        },
        { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
      ),
    );
    return owned;
  }
}
