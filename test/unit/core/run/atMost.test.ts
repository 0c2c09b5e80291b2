import assert from 'node:assert/strict';
import { Breather } from '../../../../src/core/breather.ts';
import { atMost } from '../../../../src/core/run/atMost.ts';
import { deferred } from '../../../support/vscode/deferred.ts';

describe('atMost', () => {
  const untired = () => new Breather({ elapsed: () => 0, delay: async () => undefined });

  it('works through all items in their order, and no more at once than allowed', async () => {
    const begun: number[] = [];
    const works = [0, 1, 2, 3].map(() => deferred<void>());
    const all = atMost(2, [0, 1, 2, 3], untired(), async (item) => {
      begun.push(item);
      await works[item]?.promise;
    });
    assert.deepEqual(begun, [0, 1]);

    works[1]?.resolve();
    await settled();
    assert.deepEqual(begun, [0, 1, 2]);

    for (const work of works) work.resolve();
    await all;
    assert.deepEqual(begun, [0, 1, 2, 3]);
  });

  it('has nothing to do without items', async () => {
    await atMost(0, [], untired(), async () => assert.fail());
  });

  it('fails with the work', async () => {
    const all = atMost(2, [1, 2], untired(), async (item) => {
      if (item === 2) throw new Error('broken');
    });

    await assert.rejects(all, /broken/);
  });

  it('fails with work that ends while the next is begun', async () => {
    const tired = new Breather({
      elapsed: () => 0,
      worked: () => 9,
      delay: () => new Promise((resolve) => setImmediate(resolve)),
    });
    const all = atMost(2, [1, 2], tired, async () => {
      throw new Error('broken');
    });

    await assert.rejects(all, /broken/);
  });

  it('pauses between pieces of work that wait for nothing', async () => {
    let pauses = 0;
    const tired = new Breather({
      elapsed: () => 0,
      worked: () => 9,
      delay: async () => {
        pauses++;
      },
    });

    await atMost(1, [1, 2, 3], tired, async () => undefined);

    assert.ok(pauses >= 3);
  });
});

/** Lets everything run that waits for nothing but microtasks. */
async function settled(): Promise<void> {
  for (let hop = 0; hop < 10; hop++) await Promise.resolve();
}
