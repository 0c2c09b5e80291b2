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
  /** Of which runs are wanted, to see what has happened to the other one by then. */
  const other = () => workspaceUri('other.prompt.md');

  before(async () => {
    await extensionUnderTest().activate();
    const write = (file: string, content: string) =>
      vscode.workspace.fs.writeFile(workspaceUri(file), new TextEncoder().encode(content));
    for (const name of ['modes', 'other']) {
      await write(`${name}.prompt.md`, text);
      await write(`${name}.metrics.yaml`, suite);
    }
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

  const titles = async (of = prompt()) =>
    (await codeLensesOf(of)).map(({ command }) => command?.title);
  const result = async (of?: vscode.Uri) =>
    (await titles(of)).find((title) => title?.includes('metrics pass'));

  /** Waits for results of the text as it is; of so many metrics, where that matters. */
  async function current(metrics?: number, of?: vscode.Uri): Promise<void> {
    await until('current results', async () => {
      const title = (await result(of)) ?? 'edited';
      const isWanted = metrics === undefined || title.includes(`${metrics} of ${metrics} metrics`);
      return isWanted && !title.includes('edited');
    });
  }

  async function stale(): Promise<void> {
    await until('results that are older than the text', async () =>
      (await result())?.includes('edited since the last run'),
    );
  }

  /** Results are older than the text, and no run is on its way that would change that. */
  async function staysStale(): Promise<void> {
    assert.match((await result()) ?? '', /edited since the last run/);
    assert.ok(!(await titles()).some((title) => title?.includes('Running')));
  }

  async function type(added: string): Promise<void> {
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, added));
  }

  it('is none in the mode "manual": results stay older than the text, and say so', async () => {
    await type('Be kind.\n');
    await stale();

    await save(editor);

    // All that waits runs together once the editor is idle: what waited for this save would run before the other prompt.
    await mode('save');
    const beside = await openEditor(other());
    await beside.edit((edit) => edit.insert(new vscode.Position(1, 0), 'Be quick.\n'));
    await save(beside);
    await current(2, other());
    await staysStale();
    await mode('manual');
    editor = await openEditor(prompt());
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

    // This timer is as long as that of the extension, in the same process, and was started later: it ends later.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await vscode.commands.executeCommand('microMetrics.runSuite', other().fsPath);
    await current(undefined, other());
    await staysStale();
  });
});
