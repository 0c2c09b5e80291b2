import { join } from 'node:path';
import { format } from 'node:util';
import type { Browser } from 'playwright-core';
import { startOwned } from './childProcess.ts';
import { deferred } from './deferred.ts';
import type { DesktopVSCode } from './install.ts';
import type { VSCodeServer } from './server.ts';
import { quietSettings, type Settings, writeSettings } from './settings.ts';
import { makeTempFolder } from './tempFolder.ts';

/** One start of an extension host with a test module in it. All paths are absolute. */
export interface HostRun {
  readonly folder: string;
  readonly extension: string;
  /** A module whose exported `run()` resolves when the tests have passed and rejects when one has failed. */
  readonly tests: string;
  readonly timeoutMs: number;
  /** Whether to print what the extension host writes to its console. */
  readonly verbose: boolean;
}

/** What a suite wants of the VS Code around it. */
export interface HostSurroundings {
  readonly settings: Settings;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Runs a test module in the extension host of a server, shown by a browser page of its own, and gives the exit code.
 *
 * @throws {Error} when the tests have not ended after `timeoutMs`.
 */
export async function runInServer(
  server: VSCodeServer,
  browser: Browser,
  host: HostRun,
): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const ended = deferred<number>();
  const limit = setTimeout(() => ended.reject(tookTooLong(host)), host.timeoutMs);
  try {
    const page = await context.newPage();
    page.once('crash', () => ended.reject(new Error('The browser page of the workbench crashed.')));
    await page.exposeFunction('codeAutomationExit', (code: number) => ended.resolve(code));
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      if (host.verbose) process.stderr.write(`[${type}] ${format(...args)}\n`);
    });
    await page.goto(server.workbenchUrl(host));
    return await ended.promise;
  } finally {
    clearTimeout(limit);
    await context.close();
  }
}

/**
 * Runs a test module in the extension host of a desktop VS Code with profile folders of its own, and gives the exit code.
 *
 * @throws {Error} when the tests have not ended after `timeoutMs`.
 */
export async function runInDesktop(
  vscode: DesktopVSCode,
  host: HostRun,
  around: HostSurroundings,
): Promise<number> {
  await using data = await makeTempFolder('mm-vscode-');
  await writeSettings(join(data.path, 'User'), { ...quietSettings, ...around.settings });
  const [program = vscode.executable, ...before] = [...vscode.launcher, vscode.executable];
  const desktop = startOwned(
    program,
    [
      ...before,
      host.folder,
      ...['--no-sandbox', '--disable-gpu-sandbox', '--disable-updates'],
      ...['--skip-welcome', '--skip-release-notes'],
      `--user-data-dir=${data.path}`,
      `--extensions-dir=${join(data.path, 'extensions')}`,
      `--extensionDevelopmentPath=${host.extension}`,
      `--extensionTestsPath=${host.tests}`,
    ],
    { env: { ...process.env, ...around.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const show = (data: Buffer) => {
    if (host.verbose) process.stderr.write(data);
  };
  desktop.process.stdout?.on('data', show);
  desktop.process.stderr?.on('data', show);
  const ended = deferred<number>();
  desktop.process.once('error', ended.reject);
  desktop.process.once('exit', (code) => ended.resolve(code ?? 1));
  const limit = setTimeout(() => ended.reject(tookTooLong(host)), host.timeoutMs);
  try {
    return await ended.promise;
  } finally {
    clearTimeout(limit);
    await desktop.stop();
  }
}

function tookTooLong(host: HostRun): Error {
  return new Error(
    `The tests in the extension host have not ended after ${Math.round(host.timeoutMs / 1000)} s.`,
  );
}
