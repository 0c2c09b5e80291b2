import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  diagnosticsOf,
  extensionUnderTest,
  openEditor,
  until,
  workspaceUri,
} from '../support/host.ts';

const suiteOf = (metric: string, check: string) => `prompt: two.prompt.md
model: { provider: simulated, temperature: 0 }
metrics:
  - { id: ${metric}, name: Says ${metric}, ${check}, target: 1 }
cases:
  - turns: [My router blinks.]
`;

describe('A prompt with two suites', () => {
  const prompt = workspaceUri('two.prompt.md');

  before(async () => {
    await extensionUnderTest().activate();
    const write = (uri: vscode.Uri, text: string) =>
      vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await write(prompt, 'You help customers.\nBe brave.\n');
    await write(
      workspaceUri('first.metrics.yaml'),
      suiteOf('calm', 'type: length, unit: words, max: 500'),
    );
    await write(
      workspaceUri('second.metrics.yaml'),
      suiteOf('odd', 'type: contains, value: zyxwv'),
    );
    await openEditor(prompt);
    await until('the suites', async () =>
      (await codeLensesOf(prompt)).find(({ command }) => /Run suite/.test(command?.title ?? '')),
    );
    await vscode.commands.executeCommand('microMetrics.runSuite', prompt.fsPath);
    await until('both results', async () =>
      (await codeLensesOf(prompt)).find(({ command }) =>
        /metrics pass.*metrics pass/.test(command?.title ?? ''),
      ),
    );
  });
  after(() => closeEditors());

  async function shownAfter(target: object): Promise<string> {
    await vscode.commands.executeCommand('microMetrics.openPanel', {
      prompt: prompt.fsPath,
      ...target,
    });
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('microMetrics.copyMarkdown', { prompt: prompt.fsPath });
    return vscode.env.clipboard.readText();
  }

  it('shows the suite of the metric that led to the panel, and the worse one where none did', async () => {
    assert.match(await shownAfter({ metric: 'calm' }), /Says calm/);
    assert.match(await shownAfter({ metric: 'odd' }), /Says odd/);
    assert.match(
      await shownAfter({ suite: workspaceUri('first.metrics.yaml').fsPath }),
      /Says calm/,
    );
    assert.match(await shownAfter({}), /Says odd/);
  });

  it('has marks whose addresses name their suite', async () => {
    const marks = await diagnosticsOf(
      workspaceUri('second.metrics.yaml'),
      (found) => found.length > 0,
    );

    const suites = marks.map(({ code }) =>
      typeof code === 'object' ? String(JSON.parse(code.target.query).suite) : '',
    );
    assert.ok(
      suites.every((path) => path.endsWith('second.metrics.yaml')),
      suites.join(),
    );
  });
});
