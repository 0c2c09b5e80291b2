import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  extensionUnderTest,
  openEditor,
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

describe('An editor that is idle', () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  it('runs what was saved, then the metrics that may wait, and shows both together', async () => {
    const write = (file: string, text: string) =>
      vscode.workspace.fs.writeFile(workspaceUri(file), new TextEncoder().encode(text));
    await write('idle.prompt.md', 'Greet the customer.\n');
    await write('idle.metrics.yaml', suite);
    const editor = await openEditor(workspaceUri('idle.prompt.md'));
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'Be kind.\n'));

    await save(editor);

    const titles = async () =>
      (await codeLensesOf(workspaceUri('idle.metrics.yaml'))).map(({ command }) => command?.title);
    await openEditor(workspaceUri('idle.metrics.yaml'));
    await until(
      'results of both stages',
      async () =>
        (await titles()).filter((title) => title?.includes('1 of 1 passed')).length === 2
          ? true
          : undefined,
      { timeoutMs: 25_000 },
    );
  });
});
