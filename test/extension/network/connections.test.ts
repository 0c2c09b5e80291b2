import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  extensionUnderTest,
  freshCopy,
  openEditor,
  until,
} from '../support/host.ts';

/** VS Code takes 127.0.0.1 for this machine, and any other address for a server somewhere else. */
const elsewhere = '127.0.0.2';
const cases = 50;
/** As `suite.json` has it. */
const atOnce = 4;

const reply = JSON.stringify({
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 5, completion_tokens: 2 },
});

/** Starts a server at an address; gives its port. */
async function listen(server: net.Server, address: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, resolve);
  });
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}

/** An HTTPS server that knows on which connections requests came. */
async function startModel() {
  const connections = new Set<unknown>();
  let requests = 0;
  const fixtures = join(extensionUnderTest().extensionPath, 'test', 'fixtures', 'tls');
  const pem = (name: string) => readFileSync(join(fixtures, name));
  const server = https.createServer(
    { key: pem('key.pem'), cert: pem('certificate.pem') },
    (request, response) => {
      connections.add(request.socket);
      requests++;
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(reply);
      });
    },
  );
  const port = await listen(server, elsewhere);
  return {
    baseUrl: `https://${elsewhere}:${port}/v1`,
    counts: () => ({ connections: connections.size, requests }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A proxy that knows where it was asked to go. */
async function startProxy() {
  const asked: string[] = [];
  const server = http.createServer();
  server.on('connect', (request, client: net.Socket) => {
    asked.push(request.url ?? '');
    const { hostname, port } = new URL(`https://${request.url}`);
    const there = net.connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      there.pipe(client).pipe(there);
    });
    for (const socket of [client, there]) socket.on('error', () => socket.destroy());
  });
  const port = await listen(server, '127.0.0.1');
  return { url: `http://127.0.0.1:${port}`, asked, close: () => server.close() };
}

/** Runs a suite of as many cases as there are calls to see, and waits for its result. */
async function runSuiteOn(baseUrl: string): Promise<void> {
  const folder = await freshCopy();
  const prompt = vscode.Uri.joinPath(folder, 'remote.prompt.md');
  const write = (uri: vscode.Uri, text: string) =>
    vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await write(prompt, 'Say yes.\n');
  const rows = Array.from({ length: cases }, (_, at) => `  - { turns: [Question ${at}] }\n`);
  await write(
    vscode.Uri.joinPath(folder, 'remote.metrics.yaml'),
    `model: { provider: openai, name: m, base-url: '${baseUrl}' }
metrics:
  - { type: contains, value: 'yes' }
cases:
${rows.join('')}`,
  );
  await openEditor(prompt);
  await vscode.commands.executeCommand('microMetrics.runSuite', prompt.fsPath);
  const shown = async () =>
    (await codeLensesOf(prompt)).find(({ command }) => command?.title.includes('1 of 1'));
  await until('the result above the prompt', shown, { timeoutMs: 30_000 });
}

describe('Calls of a server elsewhere', () => {
  const checked = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  let model: Awaited<ReturnType<typeof startModel>>;
  before(function () {
    // Elsewhere this address has to be set up first.
    if (process.platform !== 'linux') this.skip();
    // The certificate of the server is signed by nobody.
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    return extensionUnderTest().activate();
  });
  after(() => {
    if (checked === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = checked;
  });
  beforeEach(async () => {
    model = await startModel();
  });
  afterEach(async () => {
    model.close();
    await closeEditors();
  });

  it('share connections, although VS Code puts its proxies in between', async () => {
    await runSuiteOn(model.baseUrl);

    const { connections, requests } = model.counts();
    assert.equal(requests, cases);
    assert.ok(connections <= atOnce, `${requests} calls came on ${connections} connections`);
  });

  it('go through the proxy that the settings name', async () => {
    const proxy = await startProxy();
    const settings = vscode.workspace.getConfiguration('http');
    try {
      await settings.update('proxy', proxy.url, vscode.ConfigurationTarget.Global);

      await runSuiteOn(model.baseUrl);

      assert.equal(model.counts().requests, cases);
      assert.equal(model.counts().connections, proxy.asked.length);
      assert.deepEqual([...new Set(proxy.asked)], [new URL(model.baseUrl).host]);
    } finally {
      await settings.update('proxy', undefined, vscode.ConfigurationTarget.Global);
      proxy.close();
    }
  });
});
