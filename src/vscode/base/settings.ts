import * as vscode from 'vscode';
import type { LiveSettings } from '../../core/live/evaluatePrompt.ts';
import type { ModelChoice } from '../../core/prompt/prompt.ts';
import type { BudgetLimits } from '../../core/run/budget.ts';
import type { Stage } from '../../core/suite/suite.ts';
import type { TestGrouping } from '../../core/views/testTree.ts';
import type { PlanSettings } from '../runs/planText.ts';
import { settingIds } from './contributions.ts';

/** The settings as a run needs them. */
export interface RunSettings {
  readonly fallback: ModelChoice;
  readonly budget: BudgetLimits;
  readonly concurrency: number;
  readonly live: LiveSettings;
  readonly findsCauses: boolean;
}

/**
 * @param scope the file that they are for: folders of a workspace may differ
 * @param stage the latest stage of the run, whose budget it has
 */
export function runSettings(scope?: vscode.Uri, stage: Stage = 'real-time'): RunSettings {
  const settings = ownSettings(scope);
  const text = (id: SettingId) => settings.get<string>(id, '').trim() || undefined;
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
      perRun: budgetOf(stage, settings),
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

/** @param stage the latest stage of the run */
export function planSettings(scope?: vscode.Uri, stage: Stage = 'real-time'): PlanSettings {
  const settings = ownSettings(scope);
  return {
    askAboveCost: settings.get(settingIds.askAboveCost, 0.05),
    askAboveCalls: settings.get(settingIds.askAboveCalls, 100),
    budgetPerRun: budgetOf(stage, settings),
  };
}

/** US dollars that a run of a stage may cost. */
function budgetOf(stage: Stage, settings: OwnSettings): number {
  switch (stage) {
    case 'real-time':
      return settings.get(settingIds.budgetPerSave, 0.25);
    case 'async':
      return settings.get(settingIds.budgetInBackground, 0.25);
    case 'offline':
      return settings.get(settingIds.budgetOffline, 2);
  }
}

/** The latest of the stages of a run: an offline run judges what a save judges, too. */
export function latestStage(stages: readonly Stage[] = []): Stage {
  return stages.includes('offline') ? 'offline' : stages.includes('async') ? 'async' : 'real-time';
}

/** Headers by the origin of the endpoint that gets them, as written. */
export function headerSetting(): unknown {
  return ownSettings().get<unknown>(settingIds.headers, undefined);
}

/** How much of the past is kept. */
export function retention() {
  const settings = ownSettings();
  return {
    days: settings.get(settingIds.historyDays, 90),
    runsPerPrompt: settings.get(settingIds.historyRuns, 200),
    maxBytes: settings.get(settingIds.historySize, 1024) * 1024 ** 2,
  };
}

/** Whether results stand behind lines of prompts and suites. */
export function showsInlineResults(scope?: vscode.Uri): boolean {
  return ownSettings(scope).get(settingIds.inlineResults, true);
}

/** Whether instructions that no metric guards are marked beside their lines. */
export function showsUnguarded(scope?: vscode.Uri): boolean {
  return ownSettings(scope).get(settingIds.unguarded, true);
}

/** Which changed lines of a prompt are marked beside them. */
export type ChangeMarkMode = 'off' | 'blamed' | 'all';

export function changeMarkMode(scope?: vscode.Uri): ChangeMarkMode {
  const mode = ownSettings(scope).get<string>(settingIds.changeMarks, 'blamed');
  return mode === 'off' || mode === 'all' ? mode : 'blamed';
}

/** What testing the instructions of a prompt may take, all together. */
export function instructionBudget(scope?: vscode.Uri): {
  readonly calls: number;
  /** US dollars. */
  readonly dollars: number;
} {
  const settings = ownSettings(scope);
  return {
    calls: settings.get(settingIds.instructionCalls, 1000),
    dollars: settings.get(settingIds.instructionBudget, 0.5),
  };
}

/** Whether instructions are tested in the background once the editor is idle. */
export function testsInstructionsWhenIdle(scope?: vscode.Uri): boolean {
  return ownSettings(scope).get(settingIds.instructionsWhenIdle, false);
}

/** What stands first below a prompt in the Test Explorer. */
export function testGrouping(): TestGrouping {
  const chosen = ownSettings().get<string>(settingIds.testGrouping, 'metric');
  return chosen === 'case' ? 'case' : 'metric';
}

/** When suites run. */
export type RunMode = 'save' | 'idle' | 'manual';

export function runMode(scope?: vscode.Uri): RunMode {
  const mode = ownSettings(scope).get<string>(settingIds.runOn, 'save');
  return mode === 'idle' || mode === 'manual' ? mode : 'save';
}

/** Seconds without an edit after which the editor counts as idle. */
export function idleSeconds(scope?: vscode.Uri): number {
  return ownSettings(scope).get(settingIds.idleSeconds, 10);
}

const section = 'microMetrics';

type SettingId = (typeof settingIds)[keyof typeof settingIds];

/** The settings of this extension. */
interface OwnSettings {
  get<T>(id: SettingId, otherwise: T): T;
}

/**
 * VS Code copies all that is asked for before it gives one value out of it, so the section is named: the settings of
 * the editor and of all extensions together take it half a millisecond.
 */
function ownSettings(scope?: vscode.Uri): OwnSettings {
  const settings = vscode.workspace.getConfiguration(section, scope);
  return { get: (id, otherwise) => settings.get(id.slice(section.length + 1), otherwise) };
}

/** Opens the settings at those whose names begin so. */
export async function openSettings(start: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', start);
}
