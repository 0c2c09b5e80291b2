import type { Browser } from 'playwright-core';
import { findBrowser, launchBrowser } from './browser.ts';
import { type HostRun, type HostSurroundings, runInDesktop, runInServer } from './extensionHost.ts';
import type { VSCodeInstall } from './install.ts';
import { startServer, type VSCodeServer } from './server.ts';

/** Starts extension hosts in whichever VS Code there is; keeps one browser and one server for those that can share it. */
export class HostLauncher implements AsyncDisposable {
  private readonly vscode: VSCodeInstall;
  private browser: Browser | undefined;
  private server: { readonly key: string; readonly server: VSCodeServer } | undefined;

  constructor(vscode: VSCodeInstall) {
    this.vscode = vscode;
  }

  /** Runs a test module in an extension host of its own and gives the exit code. */
  async run(host: HostRun, around: HostSurroundings): Promise<number> {
    if (this.vscode.kind === 'desktop') return await runInDesktop(this.vscode, host, around);
    this.browser ??= await launchBrowser(await findBrowser());
    const key = JSON.stringify(around);
    if (this.server?.key !== key) {
      await this.server?.server.stop();
      this.server = undefined;
      this.server = { key, server: await startServer(this.vscode, around) };
    }
    return await runInServer(this.server.server, this.browser, host);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser?.close();
    await this.server?.server.stop();
  }
}
