import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toForwardSlashes } from '../../../../src/core/path.ts';
import { openStore } from '../../../../src/node/store/openStore.ts';
import { FakeLog } from '../../../support/fakePorts.ts';
import { storedRun } from '../../../support/storeContract.ts';

describe('The history of a folder that was moved', () => {
  let root: string;
  const log = new FakeLog();
  const open = (folder: string) => openStore({ folder, clock: { now: () => 7 }, log });

  beforeEach(() => {
    root = toForwardSlashes(mkdtempSync(join(tmpdir(), 'micro-metrics-moved-')));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('goes on: versions, runs, marks and what happened to the suite', async () => {
    const ofFolder = (name: string) => ({
      prompt: `${root}/${name}/a.prompt.md`,
      suite: `${root}/${name}/sub/a.metrics.yaml`,
    });
    const before = ofFolder('before');
    mkdirSync(join(root, 'before'));
    const store = await open(`${root}/before`);
    await store.saveVersion({ id: 'v1', prompt: before.prompt, source: 's', time: 1 });
    await store.saveRun(storedRun(before));
    await store.record({ type: 'accepted', time: 2, promptVersion: 'v1', ...before });
    await store.record({ type: 'retired', time: 3, suite: before.suite, metric: 'm', reason: 'r' });
    await store.setValue(`baseline pinned\n${before.prompt}\n${before.suite}`, { run: 'r1' });
    store.close();
    renameSync(join(root, 'before'), join(root, 'after'));
    const after = ofFolder('after');

    const moved = await open(`${root}/after`);

    assert.equal((await moved.version(after.prompt, 'v1'))?.prompt, after.prompt);
    assert.deepEqual(
      (await moved.versions(after.prompt, 5)).map(({ prompt }) => prompt),
      [after.prompt],
    );
    assert.deepEqual(await moved.run('r1'), storedRun(after));
    assert.deepEqual(await moved.runs({ ...after, limit: 5 }), [storedRun(after)]);
    assert.equal((await moved.outcomes(after.suite)).length, 1);
    assert.deepEqual(await moved.events(after.suite), [
      { type: 'accepted', time: 2, promptVersion: 'v1', ...after },
      { type: 'retired', time: 3, suite: after.suite, metric: 'm', reason: 'r' },
    ]);
    assert.deepEqual(await moved.getValue(`baseline pinned\n${after.prompt}\n${after.suite}`), {
      run: 'r1',
    });
    moved.close();
  });
});
