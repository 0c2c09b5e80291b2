import assert from 'node:assert/strict';
import type { ComparedEvent } from '../../../../src/core/health/events.ts';
import { lastGood } from '../../../../src/core/live/lastGood.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { bad, good, world } from '../../../support/liveWorld.ts';
import { runOf } from '../../../support/runs.ts';
import { promptOf } from '../../../support/suites.ts';

const v1 = runOf({ id: 'r1', promptVersion: 'v1', startedAt: 1000 });
const v2 = runOf({ id: 'r2', promptVersion: 'v2', startedAt: 2000 });
const v3 = runOf({ id: 'r3', promptVersion: 'v3', startedAt: 3000 });
const now = { promptVersion: 'v4' };

function compared(run: RunResult, old: RunResult, own: Partial<ComparedEvent> = {}): ComparedEvent {
  return {
    ...{ type: 'compared', time: run.startedAt + 1, suite: run.suite, prompt: run.prompt },
    ...{ run: run.id, promptVersion: run.promptVersion },
    ...{ baseline: old.id, baselineVersion: old.promptVersion },
    verdicts: { m: 'regressed' },
    ...own,
  };
}

describe('the last good version', () => {
  let store: MemoryStore;

  beforeEach(async () => {
    store = new MemoryStore();
    for (const run of [v1, v2, v3]) await store.saveRun(run);
  });

  it('is what a version that got worse was compared with', async () => {
    await store.record(compared(v3, v2));

    assert.equal((await lastGood(v3, now, store))?.id, 'r2');
  });

  it('stands before all versions that got worse one after the other', async () => {
    await store.record(compared(v2, v1));
    await store.record(compared(v3, v2));

    assert.equal((await lastGood(v3, now, store))?.id, 'r1');
  });

  const others: Readonly<Record<string, () => Promise<unknown>>> = {
    'nothing got worse': () => store.record(compared(v3, v2, { verdicts: { m: 'improved' } })),
    'it got worse beside a baseline that a person picked': () =>
      store.record(compared(v3, v2, { isPicked: true })),
    'it was accepted': async () => {
      const { prompt, suite, promptVersion } = v3;
      await store.record(compared(v3, v2));
      await store.record({ type: 'accepted', time: 4000, prompt, suite, promptVersion });
    },
    'what it was compared with is no longer kept': () =>
      store.record(compared(v3, v2, { baseline: 'pruned' })),
    'a later comparison of the same run says otherwise': async () => {
      await store.record(compared(v3, v2));
      await store.record(compared(v3, v2, { time: 3500, verdicts: { m: 'unchanged' } }));
    },
  };
  for (const [what, arrange] of Object.entries(others)) {
    it(`is not looked for where ${what}`, async () => {
      await arrange();

      assert.equal(await lastGood(v3, now, store), undefined);
    });
  }

  it('is not the text that is to be compared with it', async () => {
    await store.record(compared(v3, v2));

    assert.equal(await lastGood(v3, { promptVersion: 'v2' }, store), undefined);
  });

  it('is not looked for without end in a history that leads in a circle', async () => {
    await store.record(compared(v3, v2));
    await store.record(compared(v2, v3));

    assert.equal((await lastGood(v3, now, store))?.id, 'r2');
  });
});

describe('A regression', () => {
  it('stays through the next saves until it is mended', async () => {
    const state = world();
    const save = async (text: string) => {
      state.prompt = promptOf(text);
      const [result] = (await state.live.run(state.prompt.path)).results;
      return [result?.comparison?.verdict, result?.baseline?.name];
    };
    await save(good);

    assert.deepEqual(await save(bad), ['regressed', 'Previous version']);
    assert.deepEqual(await save(`${bad} Thank them.`), ['regressed', 'Last good version']);
    assert.deepEqual(await save(`${bad} Thank them all.`), ['regressed', 'Last good version']);
    const mended = await save(`${good} Thank them all.`);
    assert.notEqual(mended[0], 'regressed');
    assert.deepEqual(await save(`${good} Thank them.`), [mended[0], 'Previous version']);
  });

  it('is over when the text is as it was', async () => {
    const state = world();
    const save = async (text: string) => {
      state.prompt = promptOf(text);
      const [result] = (await state.live.run(state.prompt.path)).results;
      return result?.findings.filter(({ kind }) => kind === 'regression').length;
    };
    await save(good);

    assert.equal(await save(bad), 1);
    assert.equal(await save(good), 0);
    assert.equal(await save(`${good} Thank them.`), 0);
  });
});
