import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  extensionUnderTest,
  openEditor,
  until,
  workspaceFolder,
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

  it('is asked about for a side of a comparison too; a no leaves everything as it is', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: workspaceFolder(),
      });
    const uri = await promptAt('side');
    git('init', '--quiet');
    git('add', 'side.prompt.md');
    git('commit', '--quiet', '--message', 'first');
    const write = (text: string) =>
      vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    // A first run asks for the last commit by itself.
    await write('Greet them well.\n');
    git('commit', '--quiet', '--all', '--message', 'second');
    await write('Greet them at once.\n');
    const limit = (calls: number) =>
      vscode.workspace
        .getConfiguration('microMetrics')
        .update('ask.aboveCalls', calls, vscode.ConfigurationTarget.Workspace);
    const choose = () =>
      vscode.commands.executeCommand('microMetrics.compareWith', {
        ...{ prompt: uri.fsPath, suite: workspaceUri('side.metrics.yaml').fsPath },
        ...{ side: 'new', choice: { kind: 'git', ref: 'HEAD~1' } },
      });
    const asked = () => lens(uri, /Run\? side\.prompt\.md at HEAD~1: 1 of 1 cases, 1 call/);
    const agree = async () => {
      const decided = vscode.commands.executeCommand('microMetrics.answerPlan', uri.fsPath);
      await until('the answer', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        const lenses = await codeLensesOf(uri);
        return lenses.every(({ command }) => !command?.title.includes('Run?')) ? true : undefined;
      });
      await decided;
    };
    const shown = async () => {
      await vscode.env.clipboard.writeText('');
      await vscode.commands.executeCommand('microMetrics.copyMarkdown', { prompt: uri.fsPath });
      return vscode.env.clipboard.readText();
    };
    await limit(100);
    await openEditor(uri);
    await lens(uri, /Run suite/);
    await vscode.commands.executeCommand('microMetrics.runSuite', uri.fsPath);
    await lens(uri, /1 of 1 metrics pass/);
    await limit(0);
    const before = calls;

    const first = choose();
    await asked();
    // A question that another one takes the place of is answered by no.
    const second = choose();
    await first;
    assert.equal(calls, before);
    assert.doesNotMatch(await shown(), /git HEAD\\?~1/);

    await asked();
    await agree();
    await second;
    assert.equal(calls, before + 1);
    assert.match(await shown(), /git HEAD\\?~1/);
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
