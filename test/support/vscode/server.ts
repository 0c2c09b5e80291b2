import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startOwned } from './childProcess.ts';
import { deferred } from './deferred.ts';
import type { ServerVSCode } from './install.ts';
import { projectRoot } from './paths.ts';
import { quietSettings, type Settings, writeSettings } from './settings.ts';
import { makeTempFolder } from './tempFolder.ts';

/** What a started server should be like. */
export interface ServerOptions {
  /** User settings on top of the quiet ones. */
  readonly settings?: Settings;
  /** Environment of the server and of the extension host, on top of this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Whether the page may name an extension under development and tests (default true). It also makes VS Code keep
   * notification toasts and modal dialogs back, so a demonstration wants false.
   */
  readonly driver?: boolean;
  /** Folder of installed extensions; default: an empty one. */
  readonly extensionsFolder?: string;
}

/** What the workbench should open. All paths are absolute. */
export interface WorkbenchAddress {
  /** Folder to open; absent: see `workspaceFile`. */
  readonly folder?: string;
  /** A `.code-workspace` file to open in place of a folder. */
  readonly workspaceFile?: string;
  readonly extension?: string;
  readonly tests?: string;
}

/** A running VS Code server on a free loopback port, with a data folder of its own. */
export interface VSCodeServer extends AsyncDisposable {
  readonly port: number;
  readonly pid: number | undefined;
  /** Data folder, removed by `stop`. */
  readonly dataFolder: string;
  /** Address of a page that shows the workbench. It contains the access token. */
  workbenchUrl(address: WorkbenchAddress): string;
  /** Settles with the exit code when the server has ended, by `stop` or by itself. */
  readonly ended: Promise<number>;
  /** What the server has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts the server build and waits until it listens (about half a second).
 *
 * @throws {Error} with the server's output when it ends or says nothing within 60 seconds.
 */
export async function startServer(
  vscode: ServerVSCode,
  options: ServerOptions = {},
): Promise<VSCodeServer> {
  const data = await makeTempFolder('mm-vscode-');
  const extensions = options.extensionsFolder ?? join(data.path, 'extensions');
  await mkdir(extensions, { recursive: true });
  await writeSettings(join(data.path, 'data', 'User'), { ...quietSettings, ...options.settings });
  const token = crypto.randomUUID();
  const server = startOwned(
    nodeForServer(),
    [
      join(vscode.folder, 'out', 'server-main.js'),
      ...['--host', '127.0.0.1', '--port', '0'],
      ...['--connection-token', token, '--accept-server-license-terms'],
      ...['--telemetry-level', 'off'],
      ...(options.driver === false ? [] : ['--enable-smoke-test-driver']),
      ...['--server-data-dir', data.path, '--extensions-dir', extensions],
    ],
    {
      env: {
        ...process.env,
        // An empty gallery: no call to a marketplace.
        EXTENSIONS_GALLERY: '{}',
        // Its sockets go where they are removed with the rest.
        XDG_RUNTIME_DIR: data.path,
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  const listening = deferred<number>();
  const hear = (text: string) => {
    log += text;
    const port = listeningLine.exec(log)?.groups?.port;
    if (port !== undefined) listening.resolve(Number(port));
  };
  server.process.stdout?.setEncoding('utf8').on('data', hear);
  server.process.stderr?.setEncoding('utf8').on('data', hear);
  const ended = new Promise<number>((resolve) => {
    server.process.once('exit', (code) => resolve(code ?? 1));
  });
  const fail = (what: string) => listening.reject(new Error(`The VS Code server ${what}:\n${log}`));
  server.process.once('error', (error) => fail(`did not start (${error.message})`));
  server.process.once('exit', (code) => fail(`ended with code ${code}`));
  const limit = setTimeout(() => fail('did not listen within 60 s'), 60_000);
  const stop = async () => {
    await server.stop();
    await data.remove();
  };
  try {
    const port = await listening.promise;
    return {
      port,
      pid: server.process.pid,
      dataFolder: data.path,
      workbenchUrl: (address) => workbenchUrl(port, token, address),
      ended,
      log: () => log,
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(limit);
  }
}

/** The line that says the server is ready. Group `port`: where it listens. */
const listeningLine = /Extension host agent listening on (?<port>\d+)/;

function workbenchUrl(port: number, token: string, address: WorkbenchAddress): string {
  const remote = (path: string) => `vscode-remote://remote${pathToFileURL(path).pathname}`;
  const payload: string[][] = [];
  if (address.extension) payload.push(['extensionDevelopmentPath', remote(address.extension)]);
  if (address.tests) payload.push(['extensionTestsPath', remote(address.tests)]);
  const query = new URLSearchParams({ tkn: token });
  for (const [name, path] of [
    ['folder', address.folder],
    ['workspace', address.workspaceFile],
  ] as const) {
    if (path !== undefined) query.set(name, decodeURIComponent(pathToFileURL(path).pathname));
  }
  if (payload.length > 0) {
    payload.push(['skipWelcome', 'true']);
    query.set('payload', JSON.stringify(payload));
  }
  return `http://127.0.0.1:${port}/?${query}`;
}

/**
 * The server needs Node 24, which npm scripts have; a person may have started the script by another one. An older server
 * needs an older one, which `MICRO_METRICS_SERVER_NODE` names.
 */
function nodeForServer(): string {
  const named = process.env.MICRO_METRICS_SERVER_NODE;
  if (named) return named;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const local = join(projectRoot, 'node_modules', 'node', 'bin', name);
  if (existsSync(local)) return local;
  throw new Error('The VS Code server needs Node 24: run "npm ci" (and "npm rebuild node") first.');
}
