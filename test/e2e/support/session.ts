import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { findBrowser, launchBrowser } from '../../support/vscode/browser.ts';
import { useServerBuild } from '../../support/vscode/install.ts';
import { exampleFolder, projectRoot } from '../../support/vscode/paths.ts';
import { startServer, type VSCodeServer } from '../../support/vscode/server.ts';
import type { Settings } from '../../support/vscode/settings.ts';
import { copyWorkspace, makeTempFolder, type TempFolder } from '../../support/vscode/tempFolder.ts';
import { until } from '../../support/vscode/until.ts';
import { Workbench } from './workbench.ts';

/** What a window of a test should be like. */
export interface WindowOptions {
  /** Absolute path of the workspace to copy; default `examples/support`. */
  readonly workspace?: string;
  /** User settings on top of the quiet ones. */
  readonly settings?: Settings;
  /** Environment of the extension host, on top of this process's. */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of installed extensions, ours among them: it is used in place of the one under development. */
  readonly extensionsFolder?: string;
  /** Folder of extensions that are installed beside the one under development. */
  readonly companions?: string;
  /** Size of the window in CSS pixels; default 1400 x 900. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Changes the copy of the workspace, at this absolute path, before the window opens. */
  readonly prepare?: (folder: string) => Promise<void>;
  /** A workspace file in that copy to open in place of the folder. */
  readonly workspaceFile?: string;
  /** Another window whose folder is opened, in place of a copy. */
  readonly beside?: Workbench;
}

/** The extension that windows are opened with; an absolute path. */
const extension = process.env.MICRO_METRICS_E2E_EXTENSION || projectRoot;

let browser: Promise<Browser> | undefined;
const servers = new Map<string, Promise<VSCodeServer>>();
const windows = new Set<{ readonly workbench: Workbench; readonly server: VSCodeServer }>();
const folders: TempFolder[] = [];

/**
 * Opens a VS Code window with the extension and a fresh copy of a workspace, and waits until it can be used. The runner
 * closes what a file's tests leave open. Windows with the same settings and environment share a server.
 */
export async function openWindow(options: WindowOptions = {}): Promise<Workbench> {
  browser ??= findBrowser().then(launchBrowser);
  // With a panel in focus, opening a file that is already open goes to its editor.
  const settings = { 'workbench.editor.revealIfOpen': true, ...options.settings };
  const { extensionsFolder, companions } = options;
  const around = {
    ...{ settings, env: options.env ?? {} },
    // Without the driver VS Code is as it is for people: it shows notifications, and knows no development.
    ...(extensionsFolder !== undefined && { extensionsFolder, driver: false }),
    ...(companions !== undefined && { extensionsFolder: await copied(companions) }),
  };
  const key = JSON.stringify(around);
  const server =
    servers.get(key) ??
    useServerBuild('browser tests need it').then((vscode) => startServer(vscode, around));
  servers.set(key, server);
  const folder = options.beside === undefined ? await makeTempFolder() : undefined;
  const workspace = options.beside?.folder ?? join(folder?.path ?? '', 'support');
  if (folder !== undefined) {
    folders.push(folder);
    await copyWorkspace(options.workspace ?? exampleFolder, workspace);
    await options.prepare?.(workspace);
  }
  const context = await (await browser).newContext({
    viewport: options.size ?? { width: 1400, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const workbench = new Workbench(context, page, workspace);
  windows.add({ workbench, server: await server });
  const { workspaceFile } = options;
  const shown = {
    ...(workspaceFile === undefined
      ? { folder: workspace }
      : { workspaceFile: join(workspace, workspaceFile) }),
    ...(extensionsFolder === undefined && { extension }),
  };
  await page.goto((await server).workbenchUrl(shown));
  await workbench.ready();
  if (workspaceFile !== undefined) await foldersShown(workbench);
  return workbench;
}

/** A copy, because VS Code writes into the folder of its extensions. */
async function copied(companions: string): Promise<string> {
  const folder = await makeTempFolder();
  folders.push(folder);
  const path = join(folder.path, 'extensions');
  await copyWorkspace(companions, path);
  return path;
}

/** Waits for the folders of a workspace file. VS Code sometimes reads the file before it can, and then shows none until it is loaded anew. */
async function foldersShown(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  const look = async () => {
    if (await page.getByText('You have not yet added a folder').isVisible()) {
      await page.reload();
      await workbench.ready();
    }
    return await page.locator('.explorer-folders-view .monaco-list-row').first().isVisible();
  };
  await until('the folders of the workspace file', look, { timeoutMs: 60_000, everyMs: 500 });
}

/**
 * Ends the extension hosts behind a window at once, as when VS Code is killed. A server's windows share this fate, so a test
 * gives its window an environment of its own. Linux only.
 */
export async function killExtensionHosts(window: Workbench): Promise<void> {
  const own = [...windows].find(({ workbench }) => workbench === window);
  if (own === undefined) throw new Error('The window is not open.');
  const hosts = (await readdir('/proc')).filter((entry) => {
    try {
      const [, parent = ''] = /\) \S (\d+)/.exec(readFileSync(`/proc/${entry}/stat`, 'utf8')) ?? [];
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      return Number(parent) === own.server.pid && command.includes('--type=extensionHost');
    } catch {
      // No process, or one that has just ended.
      return false;
    }
  });
  if (hosts.length === 0) throw new Error('There is no extension host.');
  for (const host of hosts) process.kill(Number(host), 'SIGKILL');
}

/** Keeps a picture of every open window, for a test that has failed. */
export async function photographWindows(name: string): Promise<readonly string[]> {
  return await Promise.all(
    [...windows].map(({ workbench }, index) => workbench.screenshot(`failed-${name}-${index + 1}`)),
  );
}

/** Closes every window; their folders stay, since an extension host lives a little longer than its window. */
export async function closeWindows(): Promise<void> {
  for (const { workbench } of windows) await workbench.close();
  windows.clear();
}

/** Closes every window, the servers and the browser, and removes the folders. */
export async function closeEverything(): Promise<void> {
  await closeWindows();
  // What did not start has already failed the test that wanted it.
  const [opened] = await Promise.allSettled([browser]);
  if (opened.status === 'fulfilled') await opened.value?.close();
  for (const started of await Promise.allSettled(servers.values())) {
    if (started.status === 'fulfilled') await started.value.stop();
  }
  servers.clear();
  browser = undefined;
  for (const folder of folders.splice(0)) await folder.remove();
}
