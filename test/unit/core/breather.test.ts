import assert from 'node:assert/strict';
import { Breather } from '../../../src/core/breather.ts';

describe('Breather', () => {
  let now = 0;
  let pauses = 0;
  const clock = {
    elapsed: () => now,
    delay: async () => {
      pauses++;
      now += 3;
    },
  };

  it('asks for a pause once half a frame has been worked, and again after as much more', async () => {
    const breather = new Breather(clock);
    assert.equal(breather.isDue, false);
    now += 9;
    assert.equal(breather.isDue, true);

    await breather.pause();

    assert.equal(pauses, 1);
    assert.equal(breather.isDue, false);
    now += 9;
    assert.equal(breather.isDue, true);
  });

  it('counts the work of others in the same turn, where the clock does', () => {
    const worked = 9;
    const breather = new Breather({ ...clock, worked: () => worked });

    assert.equal(breather.isDue, true);
  });
});
