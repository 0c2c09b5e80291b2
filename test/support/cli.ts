import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from './vscode/paths.ts';
import { makeTempFolder } from './vscode/tempFolder.ts';

/** What became of a run of the command line. */
export interface CliResult {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A run that goes on. */
export interface CliProcess {
  readonly child: ChildProcess;
  readonly done: Promise<CliResult>;
  /** Resolves when what was written to standard error holds a text. */
  saysOnError(text: string): Promise<void>;
}

/** A folder with files in it, and the built command line to use there. */
export interface CliFolder extends AsyncDisposable {
  readonly path: string;
  write(name: string, text: string): Promise<void>;
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<CliResult>;
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): CliProcess;
  /** Runs it by another program, which is given the command line to run as its last arguments. */
  runBy(launcher: readonly string[], args: readonly string[]): Promise<CliResult>;
}

const entry = join(projectRoot, 'dist', 'cli.js');

/** Makes a folder with files, by name. */
export async function makeCliFolder(
  files: Readonly<Record<string, string>> = {},
): Promise<CliFolder> {
  if (!existsSync(entry)) throw new Error(`There is no ${entry}. Build first: npm run build`);
  const temp = await makeTempFolder('mm-cli-');
  const write = async (name: string, text: string) => {
    const path = join(temp.path, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  for (const [name, text] of Object.entries(files)) await write(name, text);
  const start: CliFolder['start'] = (args, environment = {}) =>
    startProcess(temp.path, [process.execPath, entry, ...args], environment);
  return {
    path: temp.path,
    write,
    start,
    run: (args, environment) => start(args, environment).done,
    runBy: (launcher, args) =>
      startProcess(temp.path, [...launcher, process.execPath, entry, ...args], {}).done,
    [Symbol.asyncDispose]: () => temp.remove(),
  };
}

function startProcess(
  cwd: string,
  [program = process.execPath, ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
): CliProcess {
  const { PATH, HOME, TMPDIR, SystemRoot } = process.env;
  const child = spawn(program, args, {
    cwd,
    // Nothing of the developer's own: no key, no base URL.
    env: { ...stringsOf({ PATH, HOME, TMPDIR, SystemRoot }), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  const waiting = new Set<() => void>();
  child.stdout?.on('data', (part) => {
    out += String(part);
  });
  child.stderr?.on('data', (part) => {
    err += String(part);
    for (const look of waiting) look();
  });
  const done = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
  const saysOnError = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!err.includes(text)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void done.then(() => reject(new Error(`It ended without '${text}': ${err}`)));
    });
  return { child, done, saysOnError };
}

function stringsOf(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
