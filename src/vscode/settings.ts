import * as vscode from 'vscode';
import type { ModelChoice } from '../core/prompt/prompt.ts';
import type { BudgetLimits } from '../core/run/budget.ts';
import { settingIds } from './contributions.ts';

/** The settings as a run needs them. */
export function runSettings(): {
  readonly fallback: ModelChoice;
  readonly budget: BudgetLimits;
  readonly concurrency: number;
} {
  const settings = vscode.workspace.getConfiguration();
  const text = (id: string) => settings.get<string>(id, '').trim() || undefined;
  const provider = text(settingIds.provider);
  const name = text(settingIds.model);
  const baseUrl = text(settingIds.baseUrl);
  return {
    fallback: {
      ...(provider !== undefined && { provider }),
      ...(name !== undefined && { name }),
      ...(baseUrl !== undefined && { baseUrl }),
    },
    budget: {
      perRun: settings.get(settingIds.budgetPerSave, 0.25),
      perDay: settings.get(settingIds.budgetPerDay, 5),
      callsWithoutPrice: settings.get(settingIds.callsPerSave, 500),
    },
    concurrency: settings.get(settingIds.concurrency, 8),
  };
}
