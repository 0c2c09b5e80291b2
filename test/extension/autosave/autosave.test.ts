import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  extensionUnderTest,
  nextEvent,
  openEditor,
  until,
  workspaceUri,
} from '../support/host.ts';

const suite = `model: { provider: simulated }
metrics:
  - { id: short, type: length, unit: words, max: 500 }
cases:
  - turns: [Hi]
`;
const prompt = () => workspaceUri('auto.prompt.md');

/** Types at the end of a line and waits until VS Code has saved that by itself. */
async function type(text: string): Promise<vscode.TextEditor> {
  const editor = await openEditor(prompt());
  const saved = nextEvent(
    'the save by VS Code',
    vscode.workspace.onDidSaveTextDocument,
    ({ uri }) => uri.fsPath === prompt().fsPath,
  );
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 18), text));
  await saved;
  return editor;
}

async function lens(): Promise<string> {
  const lenses = await codeLensesOf(prompt());
  return lenses.map(({ command }) => command?.title).join(' | ');
}

const lensSays = (text: string) =>
  until(`"${text}" above the prompt`, async () => (await lens()).includes(text) || undefined);

const ranAgain = () =>
  until('results of the text as it is', async () => {
    const said = await lens();
    return (said.includes('1 of 1 metrics pass') && !said.includes('edited since')) || undefined;
  });

describe('With Auto Save after a delay', () => {
  before(async () => {
    await extensionUnderTest().activate();
    const write = (file: string, text: string) =>
      vscode.workspace.fs.writeFile(workspaceUri(file), new TextEncoder().encode(text));
    await write('auto.prompt.md', 'Greet the customer.\n');
    await write('auto.metrics.yaml', suite);
  });
  after(() => closeEditors());

  it('what VS Code saves by itself runs nothing, and a save by hand runs it at once', async () => {
    await type(' and');
    await vscode.commands.executeCommand('workbench.action.files.save');
    await lensSays('1 of 1 metrics pass');

    await type(' be');
    await lensSays('edited since the last run');

    await vscode.commands.executeCommand('workbench.action.files.save');
    await ranAgain();
  });

  it('what VS Code has saved by itself runs once the editor is idle', async () => {
    await type(' very');
    await lensSays('edited since the last run');

    const settings = vscode.workspace.getConfiguration('microMetrics');
    await settings.update('idleSeconds', 1, vscode.ConfigurationTarget.Workspace);
    await type(' kind');

    await ranAgain();
  });
});
