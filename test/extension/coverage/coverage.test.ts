import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEditors,
  diagnosticsOf,
  extensionUnderTest,
  openEditor,
  save,
  until,
  workspaceUri,
} from '../support/host.ts';

const suite = `model: { provider: simulated, temperature: 0 }
metrics:
  - { id: short, type: length, unit: words, max: 60, guards: Answer in at most 60 words. }
cases:
  - turns: [My router blinks.]
`;

describe('Instructions of a prompt in an editor that is idle', () => {
  before(() => extensionUnderTest().activate());
  after(() => closeEditors());

  it('are tested, and one that nothing notices gets a metric by its quick fix', async () => {
    const prompt = workspaceUri('pirate.prompt.md');
    const write = (uri: vscode.Uri, text: string) =>
      vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await write(prompt, 'Answer in at most 60 words.\n');
    await write(workspaceUri('pirate.metrics.yaml'), suite);
    const editor = await openEditor(prompt);
    await editor.edit((edit) =>
      edit.insert(new vscode.Position(1, 0), 'Write as a pirate would.\n'),
    );

    await save(editor);

    const isUntested = ({ code }: vscode.Diagnostic) => code === 'untested-instruction';
    const found = await diagnosticsOf(prompt, (all) => all.some(isUntested), 40_000);
    const hints = found.filter(isUntested);
    assert.deepEqual(
      hints.map(({ range }) => range.start.line),
      [1],
    );
    const [hint] = hints;
    assert.ok(hint);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      prompt,
      hint.range,
    );
    const action = actions.find(({ title }) => title === 'Add a metric for it');
    assert.ok(action?.command);

    await vscode.commands.executeCommand(
      action.command.command,
      ...(action.command.arguments ?? []),
    );

    const edited = await until('the metric', () => {
      const front = vscode.window.activeTextEditor?.document;
      return front?.uri.path.endsWith('pirate.metrics.yaml') ? front.getText() : undefined;
    });
    assert.match(edited, /type: judge\n.*\n {4}guards: Write as a pirate would\.\n/);
    assert.match(edited, /id: short/);
  });
});
