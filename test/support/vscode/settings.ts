import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Values for a `settings.json`. */
export type Settings = Readonly<Record<string, unknown>>;

/**
 * Settings that keep a VS Code of our own quiet: no welcome page, tips, updates, telemetry, chat or questions, and nothing
 * saved but by an explicit save. Only ever written into a data folder made for the occasion, never into the user's.
 */
export const quietSettings: Settings = {
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'window.commandCenter': false,
  'workbench.colorTheme': 'Dark Modern',
  'terminal.integrated.gpuAcceleration': 'off',
};

/** Writes `settings.json` into a User folder, making the folder. */
export async function writeSettings(userFolder: string, settings: Settings): Promise<void> {
  await mkdir(userFolder, { recursive: true });
  await writeFile(join(userFolder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}
