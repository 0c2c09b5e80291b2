import assert from 'node:assert/strict';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { pruneWhenDue } from '../../../../src/node/store/upkeep.ts';

const hourMs = 3_600_000;
const noon = Date.UTC(2026, 10, 24, 12);

describe('pruneWhenDue', () => {
  it('shortens the past at most once a day', async () => {
    const store = new MemoryStore();

    const results = [];
    for (const hours of [0, 1, 23, 25, 26])
      results.push((await pruneWhenDue(store, noon + hours * hourMs)) !== undefined);

    assert.deepEqual(results, [true, false, false, true, false]);
  });

  it('is not put off by a clock that was set back', async () => {
    const store = new MemoryStore();
    await pruneWhenDue(store, noon);

    assert.notEqual(await pruneWhenDue(store, noon - 48 * hourMs), undefined);
  });
});
