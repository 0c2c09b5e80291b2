import assert from 'node:assert/strict';
import {
  keepMutation,
  keptMutations,
  openInstructions,
  untestedIn,
} from '../../../../src/core/coverage/keptMutations.ts';
import type { MutationStatus } from '../../../../src/core/coverage/mutate.ts';
import { mutationSummary } from '../../../../src/core/coverage/mutationText.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { metricOf, promptOf } from '../../../support/suites.ts';

const owner = { prompt: '/w/a.prompt.md', suite: '/w/a.metrics.yaml' };
const prompt = promptOf('Be kind and calm.\nNever promise a refund.\n');
const metrics = [metricOf('x')];

async function storeWith(...known: readonly (readonly [string, MutationStatus])[]) {
  const store = new MemoryStore();
  for (const [text, status] of known)
    await keepMutation(
      store,
      owner,
      prompt,
      { instruction: { text, offset: 0, line: 0 }, status, noticedBy: [] },
      metrics,
      5,
    );
  return store;
}

describe('What leaving instructions out has shown', () => {
  it('is kept, the newest of each instruction', async () => {
    const store = await storeWith(
      ['Be kind and calm.', 'unnoticed'],
      ['Never promise a refund.', 'noticed'],
      ['Be kind and calm.', 'noticed'],
    );

    const kept = await keptMutations(store, owner);

    assert.deepEqual(
      kept.map(({ text, status }) => [text, status]),
      [
        ['Never promise a refund.', 'noticed'],
        ['Be kind and calm.', 'noticed'],
      ],
    );
  });

  it('is forgotten with the instruction', async () => {
    const store = await storeWith(['Gone.', 'unnoticed'], ['Be kind and calm.', 'noticed']);

    assert.equal((await keptMutations(store, owner)).length, 1);
  });

  it('is nothing where the store holds something else', async () => {
    const store = new MemoryStore();
    await store.setValue(`mutations\n${owner.prompt}\n${owner.suite}`, { what: 1 });

    assert.deepEqual(await keptMutations(store, owner), []);
  });

  it('names the instructions whose absence nothing noticed, at their places', async () => {
    const store = await storeWith(
      ['Be kind and calm.', 'noticed'],
      ['Never promise a refund.', 'unnoticed'],
    );

    const found = untestedIn(prompt, metrics, await keptMutations(store, owner));

    assert.deepEqual(found, [{ text: 'Never promise a refund.', offset: 18 }]);
  });

  it('no longer holds once a metric has come that guards the instruction', async () => {
    const store = await storeWith(['Never promise a refund.', 'unnoticed']);
    const guard = metricOf('refund', { guards: 'Never promise a refund.' });

    const found = untestedIn(prompt, [guard], await keptMutations(store, owner));

    assert.deepEqual(found, []);
  });

  it('leaves open what was not tried, and what was not tried to the end', async () => {
    const store = await storeWith(['Never promise a refund.', 'unknown']);

    assert.deepEqual([...openInstructions(prompt, await keptMutations(store, owner))], [0, 1]);
  });
});

describe('The summary of testing instructions', () => {
  it('does not count what is unknown', () => {
    const text = mutationSummary([
      { status: 'noticed', calls: 3 },
      { status: 'unnoticed', calls: 4 },
      { status: 'unknown', calls: 0, reason: 'The budget is used up.' },
    ]);

    assert.equal(
      text,
      '1 of 2 instructions are tested: a metric got worse without them. 1 not tested to the end: The budget is used up. 7 calls.',
    );
  });

  it('says so when nothing could be tested', () => {
    assert.match(mutationSummary([]), /^No instruction could be tested/);
  });
});
