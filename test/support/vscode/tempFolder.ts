import { rmSync } from 'node:fs';
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onShutdown } from './shutdown.ts';

/** A folder under the system's temp folder that is removed at the latest when this process ends. */
export interface TempFolder extends AsyncDisposable {
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes an empty temp folder. The name stays short: Unix socket paths end at about 100 characters. */
export async function makeTempFolder(prefix = 'mm-'): Promise<TempFolder> {
  // The real path, because VS Code reports real paths and tests compare them (macOS: /var is /private/var).
  const path = await realpath(await mkdtemp(join(tmpdir(), prefix)));
  const forget = onShutdown(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  const remove = async () => {
    await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    forget();
  };
  return { path, remove, [Symbol.asyncDispose]: remove };
}

/** Names that earlier runs leave in a workspace and git ignores; a fresh copy starts without them. */
const leftovers = new Set([
  '.micro-metrics',
  '.git',
  'node_modules',
  '.vscode-test',
  'test-output',
]);

/** Copies a workspace without the state that earlier runs left in it. */
export async function copyWorkspace(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    filter: (source) => source === from || !leftovers.has(basename(source)),
  });
}
