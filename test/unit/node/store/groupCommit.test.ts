import assert from 'node:assert/strict';
import type { DatabaseSync } from 'node:sqlite';
import { GroupCommit } from '../../../../src/node/store/groupCommit.ts';
import { loadSqlite } from '../../../../src/node/store/sqlite.ts';

describe('GroupCommit', () => {
  let database: DatabaseSync;
  let writes: GroupCommit;
  const insert = (value: number) => () => database.exec(`INSERT INTO t VALUES (${value})`);
  const values = () =>
    database
      .prepare('SELECT x FROM t ORDER BY x')
      .all()
      .map((row) => row.x);

  beforeEach(() => {
    const { DatabaseSync } = loadSqlite();
    database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE t (x INTEGER UNIQUE)');
    writes = new GroupCommit(database);
  });
  afterEach(() => database.close());

  it('puts writes that come together into one transaction', async () => {
    const commits: unknown[] = [];
    const { exec } = database;
    database.exec = (sql) => {
      if (sql === 'COMMIT') commits.push(sql);
      exec.call(database, sql);
    };

    await Promise.all([1, 2, 3].map((value) => writes.add(insert(value))));

    assert.deepEqual(values(), [1, 2, 3]);
    assert.equal(commits.length, 1);
  });

  it('rejects a write that the database refuses, and keeps the others', async () => {
    const results = await Promise.allSettled(
      [1, 2, 1, 3].map((value) => writes.add(insert(value))),
    );

    assert.deepEqual(
      results.map((result) => result.status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(values(), [1, 2, 3]);
  });

  it('commits what waits when it is flushed', async () => {
    const saved = writes.add(insert(1));

    writes.flush();

    assert.deepEqual(values(), [1]);
    await saved;
  });
});
