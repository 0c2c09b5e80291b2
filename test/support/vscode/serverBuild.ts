import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { findOnPath, run } from './childProcess.ts';
import { runNpm } from './npm.ts';
import { toolsFolder } from './paths.ts';
import { onShutdown } from './shutdown.ts';
import { nativeWatchdog, spdlog } from './standIns.ts';

/** The npm package that carries a VS Code server with its web workbench. */
const packageName = 'code-server';
/** The version in use, and the digest of its archive. 4.139.1 carries VS Code 1.139.1, and so on. */
const usualVersion = '4.139.1';
const usualSha512 =
  'fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==';
/** Another one can be asked for, to see an older VS Code; then npm alone vouches for the archive. */
const packageVersion = process.env.MICRO_METRICS_SERVER_BUILD || usualVersion;

/** Raise this number when the steps below change, so that folders made by the old steps are not used again. */
const recipe = 1;

/** Built-in extensions that tests do not need; together 100 MB. */
const skippedExtensions = [
  'copilot',
  'github',
  'mermaid-markdown-features',
  'microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
];

/** Dependencies that only serve agents, Windows or single sign-on. The shrinkwrap pins the others. */
const droppedDependencies = [
  '@devcontainers/cli',
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@vscode/copilot-api',
  '@vscode/deviceid',
  '@vscode/sandbox-runtime',
  '@vscode/sqlite3',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  'kerberos',
  'ssh2',
];

/** Folder that holds the installed server build; present only once the install has succeeded. */
export const serverBuildFolder = join(
  toolsFolder,
  `${packageName}-${packageVersion}-${process.platform}-${process.arch}-${recipe}`,
);

/** Whether the server build is installed completely. */
export function isServerBuildInstalled(): boolean {
  return existsSync(join(serverBuildFolder, '.ready'));
}

/**
 * Installs the server build (about 10 s and 250 MB) unless it is there, and gives its folder.
 *
 * The work is done in a folder of its own and moved into place at the end: a broken install leaves nothing that looks
 * whole, and of two processes at once the slower one takes what the faster one installed.
 *
 * @throws {Error} when npm cannot fetch the package, the digest differs or unpacking fails; the message says which.
 */
export async function installServerBuild(say: (line: string) => void): Promise<string> {
  if (isServerBuildInstalled()) return serverBuildFolder;
  say(
    `Installing the VS Code server build ${packageName}@${packageVersion} (once, about 250 MB) ...`,
  );
  await mkdir(toolsFolder, { recursive: true });
  await removeAbandoned();
  const staging = join(toolsFolder, `${stagingPrefix}${process.pid}`);
  await rm(staging, { recursive: true, force: true });
  const forget = onShutdown(() => rmSync(staging, { recursive: true, force: true }));
  try {
    const vscode = join(staging, 'vscode');
    await mkdir(vscode, { recursive: true });
    await unpack(await fetchPackage(staging), vscode);
    await installDependencies(vscode);
    await writeFile(join(vscode, '.ready'), '');
    await moveIntoPlace(vscode);
  } finally {
    await rm(staging, { recursive: true, force: true });
    forget();
  }
  return serverBuildFolder;
}

const stagingPrefix = '.installing-';

/** Removes what an interrupted install left, recognised by a process id that no longer runs. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(toolsFolder)) {
    if (!name.startsWith(stagingPrefix)) continue;
    if (isRunning(Number(name.slice(stagingPrefix.length)))) continue;
    await rm(join(toolsFolder, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function fetchPackage(folder: string): Promise<string> {
  const spec = `${packageName}@${packageVersion}`;
  const packed = await runNpm(
    ['pack', spec, '--loglevel=error', '--pack-destination', folder],
    folder,
  );
  const archive = join(folder, `${packageName}-${packageVersion}.tgz`);
  if (packed.code !== 0 || !existsSync(archive)) {
    throw new Error(`npm could not fetch ${spec}:\n${firstLines(packed.stderr || packed.stdout)}`);
  }
  const digest = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (packageVersion === usualVersion && digest !== usualSha512) {
    throw new Error(`The archive of ${spec} is not the expected one: its sha512 is ${digest}.`);
  }
  return archive;
}

async function unpack(archive: string, into: string): Promise<void> {
  const tar = findOnPath('tar');
  if (tar === undefined) throw new Error('Unpacking the server build needs the program "tar".');
  const inside = 'package/lib/vscode';
  const excluded = skippedExtensions.map((name) => `--exclude=${inside}/extensions/${name}`);
  const args = ['-xzf', archive, '-C', into, '--strip-components=3', ...excluded, inside];
  const unpacked = await run(tar, args);
  if (unpacked.code !== 0) throw new Error(`tar failed: ${firstLines(unpacked.stderr)}`);
}

const Manifest = z.looseObject({ dependencies: z.record(z.string(), z.string()) });

async function installDependencies(vscode: string): Promise<void> {
  const file = join(vscode, 'package.json');
  const manifest = Manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  for (const name of droppedDependencies) delete manifest.dependencies[name];
  await writeFile(file, JSON.stringify(manifest, undefined, 2));
  const flags = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const installed = await runNpm(['install', ...flags], vscode);
  if (installed.code !== 0) {
    throw new Error(
      `npm could not install the dependencies of the server build:\n${firstLines(installed.stderr || installed.stdout)}`,
    );
  }
  const modules = join(vscode, 'node_modules');
  // Older ones have the watchdog without a scope.
  const standIns = [
    ['@vscode/native-watchdog', nativeWatchdog],
    ['native-watchdog', nativeWatchdog],
    ['@vscode/spdlog', spdlog],
  ] as const;
  for (const [name, source] of standIns) {
    const folder = join(modules, name);
    if (existsSync(folder)) await writeFile(join(folder, 'index.js'), source);
  }
}

async function moveIntoPlace(vscode: string): Promise<void> {
  if (!isServerBuildInstalled()) await rm(serverBuildFolder, { recursive: true, force: true });
  try {
    await rename(vscode, serverBuildFolder);
  } catch (error) {
    if (!isServerBuildInstalled()) throw error;
  }
}

function firstLines(text: string): string {
  return text.trim().split('\n').slice(0, 6).join('\n') || 'no message';
}
