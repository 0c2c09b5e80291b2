import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSqlite } from '../../src/node/store/sqlite.ts';
import { chatReply, type Fault, silent, startFaultyServer } from '../support/faultyServer.ts';
import { run } from '../support/vscode/childProcess.ts';
import { projectRoot } from '../support/vscode/paths.ts';
import { until } from '../support/vscode/until.ts';
import { killExtensionHosts, openWindow } from './support/session.ts';
import type { Workbench } from './support/workbench.ts';

const ids = ['a', 'b', 'c', 'd'];
const suite = (baseUrl: string) => `model: { provider: openai, name: m, base-url: ${baseUrl} }
metrics:
  - { id: good, type: contains, value: good }
cases:
${ids.map((id) => `  - { id: ${id}, turns: ["${id}?"] }`).join('\n')}
`;

/** Puts a prompt and a suite that asks a server into a folder. */
async function writePrompt(folder: string, name: string, baseUrl: string): Promise<void> {
  await writeFile(join(folder, `${name}.prompt.md`), 'Answer with good.\n');
  await writeFile(join(folder, `${name}.metrics.yaml`), suite(baseUrl));
}

async function runSuite(window: Workbench): Promise<void> {
  await window.editor.clickCodeLens('Run suite');
  await shows(window, /1 of 1 metrics pass/);
}

async function shows(window: Workbench, text: RegExp): Promise<void> {
  await window.page.locator('.codelens-decoration').filter({ hasText: text }).first().waitFor();
}

