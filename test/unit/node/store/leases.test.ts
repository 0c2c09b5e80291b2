import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { mock } from 'node:test';
import type { CallLease } from '../../../../src/core/ports.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import { evaluate } from '../../../../src/core/run/evaluate.ts';
import type { Answer } from '../../../../src/core/run/modelCalls.ts';
import { nodeClock } from '../../../../src/node/nodeClock.ts';
import type { HistoryStore } from '../../../../src/node/store/historyStore.ts';
import { leaseMs } from '../../../../src/node/store/leaseTable.ts';
import { openStore } from '../../../../src/node/store/openStore.ts';
import { completion, FakeLog, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, promptOf, suiteOf } from '../../../support/suites.ts';

const request = { endpoint: 'e', model: 'm', parameters: {}, messages: [], tools: [], trial: 0 };

describe('Leases of calls', () => {
  let folder: string;
  let log: FakeLog;
  let time: number;
  let stores: HistoryStore[];
  /** As another process opens it. */
  const open = async (onOpen?: (database: DatabaseSync) => void) => {
    const clock = { now: () => time };
    const store = await openStore({ folder, clock, log, ...(onOpen && { onOpen }) });
    stores.push(store);
    return store;
  };
  const save = (store: HistoryStore, key: string) =>
    store.saveCompletion({ key, completion: completion(key), time: 1 }, request);
  const kindOf = async (store: HistoryStore, key: string) => (await store.claimCall(key)).kind;
  const leaseOf = async (store: HistoryStore, key: string): Promise<CallLease> => {
    const claim = await store.claimCall(key);
    assert.equal(claim.kind, 'leased');
    return claim.lease;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'micro-metrics-leases-'));
    log = new FakeLog();
    time = 1_000_000;
    stores = [];
  });
  afterEach(() => {
    for (const store of stores) store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('give a call to one of several that want it at the same moment', async () => {
    const all = await Promise.all([open(), open(), open(), open()]);

    const kinds = await Promise.all(all.map((store) => kindOf(store, 'k')));

    assert.deepEqual(kinds.sort(), ['held', 'held', 'held', 'leased']);
  });

  it('leave other calls free', async () => {
    const [one, other] = [await open(), await open()];
    await leaseOf(one, 'k');

    assert.equal(await kindOf(other, 'another'), 'leased');
  });

  it('hold off a second call of the same process, too', async () => {
    const store = await open();
    await leaseOf(store, 'k');

    assert.equal(await kindOf(store, 'k'), 'held');
  });

  it('end with the answer, which the others get', async () => {
    const [one, other] = [await open(), await open()];
    const lease = await leaseOf(one, 'k');
    await save(one, 'k');
    await lease.release();

    const claim = await other.claimCall('k');

    assert.deepEqual(claim, {
      kind: 'answered',
      stored: { key: 'k', completion: completion('k'), time: 1 },
    });
  });

  it('leave nothing behind', async () => {
    let database: DatabaseSync | undefined;
    const store = await open((opened) => {
      database = opened;
    });
    await leaseOf(store, 'saved');
    await save(store, 'saved');
    await (await leaseOf(store, 'given up')).release();

    assert.deepEqual(database?.prepare('SELECT * FROM leases').all(), []);
  });

  it('pass on when they are given up', async () => {
    const [one, other] = [await open(), await open()];
    const lease = await leaseOf(one, 'k');
    await lease.release();

    assert.equal(await kindOf(other, 'k'), 'leased');
  });

  it('are not given up by a holder that has lost them', async () => {
    const [one, other, third] = [await open(), await open(), await open()];
    const lost = await leaseOf(one, 'k');
    time += leaseMs;
    await leaseOf(other, 'k');
    await lost.release();

    assert.equal(await kindOf(third, 'k'), 'held');
  });

  it('pass on soon after the process that held them was killed', async () => {
    const holder = new URL('../../../support/leaseHolder.ts', import.meta.url);
    const child = spawn(process.execPath, [holder.pathname, folder, 'k'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await once(child.stdout, 'data');
    assert.equal(String(said), 'leased\n');
    child.kill('SIGKILL');
    await once(child, 'exit');
    time = Date.now();
    const store = await open();
    const atOnce = await kindOf(store, 'k');
    time += leaseMs;

    assert.equal(atOnce, 'held');
    assert.equal(await kindOf(store, 'k'), 'leased');
  });

  it('last as long as the call, however long it takes', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    try {
      const [one, other] = [await open(), await open()];
      await leaseOf(one, 'k');
      for (let passed = 0; passed < 3 * leaseMs; passed += leaseMs / 2) {
        time += leaseMs / 2;
        mock.timers.tick(leaseMs / 2);
        // Writes of one store are committed in their order: the renewal is on disk.
        await one.addSpend('day', 0);
      }

      assert.equal(await kindOf(other, 'k'), 'held');
    } finally {
      mock.timers.reset();
    }
  });

  it('have two processes that run the same at the same moment pay for it once', async () => {
    const cases = Array.from({ length: 12 }, (_, index) => caseOf(`c${index}`));
    const models = [new FakeModel(), new FakeModel()];
    const runs = models.map(async (model) => {
      const ports = fakePorts({ store: await open(), clock: nodeClock });
      const pool = new CallPool<Answer>(3);
      const input = { prompt: promptOf('Be kind.'), suite: suiteOf(), cases, model };
      const events = evaluate(
        { ...input, parameters: {}, trials: 1, stages: ['real-time'] },
        { ports, pool },
        new AbortController().signal,
      );
      for await (const event of events) if (event.type === 'finished') return event.run;
      return undefined;
    });

    const results = await Promise.all(runs);

    assert.equal(models.flatMap(({ asked }) => asked).length, cases.length);
    for (const result of results) {
      assert.equal(result?.status, 'complete');
      assert.equal(result.metrics[0]?.passed, cases.length);
      assert.equal(result.usage.requests + result.usage.cached, cases.length);
    }
  });

  it('do not last for ever when the clock is set back', async () => {
    const [one, other] = [await open(), await open()];
    await leaseOf(one, 'k');
    time -= 3_600_000;

    assert.equal(await kindOf(other, 'k'), 'leased');
  });

  it('are done without while another process holds the lock of the store', async () => {
    let database: DatabaseSync | undefined;
    await open((opened) => {
      database = opened;
    });
    const store = await open();
    await save(store, 'known');
    database?.exec('BEGIN IMMEDIATE');

    const kinds = await Promise.all([kindOf(store, 'k'), kindOf(store, 'known')]);

    assert.deepEqual(kinds, ['leased', 'answered']);
    database?.exec('COMMIT');
  });

  it('are done without where the store cannot be written', async () => {
    const first = await open();
    await save(first, 'known');
    const store = await open((database) => database.exec('PRAGMA query_only = ON'));

    const lease = await leaseOf(store, 'k');
    await save(store, 'k');
    await lease.release();

    assert.equal(await kindOf(store, 'known'), 'answered');
    assert.equal(await kindOf(store, 'k'), 'answered');
    assert.equal(log.lines.length, 1);
  });
});
