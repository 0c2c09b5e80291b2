import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
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
  workspaceFolder,
  workspaceUri,
} from '../support/host.ts';

describe('The sides of a comparison', () => {
  const prompt = () => workspaceUri('support.prompt.md').fsPath;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: workspaceFolder(),
      encoding: 'utf8',
    }).trim();

  before(async () => {
    await extensionUnderTest().activate();
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', 'support.prompt.md');
    git('commit', '--quiet', '--message', 'first');
    const editor = await openEditor(workspaceUri('support.prompt.md'));
    await vscode.commands.executeCommand('microMetrics.runSuite');
    await until('the results', () => hasLens(editor, /\b(\d+) of \1 metrics pass/));
    await replaceText(editor, 'Always reply in the language of the customer.\n', '');
    await save(editor);
    await until('the worse results', () => hasLens(editor, /failing cases/));
    await write('replies.jsonl', `${replies('You get a refund. I guarantee it.')}\nno JSON\n`);
  });
  after(() => closeEditors());

  async function hasLens(editor: vscode.TextEditor, title: RegExp) {
    const lenses = await codeLensesOf(editor.document.uri);
    return lenses.find((lens) => title.test(lens.command?.title ?? ''));
  }

  const replies = (output: string) =>
    ['english-invoice', 'english-delivery', 'english-password']
      .map((id) => JSON.stringify({ case: id, output }))
      .join('\n');

  async function write(name: string, text: string): Promise<string> {
    await vscode.workspace.fs.writeFile(workspaceUri(name), new TextEncoder().encode(text));
    return workspaceUri(name).fsPath;
  }

  /** The two sides as the Markdown of the comparison names them. */
  async function shown(): Promise<string> {
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('microMetrics.copyMarkdown', { prompt: prompt() });
    const text = await vscode.env.clipboard.readText();
    return text.split('\n').find((line) => line.startsWith('**support.prompt.md**')) ?? text;
  }

  async function choose(side: 'old' | 'new', choice: object): Promise<string> {
    const target = { prompt: prompt(), suite: workspaceUri('support.metrics.yaml').fsPath };
    await vscode.commands.executeCommand('microMetrics.compareWith', { ...target, side, choice });
    return shown();
  }

  afterEach(async () => {
    await choose('new', { kind: 'now' });
    await choose('old', { kind: 'previous' });
  });

  const recording = { kind: 'recording', path: '' };
  beforeEach(() => {
    recording.path = workspaceUri('replies.jsonl').fsPath;
  });

  it('can be a recording by its path alone, whose replies are judged by the metrics of today', async () => {
    await vscode.commands.executeCommand('microMetrics.compareWith', {
      prompt: prompt(),
      recording: recording.path,
    });

    assert.match(await shown(), /compared with the recording replies\\?\.jsonl/);
    assert.match(await vscode.env.clipboard.readText(), /Promises no refund/);
  });

  it('keep each other: first the old, then the new one', async () => {
    const first = await choose('old', { kind: 'git', ref: 'HEAD' });
    assert.match(first, /md\*\*: simulated.*compared with git HEAD/);

    assert.match(
      await choose('new', recording),
      /md\*\*: the recording replies\\?\.jsonl; .*compared with git HEAD/,
    );
  });

  it('keep each other: first the new, then the old one', async () => {
    const before = vscode.languages.getDiagnostics(vscode.Uri.file(prompt()));

    assert.match(
      await choose('new', { kind: 'git', ref: 'main' }),
      /md\*\*: git main; .*compared with/,
    );
    assert.match(
      await choose('old', recording),
      /md\*\*: git main; .*compared with the recording replies/,
    );
    const after = vscode.languages.getDiagnostics(vscode.Uri.file(prompt()));
    assert.deepEqual(
      after.map(({ message }) => message),
      before.map(({ message }) => message),
    );
  });

  it('bring the present results back with the old side that was chosen', async () => {
    await choose('new', recording);
    await choose('old', { kind: 'git', ref: 'HEAD' });

    assert.match(await choose('new', { kind: 'now' }), /md\*\*: simulated.*compared with git HEAD/);
  });

  it('can both be reports, whose prompt is told by its name', async () => {
    await vscode.commands.executeCommand('workbench.action.files.save');
    void vscode.commands.executeCommand('microMetrics.acceptBaseline', { prompt: prompt() });
    const accepted = workspaceUri('support.baseline.json');
    const text = await until('the accepted results', async () => {
      const bytes = await vscode.workspace.fs.readFile(accepted).then(
        (found) => found,
        () => undefined,
      );
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    });
    const path = await write('report.json', text);

    assert.match(await choose('new', { kind: 'report', path }), /md\*\*: report\\?\.json; /);
    assert.match(
      await choose('old', { kind: 'report', path: accepted.fsPath }),
      /report\\?\.json; .*compared with support\\?\.baseline\\?\.json/,
    );
  });

  it('keep what they are where a choice comes to nothing', async () => {
    await choose('old', recording);
    const before = await choose('new', { kind: 'git', ref: 'main' });
    const noReport = await write('other.json', '{"version": 1, "runs": 7}');
    const noCase = await write('others.jsonl', '{"case": "another", "output": "Hello."}\n');

    for (const choice of [
      { kind: 'git', ref: 'mian' },
      { kind: 'report', path: noReport },
      { kind: 'report', path: workspaceUri('gone.json').fsPath },
      { kind: 'recording', path: noCase },
      { kind: 'recording', path: recording.path },
      { kind: 'run', id: 'pruned' },
      { kind: 'pinned' },
    ])
      assert.equal(await choose('new', choice), before, JSON.stringify(choice));
  });

  it('leave the present results alone in the marks, and a new run leads back to them', async () => {
    await choose('new', { kind: 'git', ref: 'main' });
    await vscode.commands.executeCommand('microMetrics.runSuite', prompt());

    await until('the present results', async () =>
      /md\*\*: simulated/.test(await shown()) ? true : undefined,
    );
    await diagnosticsOf(vscode.Uri.file(prompt()), (found) => found.length > 0);
  });
});
