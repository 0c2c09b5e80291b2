import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSqlite } from '../../../../src/node/store/sqlite.ts';
import { makeCliFolder } from '../../../support/cli.ts';
import { findDisks, noDisks } from '../../../support/disks.ts';
import { chatReply, startFaultyServer } from '../../../support/faultyServer.ts';

const files = {
  'a.prompt.md': 'Answer {{ q }}',
  'a.metrics.yaml': `metrics:
  - { type: contains, value: good }
cases:
${Array.from({ length: 30 }, (_, index) => `  - { id: c${index}, variables: { q: ${index} } }`).join('\n')}
`,
};
const runOf = (baseUrl: string) => ['run', 'a.prompt.md', '--model', 'm', '--base-url', baseUrl];
const count = (text: string, part: string) => text.split(part).length - 1;

describe('A disk in trouble, on the command line', function () {
  this.timeout(60_000);

  it('runs where nothing can be written, and says so once with place, cause and remedy', async function () {
    const disks = findDisks();
    if (disks === undefined) return skip(this, noDisks);
    await using server = await startFaultyServer(chatReply('good'));
    await using folder = await makeCliFolder(files);

    const { code, out, err } = await folder.runBy(
      disks.readOnly(folder.path),
      runOf(server.baseUrl),
    );

    assert.equal(code, 0, err);
    assert.match(out, /30 calls/);
    assert.equal(count(err, 'warning:'), 1);
    assert.ok(err.includes(join(folder.path, '.micro-metrics/history.db')), err);
    assert.match(err, /cannot be written \(EROFS: read-only file system.*kept in memory/);
    assert.match(err, /To keep them, make the folder writable/);
    assert.deepEqual(await readdir(folder.path), ['a.metrics.yaml', 'a.prompt.md']);
  });

  it('reads the history of a read-only disk: what was paid for is not asked again', async function () {
    const disks = findDisks();
    if (disks === undefined) return skip(this, noDisks);
    await using server = await startFaultyServer(chatReply('good'));
    await using folder = await makeCliFolder(files);
    await folder.run(runOf(server.baseUrl));
    const launcher = disks.readOnly(folder.path);

    const { code, out, err } = await folder.runBy(launcher, runOf(server.baseUrl));

    assert.equal(code, 0, err);
    assert.match(out, /0 calls, 30 from the cache/);
    assert.equal(server.requests.length, 30);
    assert.equal(count(err, 'warning:'), 1);
  });

  it('goes on when the disk becomes full, and says so once', async function () {
    const disks = findDisks();
    if (disks === undefined) return skip(this, noDisks);
    await using server = await startFaultyServer(chatReply(`good ${'0123456789'.repeat(10_000)}`));
    await using folder = await makeCliFolder(files);
    const home = join(folder.path, '.micro-metrics');
    await mkdir(home);

    const { code, out, err } = await folder.runBy(disks.small(home, 1024), runOf(server.baseUrl));

    assert.equal(code, 0, err);
    assert.match(out, /contains: value good +100 % +30\/30/);
    assert.equal(count(err, 'warning:'), 1, err);
    assert.match(err, /history\.db cannot be written \(database or disk is full\).*disk free/);
  });

  it('sets a damaged history aside, says where, and begins a new one', async () => {
    await using server = await startFaultyServer(chatReply('good'));
    await using folder = await makeCliFolder(files);
    const home = join(folder.path, '.micro-metrics');
    await mkdir(home);
    await writeFile(join(home, 'history.db'), 'This is no database. '.repeat(500));

    const { code, err } = await folder.run(runOf(server.baseUrl));
    const again = await folder.run(runOf(server.baseUrl));

    assert.equal(code, 0, err);
    const [aside = ''] = (await readdir(home)).filter((name) => name.includes('corrupt'));
    assert.equal(count(err, 'warning:'), 1);
    assert.ok(err.includes(`set aside as ${join(home, aside)}`), err);
    assert.equal(again.err, '');
    assert.match(again.out, /0 calls, 30 from the cache/);
  });

  it('goes on without a history that a newer version wrote, says so, and leaves it as it is', async () => {
    await using server = await startFaultyServer(chatReply('good'));
    await using folder = await makeCliFolder(files);
    const home = join(folder.path, '.micro-metrics');
    await mkdir(home);
    const { DatabaseSync } = loadSqlite();
    const open = () => new DatabaseSync(join(home, 'history.db'));
    let database = open();
    database.exec('PRAGMA user_version = 999; CREATE TABLE news (text TEXT)');
    database.close();

    const { code, err } = await folder.run(runOf(server.baseUrl));

    assert.equal(code, 0, err);
    assert.equal(count(err, 'warning:'), 1);
    assert.match(err, /history\.db was written by a newer version.*Update this one.*asked anew/s);
    database = open();
    const tables = database.prepare('SELECT name FROM sqlite_schema').all();
    database.close();
    assert.deepEqual(
      tables.map(({ name }) => name),
      ['news'],
    );
  });
});

function skip(context: Mocha.Context, reason: string): void {
  console.log(`      skipped: ${reason}`);
  context.skip();
}
