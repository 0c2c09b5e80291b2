import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  extensionUnderTest,
  nextEvent,
  openEditor,
  replaceText,
  save,
  until,
  workspaceUri,
} from '../support/host.ts';

const suite = `model: { provider: simulated }
metrics:
  - { id: at-once, type: length, unit: words, max: 500 }
  - { id: later, type: length, unit: words, max: 400, stage: async }
cases:
  - turns: [Hi]
`;
const text = 'Greet the customer.\n';

describe('The moment at which suites run', () => {
  let editor: vscode.TextEditor;
  const prompt = () => workspaceUri('modes.prompt.md');

  before(async () => {
    await extensionUnderTest().activate();
    const write = (file: string, content: string) =>
      vscode.workspace.fs.writeFile(workspaceUri(file), new TextEncoder().encode(content));
    await write('modes.prompt.md', text);
    await write('modes.metrics.yaml', suite);
    editor = await openEditor(prompt());
    await vscode.commands.executeCommand('microMetrics.runSuite', prompt().fsPath);
    await current();
  });
  after(async () => {
    await mode(undefined);
    await closeEditors();
  });

  async function mode(value: string | undefined): Promise<void> {
    const settings = vscode.workspace.getConfiguration('microMetrics');
    await settings.update('runOn', value, vscode.ConfigurationTarget.Workspace);
  }

  const titles = async () => (await codeLensesOf(prompt())).map(({ command }) => command?.title);
  const result = async () => (await titles()).find((title) => title?.includes('metrics pass'));

  /** Waits for results of the text as it is; of so many metrics, where that matters. */
  async function current(metrics?: number): Promise<void> {
    await until('current results', async () => {
      const title = (await result()) ?? 'edited';
      const isWanted = metrics === undefined || title.includes(`${metrics} of ${metrics} metrics`);
      return isWanted && !title.includes('edited');
    });
  }

  async function stale(): Promise<void> {
    await until('results that are older than the text', async () =>
      (await result())?.includes('edited since the last run'),
    );
  }

  /** Longer than the editor has to be idle for a run: what has not begun then does not come. */
  const idle = () => new Promise((resolve) => setTimeout(resolve, 2500));

  async function type(added: string): Promise<void> {
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, added));
  }

  it('is none in the mode "manual": results stay older than the text, and say so', async () => {
    await type('Be kind.\n');
    await stale();

    await save(editor);
    await idle();

    await stale();
  });

  it('does not come when the old text is back: its results are current again', async () => {
    await replaceText(editor, 'Be kind.\n', '');

    await current();
    await save(editor);
    await current();
  });

  it('is the next save after a change from "manual" to "save", and not the change', async () => {
    await type('Be brief.\n');
    await save(editor);
    await stale();

    await mode('save');
    await stale();
    await type('Be kind.\n');
    await save(editor);

    await current();
  });

  it('comes with the metrics that may wait once the editor is idle', async () => {
    await current(2);
  });

  it('is an idle editor in the mode "idle"; until then results are older than the text', async () => {
    await mode('idle');
    await current(2);

    await type('Be calm.\n');
    await save(editor);
    await stale();

    await current(2);
  });

  it('is an idle editor for what was saved in the mode "manual" before', async () => {
    await mode('manual');
    await type('Be exact.\n');
    await save(editor);
    await stale();

    await mode('idle');

    await current(2);
  });

  it('does not come any more when the mode is "manual" before the editor is idle', async () => {
    await type('Be honest.\n');
    await save(editor);
    const changed = nextEvent('the change', vscode.workspace.onDidChangeConfiguration);
    await mode('manual');
    await changed;

    await idle();

    await stale();
    assert.ok(!(await titles()).some((title) => title?.includes('Running')));
  });
});
