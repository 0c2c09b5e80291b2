import assert from 'node:assert/strict';
import { Lazy } from '../../../src/core/lazy.ts';

describe('Lazy', () => {
  it('makes nothing before it is asked', () => {
    let made = 0;

    const lazy = new Lazy(async () => ++made);

    assert.equal(made, 0);
    assert.equal(lazy.current, undefined);
  });

  it('makes one thing for all who ask, those who ask while it is made included', async () => {
    let made = 0;
    const lazy = new Lazy(async () => ({ number: ++made }));

    const [first, second] = await Promise.all([lazy.get(), lazy.get()]);
    const third = await lazy.get();

    assert.equal(first, second);
    assert.equal(first, third);
    assert.equal(lazy.current, first);
    assert.equal(made, 1);
  });

  it('tries again after a failure', async () => {
    let tries = 0;
    const lazy = new Lazy(async () => {
      if (++tries === 1) throw new Error('not now');
      return tries;
    });

    await assert.rejects(lazy.get(), /not now/);

    assert.equal(lazy.current, undefined);
    assert.equal(await lazy.get(), 2);
  });
});
