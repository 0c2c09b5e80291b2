import assert from 'node:assert/strict';
import type { Baseline } from '../../../../src/core/compare/judgeBaseline.ts';
import type { Evaluated } from '../../../../src/core/live/evaluated.ts';
import type { PromptState } from '../../../../src/core/live/promptState.ts';
import { type BaselineChoice, putBeside } from '../../../../src/core/live/putBeside.ts';
import { stateAfter } from '../../../../src/core/live/targetOutcome.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import { fakePorts } from '../../../support/fakePorts.ts';
import { edited, world } from '../../../support/liveWorld.ts';

/** A state with one result, beside the version before, and another run to put it beside. */
async function place() {
  const { isStale, prompt, results } = await edited(world());
  let state: PromptState = { isStale, prompt, results };
  const [reached] = results;
  assert.ok(reached?.baseline);
  const own = reached.baseline;
  const other = { run: { ...own.run, id: 'other' }, label: 'another one' };
  const context = { ports: fakePorts(), pool: new CallPool<never>(1) };
  const { signal } = new AbortController();
  const set = (next: PromptState) => {
    state = next;
  };
  const choose = (chosen: Baseline | BaselineChoice) =>
    putBeside(
      { get: () => state, set },
      () => true,
      typeof chosen === 'function' ? chosen : async () => chosen,
      {},
      context,
      signal,
    );
  return { choose, get: () => state, set, reached, own, other };
}

const only = ({ results: [result] }: PromptState) => result ?? assert.fail('no result');

describe('putBeside', () => {
  it('begins again where something else was found out about the run meanwhile', async () => {
    const { choose, get, set, reached, other } = await place();
    const causes: Evaluated = { ...reached, causes: [] };
    let asked = 0;

    const isDone = await choose(async () => {
      if (asked++ === 0) set({ ...get(), results: [causes] });
      return other;
    });

    assert.ok(isDone);
    assert.equal(asked, 2);
    assert.equal(only(get()).baseline?.run.id, 'other');
    assert.deepEqual(get().reached, [causes]);
  });

  it('keeps what was found out after a way there and back', async () => {
    const { choose, get, set, reached, own, other } = await place();
    await choose(other);
    await choose(own);
    assert.equal(only(get()), reached);
    const causes: Evaluated = { ...reached, causes: [] };
    set({ ...get(), results: [causes] });

    await choose(other);
    await choose(own);

    assert.equal(only(get()), causes);
  });

  it('does nothing where the result stands beside that run already', async () => {
    const { choose, get, own } = await place();
    const before = get();

    assert.ok(await choose(own));

    assert.equal(get(), before);
  });

  it('leaves a run alone that goes on', async () => {
    const { choose, get, set, other } = await place();
    const running = { done: 1, total: 3, cost: 0 };
    set({ ...get(), running });

    await choose(other);

    assert.equal(get().running, running);
  });
});

describe('stateAfter', () => {
  it('knows results as they were reached as long as they are shown', async () => {
    const { choose, get, reached, other } = await place();
    await choose(other);
    const { run, target } = reached;
    const { prompt } = get();
    const failed = stateAfter(prompt, [{ target, error: new Error('offline') }], get());
    const newer = { ...reached, run: { ...run, id: 'newer' } };
    const replaced = stateAfter(prompt, [{ target, evaluated: newer }], get());

    assert.deepEqual(failed.reached, [reached]);
    assert.equal(replaced.reached, undefined);
  });
});
