import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../../src/node/store/openStore.ts';
import { completion, FakeLog } from '../../../support/fakePorts.ts';
import { until } from '../../../support/vscode/until.ts';

const entry = new URL('../../../../src/node/store/checkpointWorker.ts', import.meta.url);

describe('Checkpoints', () => {
  let folder: string;
  const open = (checkpointEntry: URL) =>
    openStore({ folder, clock: { now: () => 7 }, log: new FakeLog(), checkpointEntry });
  const historySize = () => statSync(join(folder, '.micro-metrics', 'history.db')).size;
  const keys = Array.from({ length: 200 }, (_, index) => `key-${index}`);

  async function save(store: Awaited<ReturnType<typeof openStore>>): Promise<void> {
    const request = {
      endpoint: 'e',
      model: 'm',
      parameters: {},
      messages: [],
      tools: [],
      trial: 0,
    };
    await Promise.all(
      keys.map((key) =>
        store.saveCompletion({ key, time: 1, completion: completion('x'.repeat(1000)) }, request),
      ),
    );
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'micro-metrics-checkpoints-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('move what was written into the history file while it is open', async () => {
    const store = await open(entry);
    const before = historySize();

    await save(store);

    await until('the history file to grow', () => historySize() > before + 100_000);
    store.close();
  });

  it('leave one file behind when the store is closed, and all that was saved in it', async () => {
    const store = await open(entry);
    await save(store);
    store.close();

    const again = await open(entry);
    const found = await again.completions(keys);
    again.close();

    assert.equal(found.size, keys.length);
    await until('the log to be gone', () =>
      readdirSync(join(folder, '.micro-metrics')).every((name) => !name.endsWith('-wal')),
    );
  });

  it('lose nothing where the worker cannot start', async () => {
    const store = await open(new URL('missing.ts', entry));
    await save(store);
    store.close();

    const again = await open(entry);
    const found = await again.completions(keys);
    again.close();

    assert.equal(found.size, keys.length);
  });
});
