import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEditors,
  codeLensesOf,
  diagnosticsOf,
  extensionUnderTest,
  openEditor,
  replaceText,
  save,
  until,
  workspaceUri,
} from '../support/host.ts';

const prompt = workspaceUri('support.prompt.md');
const suite = workspaceUri('support.metrics.yaml');
const isRegression = ({ message }: vscode.Diagnostic) => message.includes('got worse');

/** Texts of the hovers at the first occurrence of a text. */
async function hoversAt(uri: vscode.Uri, text: string): Promise<readonly vscode.MarkdownString[]> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    await positionOf(uri, text),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .filter((content) => content instanceof vscode.MarkdownString);
}

async function positionOf(uri: vscode.Uri, text: string): Promise<vscode.Position> {
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, text);
  return document.positionAt(at + 1);
}

async function actionsAt(uri: vscode.Uri, text: string): Promise<readonly vscode.CodeAction[]> {
  const at = await positionOf(uri, text);
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    new vscode.Range(at, at),
    vscode.CodeActionKind.QuickFix.value,
    20,
  );
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/** Runs a prompt whose files were just written. */
async function runNew(uri: vscode.Uri): Promise<void> {
  await openEditor(uri);
  await until('the suite is known', async () =>
    (await codeLensesOf(uri)).some(({ command }) => command?.title.includes('Run suite')),
  );
  await vscode.commands.executeCommand('microMetrics.runSuite', uri.fsPath);
}

describe('What the editor tells of a result', () => {
  let editor: vscode.TextEditor;

  before(async () => {
    await extensionUnderTest().activate();
    editor = await openEditor(prompt);
    await vscode.commands.executeCommand('microMetrics.runSuite');
    await until('a first result', async () =>
      (await hoversAt(prompt, 'Never promise')).some(({ value }) =>
        value.includes('first version'),
      ),
    );
    await replaceText(editor, 'Always reply in the language of the customer.\n', '');
    await save(editor);
    await diagnosticsOf(prompt, (all) => all.some(isRegression));
  });
  after(() => closeEditors());

  it('says at a guarded line which metric guards it, how it did and how it did before', async () => {
    const [hover] = (await hoversAt(prompt, 'Never promise')).filter(({ value }) =>
      value.includes('Promises no refund'),
    );

    assert.match(hover?.value ?? '', /12 of 12 passed \(100 %\), was 100 %/);
    assert.match(hover?.value ?? '', /no change shown/);
    assert.match(hover?.value ?? '', /!\[Pass rate over 2 versions.*\]\(data:image\/svg\+xml,/);
  });

  it('says at the gap of a deleted line what got worse, and shows a failing output as text', async () => {
    const hovers = await hoversAt(prompt, 'You are the support agent');

    const [told] = hovers.filter(({ value }) =>
      value.includes("Replies in the customer's language"),
    );
    assert.match(told?.value ?? '', /got worse/);
    assert.deepEqual(told?.isTrusted, {
      enabledCommands: [
        'microMetrics.openPanel',
        'microMetrics.peekCases',
        'microMetrics.revertChange',
      ],
    });
    const [output] = hovers.filter(({ value }) => value.includes('```text'));
    assert.ok(output !== undefined);
    assert.notEqual(output.isTrusted, true);
    assert.ok(!('enabledCommands' in Object(output.isTrusted)));
  });

  it('tells of a metric and of a failing case where they stand in the suite', async () => {
    const metric = await hoversAt(suite, 'id: same-language');
    const failing = await hoversAt(suite, 'id: german-fifth-turn');

    assert.ok(metric.some(({ value }) => /8 of 12 passed/.test(value)));
    // The mark there has said what it fails, and why.
    assert.ok(failing.some(({ value }) => value.startsWith('[Show the comparison]')));
    assert.ok(failing.some(({ value }) => value.startsWith('```text')));
  });

  it('says that a result is old while the text is edited, and no longer once that is undone', async () => {
    const isOld = async () =>
      (await hoversAt(prompt, 'Never promise')).some(({ value }) =>
        value.includes('edited since the last run'),
      );
    await vscode.window.showTextDocument(editor.document);
    await editor.edit((edit) => edit.insert(new vscode.Position(3, 0), ' '));

    await until('the word', isOld);
    await vscode.commands.executeCommand('undo');

    await until('the word to go', async () => !(await isOld()));
  });

  it('offers at the mark of a regression to peek its cases and to go to the first', async () => {
    const titles = (await actionsAt(prompt, 'You are the support agent')).map(({ title }) => title);

    assert.ok(titles.includes('Peek 4 failing cases'), titles.join('; '));
    assert.ok(titles.some((title) => /^Go to the case '[a-z]+-fifth-turn'$/.test(title)));
  });

  it('peeks the failing cases in the suite, where the next one can be gone to', async () => {
    await vscode.window.showTextDocument(editor.document);

    await vscode.commands.executeCommand('microMetrics.peekCases', {
      prompt: prompt.fsPath,
      metric: 'same-language',
    });
    await vscode.commands.executeCommand('goToNextReference');

    const { document, selection } = await until('the next case', () =>
      vscode.window.activeTextEditor?.document.uri.fsPath === suite.fsPath
        ? vscode.window.activeTextEditor
        : undefined,
    );
    assert.match(document.lineAt(selection.active.line).text, /-fifth-turn/);
    await vscode.commands.executeCommand('closeReferenceSearch');
  });
});

describe('Results of an older text', () => {
  const ask = workspaceUri('rows.prompt.md');
  const rows = workspaceUri('rows.jsonl');
  const isOld = async () =>
    (await codeLensesOf(ask)).some(({ command }) =>
      command?.title.includes('edited since the last run'),
    );

  before(async () => {
    await write(ask, 'You are the support agent of Acme.\n');
    await write(rows, '{"id": "hello", "turns": ["Hello"]}\n');
    await write(
      workspaceUri('rows.metrics.yaml'),
      [
        'prompt: rows.prompt.md',
        'model: { provider: simulated }',
        'metrics:',
        '  - { name: Says something, type: length, unit: words, min: 1 }',
        'cases:',
        '  - file: rows.jsonl',
        '',
      ].join('\n'),
    );
    await runNew(ask);
    await until('a result', async () =>
      (await codeLensesOf(ask)).some(({ command }) => command?.title.includes('first version')),
    );
  });
  after(() => closeEditors());

  for (const uri of [ask, rows]) {
    const name = uri.path.split('/').at(-1);
    it(`are said to be old while ${name} is edited, and no longer once that is undone`, async () => {
      const editor = await openEditor(uri);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), ' '));

      await until('the word', isOld);
      await vscode.commands.executeCommand('undo');

      await until('the word to go', async () => !(await isOld()));
      assert.ok(!editor.document.isDirty);
    });
  }
});

