import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { findOnPath, run } from './childProcess.ts';

/**
 * Finds a browser of the Chromium family: named by `MICRO_METRICS_BROWSER` or `CHROME_PATH`, installed by Playwright, on
 * PATH, or in the usual places of the system. As root on Debian or Ubuntu it installs the package `chromium` when there is none.
 *
 * @throws {Error} when there is none; the message says exactly what to install.
 */
export async function findBrowser(
  say: (line: string) => void = (line) => console.log(line),
): Promise<string> {
  for (const variable of ['MICRO_METRICS_BROWSER', 'CHROME_PATH']) {
    const named = process.env[variable];
    if (!named) continue;
    if (existsSync(named)) return named;
    throw new Error(`${variable} names no file: ${named}`);
  }
  const found = installedBrowser();
  if (found !== undefined) return found;
  if (!canInstallByApt()) throw new Error(missingBrowser);
  await installByApt(say);
  const installed = installedBrowser();
  // Ubuntu's package is only a pointer to a snap, which containers cannot run: its program is there and fails.
  if (installed === undefined || !(await answers(installed))) throw new Error(missingBrowser);
  return installed;
}

/** Starts the browser without a window; the caller closes it. */
export async function launchBrowser(executablePath: string): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    headless: process.env.MICRO_METRICS_SHOW_BROWSER === undefined,
    args: [
      // Containers and root have no user namespaces; only this project's own pages are shown.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
    // The harness stops the browser itself, together with the server, on the same signals.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

const missingBrowser = [
  'These tests need a browser of the Chromium family, and none was found. Do one of:',
  '  - Debian:           sudo apt-get install chromium',
  '  - any system:       npx playwright-core install --with-deps chromium',
  '  - Windows, macOS:   install Google Chrome or Microsoft Edge',
  '  - anywhere else:    set MICRO_METRICS_BROWSER to the path of the browser program',
].join('\n');

function installedBrowser(): string | undefined {
  return (
    [...playwrightBrowsers(), ...usualPlaces()].find((path) => existsSync(path)) ??
    findOnPath(
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      'microsoft-edge',
      'msedge',
      'chrome',
    )
  );
}

/** The browser of this playwright-core, then those that other versions of Playwright have installed. */
function playwrightBrowsers(): string[] {
  const own = chromium.executablePath();
  const caches: Partial<Record<NodeJS.Platform, string>> = {
    linux: join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ms-playwright'),
    darwin: join(homedir(), 'Library', 'Caches', 'ms-playwright'),
    win32: join(process.env.LOCALAPPDATA ?? '', 'ms-playwright'),
  };
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH || caches[process.platform];
  if (cache === undefined || !existsSync(cache)) return [own];
  const programs = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-win/chrome.exe',
    'chrome-win64/chrome.exe',
  ];
  const versions = readdirSync(cache).filter((name) => /^chromium-\d+$/.test(name));
  return [
    own,
    ...versions.flatMap((version) => programs.map((program) => join(cache, version, program))),
  ];
}

function usualPlaces(): string[] {
  switch (process.platform) {
    case 'darwin':
      return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
        (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
      );
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
        .map((name) => process.env[name])
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => [
          join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]);
    default:
      return ['/usr/bin/chromium', '/usr/bin/google-chrome', '/opt/google/chrome/chrome'];
  }
}

function canInstallByApt(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  if (findOnPath('apt-get') === undefined || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
}

async function installByApt(say: (line: string) => void): Promise<void> {
  say(
    'No browser found: installing the system package "chromium" (apt-get update, apt-get install) ...',
  );
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const done = await run('apt-get', ['-q', ...args], { env });
    if (done.code !== 0) {
      throw new Error(
        `apt-get ${args.join(' ')} failed:\n${done.stderr.trim()}\n${missingBrowser}`,
      );
    }
  }
}

async function answers(executable: string): Promise<boolean> {
  try {
    return (await run(executable, ['--version'], { timeoutMs: 30_000 })).code === 0;
  } catch {
    return false;
  }
}
