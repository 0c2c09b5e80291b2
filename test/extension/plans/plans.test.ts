import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  extensionUnderTest,
  openEditor,
  until,
  workspaceUri,
} from '../support/host.ts';

describe('A plan that may cost something', () => {
  let server: Server;
  let calls = 0;

  before(async () => {
    await extensionUnderTest().activate();
    server = createServer((request, response) => {
      if (request.method === 'POST') calls++;
      response.setHeader('content-type', 'application/json');
      const message = { role: 'assistant', content: 'Hello.' };
      response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    await closeEditors();
    server.closeAllConnections();
    server.close();
  });

  async function promptAt(name: string): Promise<vscode.Uri> {
    const address = server.address() as AddressInfo;
    const write = (file: string, text: string) =>
      vscode.workspace.fs.writeFile(workspaceUri(file), new TextEncoder().encode(text));
    await write(`${name}.prompt.md`, 'Greet the customer.\n');
    await write(
      `${name}.metrics.yaml`,
      `model: { provider: openai, name: some, base-url: "http://127.0.0.1:${address.port}/v1" }
metrics:
  - { type: contains, value: Hello }
cases:
  - turns: [Hi]
`,
    );
    return workspaceUri(`${name}.prompt.md`);
  }

  const lens = (uri: vscode.Uri, text: RegExp) =>
    until(`a lens with ${text}`, async () =>
      (await codeLensesOf(uri)).find(({ command }) => text.test(command?.title ?? '')),
    );

  it('waits for an answer without a dialog, sends nothing before, and nothing when it is stopped', async () => {
    const uri = await promptAt('asked');
    await openEditor(uri);
    await until('the suite', async () => (await lens(uri, /Run suite/)) !== undefined);

    await vscode.commands.executeCommand('microMetrics.runSuite', uri.fsPath);
    await lens(uri, /Run\? asked\.prompt\.md: 1 of 1 cases, 1 call, price unknown/);
    assert.equal(calls, 0);
    await vscode.commands.executeCommand('microMetrics.stop', uri.fsPath);

    await lens(uri, /Run suite/);
    assert.equal(calls, 0);
  });

  it('tells what the language models of the editor lack', async () => {
    const uri = workspaceUri('editor.prompt.md');
    const write = (file: string, text: string) =>
      vscode.workspace.fs.writeFile(workspaceUri(file), new TextEncoder().encode(text));
    await write('editor.prompt.md', 'Greet.\n');
    await write(
      'editor.metrics.yaml',
      'model: { provider: vscode, name: some-model }\nmetrics:\n  - { type: contains, value: a }\ncases:\n  - turns: [Hi]\n',
    );
    await openEditor(uri);
    await lens(uri, /Run suite/);

    await vscode.commands.executeCommand('microMetrics.runSuite', uri.fsPath);

    const found = await lens(uri, /VS Code (offers no|has no) language model/);
    assert.equal(found.command?.command, 'microMetrics.selectModel');
  });
});