describe('A case whose expected answer is another one', () => {
  const ask = workspaceUri('exact.prompt.md');
  const exact = workspaceUri('exact.metrics.yaml');

  before(async () => {
    await write(ask, 'You are the support agent of Acme.\n');
    await write(
      exact,
      [
        'prompt: exact.prompt.md',
        'model: { provider: simulated }',
        'metrics:',
        '  - type: equals',
        'cases:',
        '  - id: greets # keep this',
        '    turns: [Hello]',
        '    expected: Nothing of the kind.',
        '',
      ].join('\n'),
    );
    await runNew(ask);
    await diagnosticsOf(exact, (all) => all.some(({ message }) => message.startsWith('greets')));
  });
  after(() => closeEditors());

  it('takes the new output as expected in its place, and passes with it', async () => {
    const [action] = (await actionsAt(exact, 'id: greets')).filter(({ title }) =>
      title.startsWith('Update expected'),
    );
    assert.ok(action?.edit !== undefined);

    await vscode.workspace.applyEdit(action.edit);

    const document = await vscode.workspace.openTextDocument(exact);
    assert.ok(document.isDirty);
    assert.match(document.getText(), /id: greets # keep this\n/);
    assert.doesNotMatch(document.getText(), /Nothing of the kind/);
    await document.save();
    await diagnosticsOf(exact, (all) => all.every(({ message }) => !message.startsWith('greets')));
  });

  it('does not offer it where the text was edited since', async () => {
    const actions = await actionsAt(exact, 'id: greets');

    assert.ok(actions.every(({ title }) => !title.startsWith('Update expected')));
  });
});

describe('A case that passes now and then', () => {
  const ask = workspaceUri('wavers.prompt.md');
  const wavers = workspaceUri('wavers.metrics.yaml');
  const offers = async () =>
    (await actionsAt(wavers, 'id: wavers')).filter(({ title }) => title.startsWith('Tag'));

  before(async () => {
    await write(
      ask,
      'You are the support agent of Acme.\nNever mention refunds.\nClose politely.\n',
    );
    // Of the conversations in which the simulated model errs now and then, in the same trials every time.
    await write(
      wavers,
      [
        'prompt: wavers.prompt.md',
        'model: { provider: simulated, temperature: 1 }',
        'trials: 5',
        'metrics:',
        '  - { name: Closes politely, type: contains, value: regards }',
        'cases:',
        '  - id: wavers # keep this',
        '    turns: [My order 21 is late. Can I have a refund?]',
        '  - id: settled',
        '    turns: [Hello]',
        '',
      ].join('\n'),
    );
    await runNew(ask);
    await until('a result', async () =>
      (await codeLensesOf(ask)).some(({ command }) => command?.title.includes('first version')),
    );
  });
  after(() => closeEditors());

  it('takes the note that it is flaky as one edit, and asks no model because of it', async () => {
    const settled = await actionsAt(wavers, 'id: settled');
    assert.ok(settled.every(({ title }) => !title.startsWith('Tag')));
    const [action] = await offers();
    assert.equal(action?.title, "Tag 'wavers' as flaky (passes 3 of 5 with the same text)");
    assert.ok(action.edit !== undefined);
    const editor = await openEditor(wavers);
    const before = editor.document.getText();

    await vscode.workspace.applyEdit(action.edit);

    assert.match(editor.document.getText(), /id: wavers # keep this\n {4}tags: \[flaky\]\n/);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
  });

  it('is not offered the note again once it has it', async () => {
    const [action] = await offers();
    assert.ok(action?.edit !== undefined);
    await vscode.workspace.applyEdit(action.edit);
    await (await vscode.workspace.openTextDocument(wavers)).save();

    await until('the result of the suite that was saved', async () =>
      (await codeLensesOf(wavers)).some(({ command }) =>
        /2 of 5 trials failed(?!.*edited since)/.test(command?.title ?? ''),
      ),
    );
    assert.deepEqual(await offers(), []);
  });
});
