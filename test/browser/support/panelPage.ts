import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { ToPanel } from '../../../src/panel/protocol.ts';
import { PanelSession } from '../../../src/panel/session.ts';
import type { FakeSource } from '../../support/panel/fakeSource.ts';
import { type ThemeKind, themeStyle } from './themes.ts';
import { type Turn, turnOf } from './turn.ts';

const root = resolve(import.meta.dirname, '../../..');

/** Serves the bundled panel on loopback, in a page with the same content security policy as in the editor. */
export class PanelServer {
  private readonly server: Server;
  private readonly folder: string;

  private constructor(server: Server, folder: string) {
    this.server = server;
    this.folder = folder;
  }

  /** Bundles the panel as the build does, minified. */
  static async start(): Promise<PanelServer> {
    const folder = await mkdtemp(join(tmpdir(), 'micro-metrics-panel-'));
    await esbuild.build({
      entryPoints: { compare: join(root, 'media/compare/main.ts') },
      outdir: folder,
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'esm',
      target: 'chrome128',
      loader: { '.svg': 'text' },
      logLevel: 'warning',
    });
    const files = new Map([
      ['/compare.js', ['text/javascript', await readFile(join(folder, 'compare.js'))] as const],
      ['/compare.css', ['text/css', await readFile(join(folder, 'compare.css'))] as const],
    ]);
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const file = files.get(url.pathname);
      if (file !== undefined) response.writeHead(200, { 'content-type': file[0] }).end(file[1]);
      else if (url.pathname === '/favicon.ico') response.writeHead(204).end();
      else if (url.pathname === '/') {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html());
      } else response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new PanelServer(server, folder);
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string')
      throw new Error('The server is not listening');
    return `http://127.0.0.1:${address.port}/`;
  }

  async dispose(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A page with the panel, and the host's end of it in this process. */
export interface OpenPanel {
  readonly page: Page;
  readonly session: PanelSession;
  /** What the page asked the network for, without the panel's own files. */
  readonly requests: readonly string[];
  /** Errors and warnings of the page, refused styles and scripts among them. */
  readonly complaints: readonly string[];
  /** Sizes of the messages sent to the panel, in characters. */
  readonly sent: readonly { readonly type: string; readonly size: number }[];
  /** How long the host was busy with each message and timer. */
  readonly turns: readonly Turn[];
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly theme?: ThemeKind;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  /** What an earlier panel kept. */
  readonly saved?: unknown;
}

/** Opens the panel on a source and waits until it shows the state. */
export async function openPanel(
  browser: Browser,
  server: PanelServer,
  source: FakeSource,
  options: OpenOptions = {},
): Promise<OpenPanel> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1000, height: options.height ?? 800 },
    deviceScaleFactor: options.scale ?? 1,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  const sent: { type: string; size: number }[] = [];
  const own = new Set(
    ['', 'compare.js', 'compare.css', 'favicon.ico'].map((name) => server.url + name),
  );
  page.on('request', (request) => {
    if (!own.has(request.url())) requests.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const post = (message: ToPanel) => {
    const text = JSON.stringify(message);
    sent.push({ type: message.type, size: text.length });
    // Text in a text: the page parses JSON, as it would receive a clone.
    page.evaluate(`window.postMessage(JSON.parse(${JSON.stringify(text)}), '*')`).catch(() => {});
  };
  const turns: Turn[] = [];
  const timed = (work: () => void) => turns.push(turnOf(work));
  const session = new PanelSession(source, {
    post,
    schedule: (callback, ms) => {
      // What is given up only after a long time is not given up sooner.
      const timer = setTimeout(() => timed(callback), ms < 1000 ? Math.min(ms, 10) : ms);
      return { dispose: () => clearTimeout(timer) };
    },
    log: (message) => complaints.push(message),
  });
  await page.exposeFunction('hostReceive', (message: unknown) => {
    timed(() => session.receive(message));
  });
  const theme = options.theme ?? 'vscode-dark';
  await page.addInitScript(`
    let state = ${JSON.stringify(options.saved ?? null)} ?? undefined;
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => void window.hostReceive(message),
      getState: () => state,
      setState: (next) => { state = next; window.savedState = next; },
    });
    document.addEventListener('DOMContentLoaded', () => {
      new MutationObserver((_, observer) => {
        if (document.querySelector('.case .case-id') === null) return;
        observer.disconnect();
        requestAnimationFrame(() => { window.firstRows = performance.now(); });
      }).observe(document.body, { childList: true, subtree: true });
      document.documentElement.style.cssText = ${JSON.stringify(themeStyle(theme))};
      document.body.className = ${JSON.stringify(theme)};
    });
  `);
  await page.goto(server.url);
  await page.waitForSelector('header.top');
  return {
    page,
    session,
    requests,
    complaints,
    sent,
    turns,
    close: async () => {
      session.dispose();
      await context.close();
    },
  };
}

function html(): string {
  const policy = "default-src 'none'; style-src 'self'; script-src 'nonce-test'";
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Comparison</title><link rel="stylesheet" href="/compare.css"></head>
<body><script type="module" nonce="test" src="/compare.js"></script></body></html>`;
}
