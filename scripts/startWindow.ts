import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { findOnPath, startOwned } from '../test/support/vscode/childProcess.ts';
import { useServerBuild } from '../test/support/vscode/install.ts';
import { exampleFolder, projectRoot } from '../test/support/vscode/paths.ts';
import { startServer } from '../test/support/vscode/server.ts';
import { makeTempFolder } from '../test/support/vscode/tempFolder.ts';

/**
 * Shows the extension with the example workspace: in the user's own VS Code where there is one, else in the server build,
 * whose address it prints. Settles when that window is closed or the server ends.
 */
export async function startWindow(): Promise<number> {
  const desktop = desktopVSCode();
  return desktop === undefined ? await serveWindow() : await openDesktop(desktop);
}

/** The VS Code that a person has: `VSCODE_EXECUTABLE_PATH`, or `code` on PATH. */
function desktopVSCode(): string | undefined {
  if (process.env.MICRO_METRICS_VSCODE === 'server') return undefined;
  const hasScreen =
    process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasScreen) return undefined;
  return process.env.VSCODE_EXECUTABLE_PATH || findOnPath('code');
}

/** The user's profile and settings stay as they are; VS Code asks by itself whether the folder is trusted. */
async function openDesktop(code: string): Promise<number> {
  console.log(`Opening ${code} with the extension and ${exampleFolder}. Ctrl+C ends this command.`);
  const args = [
    '--new-window',
    '--wait',
    `--extensionDevelopmentPath=${projectRoot}`,
    exampleFolder,
  ];
  // On Windows `code` is a batch file, which only a shell starts; its paths need quotes there.
  const shell = process.platform === 'win32' && code.endsWith('.cmd');
  const quote = (text: string) => (shell ? `"${text}"` : text);
  const editor = startOwned(quote(code), args.map(quote), { stdio: 'inherit', shell });
  return await new Promise((resolve, reject) => {
    editor.process.once('error', reject);
    editor.process.once('exit', (ended) => resolve(ended ?? 0));
  });
}

async function serveWindow(): Promise<number> {
  endWithParent();
  const vscode = await useServerBuild('no desktop VS Code with a screen was found');
  await using extensions = await makeTempFolder('mm-ext-');
  await installInto(extensions.path);
  // Without the driver, so that notifications show; then the extension has to be an installed one.
  await using server = await startServer(vscode, {
    driver: false,
    extensionsFolder: extensions.path,
  });
  console.log(`\nOpen this address in a browser on this machine:\n`);
  console.log(`  ${server.workbenchUrl({ folder: exampleFolder })}\n`);
  console.log(`It shows ${exampleFolder} with the extension. Ctrl+C stops the server.`);
  const code = await server.ended;
  console.error(`The server has ended:\n${server.log()}`);
  return code;
}

/** An npm that is ended by its id ends the shell between, not this process: nobody would stop the server any more. */
function endWithParent(): void {
  const parent = process.ppid;
  const look = () => {
    if (process.ppid !== parent) process.exit(143);
  };
  setInterval(look, 1000).unref();
}

const Manifest = z.object({ publisher: z.string(), name: z.string(), version: z.string() });

/** What lies in the project but not in an installed extension. */
const notInstalled =
  /^(\..*|node_modules|src|test|test-output|scripts|examples|coverage|.*\.vsix|package-lock\.json|[\w.]+\.c?js|(biome|tsconfig)\.json)$/;

/** Lays the built extension down the way an installed one lies. */
async function installInto(folder: string): Promise<void> {
  const text = await readFile(join(projectRoot, 'package.json'), 'utf8');
  const { publisher, name, version } = Manifest.parse(JSON.parse(text));
  const target = join(folder, `${publisher}.${name}-${version}`);
  for (const entry of await readdir(projectRoot)) {
    if (notInstalled.test(entry)) continue;
    await cp(join(projectRoot, entry), join(target, entry), { recursive: true });
  }
}