describe('A window that is closed in the middle of a run', () => {
  it('has lost nothing that was paid for: the next one asks only for the rest', async function () {
    if (process.platform !== 'linux') return this.skip();
    let onHanging = () => {};
    const hanging = new Promise<void>((resolve) => {
      onHanging = resolve;
    });
    const hang: Fault = (response, request) => {
      onHanging();
      silent(response, request);
    };
    await using server = await startFaultyServer(
      chatReply('good'),
      chatReply('good'),
      hang,
      chatReply('good'),
    );
    const window = await openWindow({
      settings: { 'microMetrics.concurrency': 1 },
      env: { MICRO_METRICS_TEST: 'killed' },
      prepare: (folder) => writePrompt(folder, 'paid', server.baseUrl),
    });
    await window.open('paid.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    await hanging;

    await killExtensionHosts(window);
    await window.page.reload();
    await window.ready();
    await window.open('paid.prompt.md');
    await runSuite(window);

    // Four cases, and once more the one that was under way.
    assert.equal(server.requests.length, ids.length + 1);
  });
});

describe('Two windows and a command line with one folder', () => {
  it('share what was paid for, and show no result of an older text as current', async () => {
    await using server = await startFaultyServer(chatReply('good'));
    const one = await openWindow({
      prepare: (folder) => writePrompt(folder, 'both', server.baseUrl),
    });
    const two = await openWindow({ beside: one });
    for (const window of [one, two]) await window.open('both.prompt.md');
    await Promise.all([runSuite(one), runSuite(two)]);
    assert.equal(server.requests.length, ids.length);

    await one.editor.goTo(1);
    await one.editor.type('Please: ');
    await one.save();
    await until('the calls of the new version', () => server.requests.length === 2 * ids.length);
    await shows(one, /1 of 1 metrics pass/);
    await shows(two, /edited since the last run/);
    await runSuite(two);
    const cli = [join(projectRoot, 'dist', 'cli.js'), 'run', 'both.prompt.md'];
    const { code, stdout, stderr } = await run(process.execPath, cli, { cwd: one.folder });

    assert.equal(code, 0, stderr);
    assert.match(stdout, /0 calls, 4 from the cache/);
    assert.equal(stderr, '');
    assert.equal(server.requests.length, 2 * ids.length);
    for (const window of [one, two]) assert.equal(await (await window.notifications()).count(), 0);
  });

  it('keep what each of them saves at the same moment', async () => {
    await using server = await startFaultyServer(chatReply('good'));
    const one = await openWindow({
      prepare: async (folder) => {
        await writePrompt(folder, 'left', server.baseUrl);
        await writePrompt(folder, 'right', server.baseUrl);
      },
    });
    const two = await openWindow({ beside: one });
    await one.open('left.prompt.md');
    await two.open('right.prompt.md');
    const cli = [join(projectRoot, 'dist', 'cli.js'), 'run', '.', '--no-cache', '--provider'];
    const args = [...cli, 'simulated', '--fail-on', 'never'];

    const [, , { code, stderr }] = await Promise.all([
      runSuite(one),
      runSuite(two),
      run(process.execPath, args, { cwd: one.folder }),
    ]);

    assert.equal(code, 0, stderr);
    assert.equal(stderr.replace(/^.*\d+\/\d+.*$/gm, '').trim(), '');
    for (const window of [one, two]) assert.equal(await (await window.notifications()).count(), 0);
    const { DatabaseSync } = loadSqlite();
    const database = new DatabaseSync(join(one.folder, '.micro-metrics', 'history.db'));
    const runs = database.prepare('SELECT prompt FROM runs').all();
    database.close();
    const names = runs.map(({ prompt }) => String(prompt).split('/').at(-1));
    assert.equal(names.filter((name) => name === 'left.prompt.md').length, 2);
    assert.equal(names.filter((name) => name === 'right.prompt.md').length, 2);
  });
});

describe('A workspace of several folders', () => {
  it('runs a prompt of each, and keeps the history of each in its own folder', async () => {
    await using server = await startFaultyServer(chatReply('good'));
    const window = await openWindow({
      workspaceFile: 'all.code-workspace',
      prepare: async (folder) => {
        for (const name of ['first', 'second']) {
          await mkdir(join(folder, name));
          await writePrompt(join(folder, name), name, server.baseUrl);
        }
        const folders = [{ path: 'first' }, { path: 'second' }];
        await writeFile(join(folder, 'all.code-workspace'), JSON.stringify({ folders }));
      },
    });

    for (const name of ['first', 'second']) {
      await window.open(`${name}.prompt.md`);
      await runSuite(window);
    }
    await window.openView('Micro Metrics');

    for (const name of ['first', 'second']) {
      await window
        .treeRows()
        .filter({ hasText: new RegExp(`${name}\\.prompt\\.md.*1/1 pass`) })
        .first()
        .waitFor();
      assert.ok(existsSync(join(window.folder, name, '.micro-metrics', 'history.db')));
    }
    assert.ok(!existsSync(join(window.folder, '.micro-metrics')));
    await window.screenshot('windows-folders');
  });
});

describe('A history in trouble', () => {
  const home = (folder: string) => join(folder, '.micro-metrics');

  /** A window on a folder whose history somebody has prepared. */
  async function windowOn(
    baseUrl: string,
    prepare: (folder: string) => Promise<void>,
  ): Promise<Workbench> {
    const window = await openWindow({
      prepare: async (folder) => {
        await writePrompt(folder, 'some', baseUrl);
        await prepare(folder);
      },
    });
    await window.open('some.prompt.md');
    return window;
  }

  /** Waits for the one message, with its button. */
  async function told(window: Workbench, message: RegExp): Promise<void> {
    const all = await window.notifications();
    await all.filter({ hasText: message }).waitFor();
    await window.screenshot(`windows-${message.source.replaceAll(/\W+/g, '-')}`);
    assert.equal(await all.count(), 1);
    assert.equal(await all.getByRole('button', { name: 'Show Log' }).count(), 1);
  }

  it('is set aside where it is damaged: it is said, and runs go on', async () => {
    await using server = await startFaultyServer(chatReply('good'));
    const window = await windowOn(server.baseUrl, async (folder) => {
      await mkdir(home(folder));
      await writeFile(join(home(folder), 'history.db'), 'no database '.repeat(1000));
    });

    await runSuite(window);

    await told(window, /history\.db is damaged.*set aside as .*corrupt/);
    const files = await readdir(home(window.folder));
    const [aside = ''] = files.filter((name) => /^history\.corrupt-\d+\.db$/.test(name));
    assert.match(await readFile(join(home(window.folder), aside), 'utf8'), /^no database/);
  });

  it('is done without where it cannot be written: it is said, and runs go on', async () => {
    await using server = await startFaultyServer(chatReply('good'));
    const window = await windowOn(server.baseUrl, (folder) => writeFile(home(folder), ''));

    await runSuite(window);

    await told(window, /history\.db cannot be written.*kept in memory.*To keep them/);
  });

  it('is left alone where a newer version wrote it, until it is moved away', async () => {
    await using server = await startFaultyServer(chatReply('good'));
    const window = await windowOn(server.baseUrl, async (folder) => {
      await mkdir(home(folder));
      const { DatabaseSync } = loadSqlite();
      const database = new DatabaseSync(join(home(folder), 'history.db'));
      database.exec('PRAGMA user_version = 999');
      database.close();
    });

    await window.editor.clickCodeLens('Run suite');

    await told(window, /written by a newer version of Micro Metrics\. Update this one, or move/);
    assert.equal(server.requests.length, 0);
    const path = join(home(window.folder), 'history.db');
    await rename(path, `${path}.newer`);
    await rm(`${path}-wal`, { force: true });
    await rm(`${path}-shm`, { force: true });
    await window.editor.clickCodeLens('Run suite');
    await shows(window, /1 of 1 metrics pass/);
  });
});

describe('A window that is opened again', () => {
  it('shows what got worse when the prompt was run last, without a call', async () => {
    const one = await openWindow();
    await one.open('support.prompt.md');
    await one.editor.clickCodeLens('Run suite');
    await shows(one, /11 of 11 metrics pass/);
    await one.editor.deleteLine(2);
    await one.save();
    await shows(one, /1 got worse/);
    const runs = runsIn(one.folder);

    const two = await openWindow({ beside: one });
    await two.open('support.prompt.md');

    await shows(two, /1 got worse/);
    await two.page.locator('.squiggly-error').first().waitFor();
    await two.screenshot('windows-opened-again');
    assert.equal(await (await two.notifications()).count(), 0);
    assert.deepEqual(runsIn(one.folder), runs);
  });
});

/** Ids of the runs in the history of a folder. */
function runsIn(folder: string): readonly string[] {
  const { DatabaseSync } = loadSqlite();
  const history = new DatabaseSync(join(folder, '.micro-metrics', 'history.db'), {
    readOnly: true,
  });
  try {
    return history
      .prepare('SELECT id FROM runs ORDER BY id')
      .all()
      .map(({ id }) => String(id));
  } finally {
    history.close();
  }
}
