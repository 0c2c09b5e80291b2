import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { HistoryStore } from '../../../../src/node/store/historyStore.ts';
import { openStore } from '../../../../src/node/store/openStore.ts';
import { completion, FakeLog } from '../../../support/fakePorts.ts';
import { storedRun } from '../../../support/storeContract.ts';

const request = { endpoint: 'e', model: 'm', parameters: {}, messages: [], tools: [], trial: 0 };

describe('A store in trouble', () => {
  let folder: string;
  let log: FakeLog;
  const open = (onOpen?: (database: DatabaseSync) => void) =>
    openStore({ folder, clock: { now: () => 7 }, log, ...(onOpen && { onOpen }) });
  const path = () => join(folder, '.micro-metrics/history.db');
  const save = (store: HistoryStore, key: string, text = key) =>
    store.saveCompletion({ key, completion: completion(text), time: 1 }, request);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'micro-metrics-store-'));
    log = new FakeLog();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('goes on in memory when the disk is full, losing nothing of what was on it', async () => {
    const store = await open((database) => database.exec('PRAGMA max_page_count = 40'));
    await save(store, 'before');
    const keys = Array.from({ length: 60 }, (_, index) => `k${index}`);

    await Promise.all(keys.map((key) => save(store, key, key.repeat(2000))));
    await store.saveRun(storedRun());

    const found = await store.completions(['before', ...keys]);
    assert.equal(found.size, 61);
    assert.deepEqual(await store.run('r1'), storedRun());
    assert.equal(log.lines.length, 1);
    assert.match(log.lines[0] ?? '', /history\.db cannot be written.*full.*kept in memory/);
    store.close();
  });

  it('reads what there is, and adds to it in memory, when the file may not be written', async () => {
    const first = await open();
    await save(first, 'old');
    await first.saveRun(storedRun({ id: 'old', startedAt: 1 }));
    await first.saveVersion({ id: 'v1', prompt: '/p', source: 'old', time: 1 });
    await first.addSpend('day', 1);
    await first.setValue('pinned', 'old');
    await first.setValue('other', 1);
    first.close();

    const store = await open((database) => database.exec('PRAGMA query_only = ON'));
    await save(store, 'new');
    await store.saveRun(storedRun({ id: 'new', startedAt: 2 }));
    await store.saveVersion({ id: 'v2', prompt: '/p', source: 'new', time: 2 });
    await store.addSpend('day', 2);
    await store.setValue('pinned', undefined);

    const ids = (await store.runs({ prompt: '/p', limit: 5 })).map((run) => run.id);
    assert.deepEqual(ids, ['new', 'old']);
    assert.deepEqual([...(await store.completions(['old', 'new'])).keys()].sort(), ['new', 'old']);
    assert.equal((await store.versions('/p', 5)).length, 2);
    assert.equal(await store.spent('day'), 3);
    assert.equal(await store.getValue('pinned'), undefined);
    assert.equal(await store.getValue('other'), 1);
    assert.equal(log.lines.length, 1);
    store.close();
  });

  it('sets a file aside that turns out to be damaged while it is in use', async () => {
    const first = await open();
    const keys = Array.from({ length: 200 }, (_, index) => `k${index}`);
    await Promise.all(keys.map((key) => save(first, key, key.repeat(500))));
    first.close();
    const { size } = statSync(path());
    const file = openSync(path(), 'r+');
    // All but the first pages, which are read when the file is opened.
    for (let at = 65_536; at < size; at += 4096) writeSync(file, 'x'.repeat(4096), at);
    closeSync(file);
    const damaged = readFileSync(path());

    const store = await open();
    await store.completions(keys);
    await save(store, 'new');

    assert.equal((await store.completions(['new'])).size, 1);
    const aside = join(folder, '.micro-metrics/history.corrupt-7.db');
    assert.deepEqual(readFileSync(aside), damaged);
    assert.equal(log.lines.length, 1);
    assert.match(log.lines[0] ?? '', /damaged.*set aside as .*history\.corrupt-7\.db/);
    store.close();
  });

  it('never puts one damaged file in the place of another', async () => {
    for (let time = 0; time < 2; time++) {
      (await open()).close();
      const file = openSync(path(), 'r+');
      writeSync(file, 'no database'.repeat(50), 0);
      closeSync(file);
      (await open()).close();
    }

    const names = readdirSync(join(folder, '.micro-metrics')).filter((name) =>
      /corrupt/.test(name),
    );
    assert.deepEqual(names.sort(), ['history.corrupt-7-1.db', 'history.corrupt-7.db']);
  });

  it('goes on in memory where Node has no SQLite, and says which Node has', async () => {
    const { getBuiltinModule } = process;
    Object.assign(process, { getBuiltinModule: () => undefined });
    try {
      const store = await open();
      await save(store, 'k');

      assert.equal((await store.completions(['k'])).size, 1);
      assert.match(log.lines.join(), /Node 22\.13 or newer/);
    } finally {
      Object.assign(process, { getBuiltinModule });
    }
  });

  it('waits for another process that holds the lock, without holding up the event loop', async () => {
    let database: DatabaseSync | undefined;
    const other = await open((opened) => {
      database = opened;
    });
    const store = await open();
    database?.exec('BEGIN IMMEDIATE');
    let isSaved = false;
    const saving = save(store, 'k').then(() => {
      isSaved = true;
    });
    // Turns of the event loop, which there would be none of if the store held it up.
    for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isSaved, false);
    database?.exec('COMMIT');

    await saving;

    assert.deepEqual(log.lines, []);
    store.close();
    other.close();
  });

  it('is written by several processes at once', async () => {
    const twin = new URL('../../../support/storeTwin.ts', import.meta.url).pathname;
    const children = ['a', 'b'].map((name) =>
      spawn(process.execPath, [twin, folder, name, '150'], { stdio: ['ignore', 'pipe', 'pipe'] }),
    );
    const ends = await Promise.all(
      children.map(async (child) => {
        let output = '';
        child.stdout.on('data', (chunk) => {
          output += String(chunk);
        });
        child.stderr.on('data', (chunk) => {
          output += String(chunk);
        });
        const [code] = await once(child, 'close');
        return { code, output };
      }),
    );

    // Nothing was said, not even that SQLite is experimental in this Node.
    assert.deepEqual(ends, [
      { code: 0, output: '[]' },
      { code: 0, output: '[]' },
    ]);
    const store = await open();
    const keys = ['a', 'b'].flatMap((name) =>
      Array.from({ length: 150 }, (_, index) => `${name}${index}`),
    );
    assert.equal((await store.completions(keys)).size, 300);
    assert.equal(await store.spent('day'), 300);
    assert.equal((await store.runs({ prompt: '/a', limit: 1000, summaries: true })).length, 150);
    store.close();
  }).timeout(20_000);
});
