import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryStore } from '../../../../src/node/store/historyStore.ts';
import { openStore } from '../../../../src/node/store/openStore.ts';
import type { Retention } from '../../../../src/node/store/retention.ts';
import { completion, FakeLog } from '../../../support/fakePorts.ts';
import { storedRun } from '../../../support/storeContract.ts';

const day = 86_400_000;
const now = 1000 * day;
const request = { endpoint: 'e', model: 'm', parameters: {}, messages: [], tools: [], trial: 0 };

describe('Retention', () => {
  let folder: string;
  let store: HistoryStore;
  const open = async (retention: Partial<Retention>, at = now) => {
    store = await openStore({
      folder,
      clock: { now: () => at },
      log: new FakeLog(),
      retention,
    });
    return store;
  };
  const run = (id: string, age: number, own: Parameters<typeof storedRun>[0] = {}) =>
    store.saveRun(storedRun({ id, startedAt: now - age * day, ...own }));
  const kept = async () =>
    (await store.runs({ prompt: '/p', limit: 100 })).map((item) => item.id).sort();
  const save = (key: string, age: number, text = key) =>
    store.saveCompletion({ key, completion: completion(text), time: now - age * day }, request);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'micro-metrics-retention-'));
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('removes old runs, but for those that a value names and the newest of each version', async () => {
    await open({ days: 30 });
    await run('new', 1);
    await run('old', 40);
    await run('pinned', 41);
    await run('accepted', 42);
    await run('older', 43);
    await run('only-of-v0', 50, { promptVersion: 'v0' });
    await store.setValue('pinned', { '/p': { run: 'pinned' } });
    await store.setValue('accepted', 'accepted');

    const removed = await store.prune();

    assert.equal(removed.runs, 2);
    assert.deepEqual(await kept(), ['accepted', 'new', 'only-of-v0', 'pinned']);
    assert.equal(await store.run('old'), undefined);
  });

  it('removes old scores, which can be made again', async () => {
    const score = { status: 'skipped' as const, explanation: 'x' };
    const old = await open({ days: 30 }, now - 40 * day);
    await old.saveScores(
      Array.from({ length: 1200 }, (_, index) => ({ sample: `s${index}`, metric: 'm', score })),
    );
    old.close();
    await open({ days: 30 });
    await store.saveScores([{ sample: 'new', metric: 'm', score }]);

    await store.prune();

    const found = await store.scores(['s0', 's600', 's1199', 'new']);
    assert.deepEqual([...found.keys()], ['new']);
  });

  it('keeps so many runs of each prompt', async () => {
    await open({ runsPerPrompt: 2 });
    for (let age = 1; age <= 5; age++) await run(`r${age}`, age);
    await run('other', 9, { prompt: '/q' });

    await store.prune();

    assert.deepEqual(await kept(), ['r1', 'r2']);
    assert.notEqual(await store.run('other'), undefined);
  });

  it('removes completions that no run has used for so long', async () => {
    await open({ days: 30 });
    await save('new', 1);
    await save('old', 40);
    await save('old-but-used', 40);
    const [item] = storedRun().cases;
    assert.ok(item);
    const reply = {
      key: 'old-but-used',
      text: '',
      toolCalls: [],
      isCached: true,
      latencyMs: null,
      time: 1,
    };
    const trial = { trial: 0, output: '', replies: [reply], messages: [], scores: [] };
    await run('r', 1, { cases: [{ ...item, trials: [trial] }] });

    const removed = await store.prune();

    assert.equal(removed.completions, 1);
    const found = await store.completions(['new', 'old', 'old-but-used']);
    assert.deepEqual([...found.keys()].sort(), ['new', 'old-but-used']);
  });

  it('removes old versions without a run, but for the newest', async () => {
    await open({ days: 30 });
    for (const [id, age] of [
      ['a', 60],
      ['with-run', 50],
      ['newest', 40],
    ] as const) {
      await store.saveVersion({ id, prompt: '/p', source: id, time: now - age * day });
    }
    await run('r', 50, { promptVersion: 'with-run' });

    const removed = await store.prune();

    assert.equal(removed.versions, 1);
    const left = (await store.versions('/p', 5)).map((version) => version.id);
    assert.deepEqual(left, ['newest', 'with-run']);
  });

  it('shrinks to its size: oldest runs first, then oldest completions', async () => {
    await open({ maxBytes: 400_000 });
    // Not compressible, so that the size is what it seems.
    const noise = (seed: number) =>
      Array.from({ length: 2000 }, (_, index) =>
        Math.trunc(1e9 * Math.abs(Math.sin(seed * 7919 + index))).toString(36),
      ).join('');
    for (let age = 1; age <= 40; age++) await save(`k${age}`, age, noise(age));
    for (let age = 1; age <= 3; age++) await run(`r${age}`, age);

    const removed = await store.prune();

    const found = await store.completions(
      Array.from({ length: 40 }, (_, index) => `k${index + 1}`),
    );
    assert.equal(removed.runs, 2);
    assert.equal(found.size, 40 - removed.completions);
    assert.deepEqual(await kept(), ['r1']);
    store.close();
    assert.ok(statSync(join(folder, '.micro-metrics/history.db')).size <= 400_000);
    await open({});
  });

  it('removes nothing where nothing is too old, too much or too large', async () => {
    await open({});
    await run('a', 1);
    await save('k', 1);

    assert.deepEqual(await store.prune(), { runs: 0, completions: 0, versions: 0 });
  });
});
