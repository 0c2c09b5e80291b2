import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../../src/node/engine.ts';
import { FakeLog, FakeModel } from '../../support/fakePorts.ts';

describe('Engine', () => {
  let folder: string;
  let made: number;
  let engine: Engine;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engine-'));
    made = 0;
    engine = new Engine({
      models: () => {
        made++;
        return { open: async () => new FakeModel() };
      },
      pricing: { cost: () => null },
      log: new FakeLog(),
      concurrency: 2,
      code: { isAllowed: () => false, howToAllow: '', roots: () => [] },
      scorerEntry: new URL('../../../src/node/scoring/scorerWorker.ts', import.meta.url),
    });
  });
  afterEach(async () => {
    engine.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('opens the store of a folder once, for those who ask at the same time too', async () => {
    const [one, two] = await Promise.all([engine.open(folder), engine.open(folder)]);

    assert.equal(one.ports.store, two.ports.store);
  });

  it('keeps a store for each folder, and the models for all', async () => {
    const other = await mkdtemp(join(tmpdir(), 'engine-'));
    try {
      const one = await engine.open(folder);
      const two = await engine.open(other);

      assert.notEqual(one.ports.store, two.ports.store);
      assert.equal(one.pool, two.pool);
      assert.equal(made, 1);
    } finally {
      engine.dispose();
      await rm(other, { recursive: true, force: true });
    }
  });

  it('makes no model before a folder is opened', () => {
    assert.equal(made, 0);
  });

  it('tries again to open a store that could not be opened', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    await engine.open(folder);
    engine.dispose();
    const path = join(folder, '.micro-metrics', 'history.db');
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 9999');
    database.close();
    const later = new Engine({
      models: () => ({ open: async () => new FakeModel() }),
      pricing: { cost: () => null },
      log: new FakeLog(),
      concurrency: 2,
      code: { isAllowed: () => false, howToAllow: '', roots: () => [] },
      scorerEntry: new URL('../../../src/node/scoring/scorerWorker.ts', import.meta.url),
    });
    await assert.rejects(later.open(folder), { code: 'store-unavailable' });
    await rm(path);

    const context = await later.open(folder);

    assert.equal(await context.ports.store.getValue('x'), undefined);
    later.dispose();
  });
});
