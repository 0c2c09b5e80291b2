import * as vscode from 'vscode';
import type { LiveSettings } from '../core/live/evaluatePrompt.ts';
import type { ModelChoice } from '../core/prompt/prompt.ts';
import type { BudgetLimits } from '../core/run/budget.ts';
import type { TestGrouping } from '../core/views/testTree.ts';
import { settingIds } from './contributions.ts';
import type { PlanSettings } from './planText.ts';

/** The settings as a run needs them. */
export interface RunSettings {
  readonly fallback: ModelChoice;
  readonly budget: BudgetLimits;
  readonly concurrency: number;
  readonly live: LiveSettings;
  readonly findsCauses: boolean;
}

/** @param scope the file that they are for: folders of a workspace may differ */
export function runSettings(scope?: vscode.Uri): RunSettings {
  const settings = vscode.workspace.getConfiguration(undefined, scope);
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
    live: {
      margin: settings.get(settingIds.margin, 10) / 100,
      alpha: settings.get(settingIds.alpha, 0.05),
      trials: settings.get(settingIds.trials, 1),
      confirmRounds: settings.get(settingIds.confirmRounds, 8),
    },
    findsCauses: settings.get(settingIds.findCause, true),
  };
}

export function planSettings(scope?: vscode.Uri): PlanSettings {
  const settings = vscode.workspace.getConfiguration(undefined, scope);
  return {
    askAboveCost: settings.get(settingIds.askAboveCost, 0.05),
    askAboveCalls: settings.get(settingIds.askAboveCalls, 100),
    budgetPerRun: settings.get(settingIds.budgetPerSave, 0.25),
  };
}

/** How much of the past is kept. */
export function retention() {
  const settings = vscode.workspace.getConfiguration();
  return {
    days: settings.get(settingIds.historyDays, 90),
    runsPerPrompt: settings.get(settingIds.historyRuns, 200),
    maxBytes: settings.get(settingIds.historySize, 1024) * 1024 ** 2,
  };
}

/** Whether results stand behind lines of prompts and suites. */
export function showsInlineResults(scope?: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(undefined, scope).get(settingIds.inlineResults, true);
}

/** Whether instructions that no metric guards are marked beside their lines. */
export function showsUnguarded(scope?: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(undefined, scope).get(settingIds.unguarded, true);
}

/** Which changed lines of a prompt are marked beside them. */
export type ChangeMarkMode = 'off' | 'blamed' | 'all';

export function changeMarkMode(scope?: vscode.Uri): ChangeMarkMode {
  const mode = vscode.workspace
    .getConfiguration(undefined, scope)
    .get<string>(settingIds.changeMarks, 'blamed');
  return mode === 'off' || mode === 'all' ? mode : 'blamed';
}

/** What testing the instructions of a prompt may take, all together. */
export function instructionBudget(scope?: vscode.Uri): {
  readonly calls: number;
  /** US dollars. */
  readonly dollars: number;
} {
  const settings = vscode.workspace.getConfiguration(undefined, scope);
  return {
    calls: settings.get(settingIds.instructionCalls, 200),
    dollars: settings.get(settingIds.instructionBudget, 0.5),
  };
}

/** What stands first below a prompt in the Test Explorer. */
export function testGrouping(): TestGrouping {
  const chosen = vscode.workspace.getConfiguration().get<string>(settingIds.testGrouping);
  return chosen === 'case' ? 'case' : 'metric';
}

/** When suites run. */
export type RunMode = 'save' | 'idle' | 'manual';

export function runMode(scope?: vscode.Uri): RunMode {
  const mode = vscode.workspace
    .getConfiguration(undefined, scope)
    .get<string>(settingIds.runOn, 'save');
  return mode === 'idle' || mode === 'manual' ? mode : 'save';
}

/** Seconds without an edit after which the editor counts as idle. */
export function idleSeconds(scope?: vscode.Uri): number {
  return vscode.workspace.getConfiguration(undefined, scope).get(settingIds.idleSeconds, 10);
}

/** Opens the settings at those whose names begin so. */
export async function openSettings(start: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', start);
}
