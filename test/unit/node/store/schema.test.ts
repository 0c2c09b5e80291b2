import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isEvalError } from '../../../../src/core/errors.ts';
import { openStore } from '../../../../src/node/store/openStore.ts';
import { loadSqlite } from '../../../../src/node/store/sqlite.ts';
import { completion, FakeLog } from '../../../support/fakePorts.ts';
import { storedRun } from '../../../support/storeContract.ts';

/** The first schema, as files in the world have it. */
const first = `CREATE TABLE completions (
    key TEXT PRIMARY KEY, time INTEGER NOT NULL, completion TEXT NOT NULL, request BLOB NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE versions (
    prompt TEXT NOT NULL, id TEXT NOT NULL, time INTEGER NOT NULL, source TEXT NOT NULL, commit_id TEXT,
    PRIMARY KEY (prompt, id)
  );
  CREATE INDEX versions_by_time ON versions (prompt, time DESC);
  CREATE TABLE runs (
    id TEXT PRIMARY KEY, prompt TEXT NOT NULL, suite TEXT NOT NULL, version TEXT NOT NULL,
    time INTEGER NOT NULL, header TEXT NOT NULL, cases BLOB NOT NULL
  );
  CREATE INDEX runs_by_prompt ON runs (prompt, time DESC);
  CREATE TABLE spending (day TEXT PRIMARY KEY, dollars REAL NOT NULL);
  CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  PRAGMA user_version = 1;`;

describe('The schema of the store', () => {
  let folder: string;
  const log = new FakeLog();
  const open = () => openStore({ folder, clock: { now: () => 7 }, log });
  const database = () => {
    const { DatabaseSync } = loadSqlite();
    return new DatabaseSync(join(folder, '.micro-metrics/history.db'));
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'micro-metrics-schema-'));
    mkdirSync(join(folder, '.micro-metrics'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is brought forward from version 1 with everything in it', async () => {
    const old = database();
    old.exec(first);
    const { cases, ...header } = storedRun();
    old
      .prepare('INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run('r1', '/p', '/s', 'v1', 1, JSON.stringify(header), gzipSync(JSON.stringify(cases)));
    const request = {
      endpoint: 'e',
      model: 'm',
      parameters: {},
      messages: [],
      tools: [],
      trial: 0,
    };
    old
      .prepare('INSERT INTO completions VALUES (?, ?, ?, ?)')
      .run('k', 5, JSON.stringify(completion('x')), gzipSync(JSON.stringify(request)));
    old.exec(`INSERT INTO versions VALUES ('/p', 'v1', 1, 'source', 'abc');
      INSERT INTO spending VALUES ('day', 0.5); INSERT INTO facts VALUES ('pinned', '"r1"');`);
    old.close();

    const store = await open();

    assert.deepEqual(await store.run('r1'), storedRun());
    assert.deepEqual(
      [...(await store.completions(['k'])).values()],
      [{ key: 'k', completion: completion('x'), time: 5 }],
    );
    assert.deepEqual(await store.request('k'), request);
    assert.deepEqual(await store.version('/p', 'v1'), {
      id: 'v1',
      prompt: '/p',
      source: 'source',
      time: 1,
      commit: 'abc',
    });
    assert.equal(await store.spent('day'), 0.5);
    assert.equal(await store.getValue('pinned'), 'r1');
    await store.saveRun(storedRun({ id: 'r2', startedAt: 2 }));
    assert.equal((await store.runs({ prompt: '/p', limit: 5 })).length, 2);
    assert.deepEqual(
      (await store.outcomes('/s')).map(({ run }) => run),
      ['r1', 'r2'],
    );
    store.close();
  });

  it('is known as it is now to a process that had read it before another one brought it forward', async () => {
    const old = database();
    old.exec(first);
    old.close();
    const store = await openStore({
      ...{ folder, clock: { now: () => 7 }, log },
      onOpen: (own) => {
        own.prepare('SELECT * FROM versions').all();
        void open().then((other) => other.close());
      },
    });
    const version = { id: 'v2', prompt: '/p', source: 'text', time: 2, parts: { '/i': 'more' } };

    await store.saveVersion(version);

    assert.deepEqual(await store.version('/p', 'v2'), version);
    store.close();
  });

  it('makes paths below its folder relative, in a folder with any name', async () => {
    const shop = join(folder, "o'shop");
    mkdirSync(join(shop, '.micro-metrics'), { recursive: true });
    const { DatabaseSync } = loadSqlite();
    const old = new DatabaseSync(join(shop, '.micro-metrics/history.db'));
    old.exec(first);
    const paths = { prompt: `${shop}/a.prompt.md`, suite: `${shop}/a.metrics.yaml` };
    const { cases, ...header } = storedRun(paths);
    old
      .prepare('INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(
        'r1',
        ...Object.values(paths),
        'v1',
        1,
        JSON.stringify(header),
        gzipSync(JSON.stringify(cases)),
      );
    old.prepare('INSERT INTO versions VALUES (?, ?, 1, ?, NULL)').run(paths.prompt, 'v1', 'source');
    const fact = `baseline pinned\n${paths.prompt}\n${paths.suite}`;
    old.prepare('INSERT INTO facts VALUES (?, ?)').run(fact, '1');
    old.close();

    const store = await openStore({ folder: shop, clock: { now: () => 7 }, log });

    assert.deepEqual(await store.runs({ ...paths, limit: 5 }), [storedRun(paths)]);
    assert.equal((await store.version(paths.prompt, 'v1'))?.source, 'source');
    assert.equal(await store.getValue(fact), 1);
    store.close();
    const now = new DatabaseSync(join(shop, '.micro-metrics/history.db'));
    assert.deepEqual(
      { ...now.prepare('SELECT prompt, suite FROM runs').get() },
      {
        prompt: './a.prompt.md',
        suite: './a.metrics.yaml',
      },
    );
    now.close();
  });

  it('is refused, and left as it is, when a newer program wrote it', async () => {
    const newer = database();
    newer.exec('CREATE TABLE future (x); PRAGMA user_version = 999;');
    newer.close();

    await assert.rejects(open(), (error) => {
      assert.ok(isEvalError(error, 'store-unavailable'));
      assert.match(error.message, /newer version of Micro Metrics\. Update this one/);
      return true;
    });

    const still = database();
    assert.equal(still.prepare('SELECT count(*) AS n FROM future').get()?.n, 0);
    still.close();
  });

  it('keeps its folder out of version control', async () => {
    (await open()).close();

    assert.equal(readFileSync(join(folder, '.micro-metrics/.gitignore'), 'utf8'), '*\n');
  });
});
