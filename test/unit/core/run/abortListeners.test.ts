import assert from 'node:assert/strict';
import { AbortListeners } from '../../../../src/core/run/abortListeners.ts';

describe('AbortListeners', () => {
  it('tells everybody once when the signal aborts', () => {
    const controller = new AbortController();
    const listeners = new AbortListeners(controller.signal);
    const told: string[] = [];
    const tell = () => told.push('again');
    listeners.add(() => told.push('first'));
    listeners.add(tell);
    listeners.add(tell);

    controller.abort();

    assert.deepEqual(told, ['first', 'again', 'again']);
  });

  it('pauses between many', async () => {
    const controller = new AbortController();
    let now = 0;
    const told: number[] = [];
    const pauses: number[] = [];
    const clock = {
      elapsed: () => now,
      delay: async () => void pauses.push(told.length),
    };
    const listeners = new AbortListeners(controller.signal, clock);
    for (let number = 0; number < 10; number++)
      listeners.add(() => {
        told.push(number);
        now += 3;
      });

    controller.abort();
    await new Promise((resolve) => setImmediate(resolve));

    assert.deepEqual(told, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(pauses, [3, 6, 9]);
  });

  it('does not tell those who have taken it back', () => {
    const controller = new AbortController();
    const listeners = new AbortListeners(controller.signal);
    let isTold = false;
    const forget = listeners.add(() => {
      isTold = true;
    });

    forget();
    controller.abort();

    assert.equal(isTold, false);
  });

  it('gives the value of a promise', async () => {
    const listeners = new AbortListeners(new AbortController().signal);

    assert.equal(await listeners.orAborted(Promise.resolve(3)), 3);
  });

  it('rejects a promise that never settles when the signal aborts', async () => {
    const controller = new AbortController();
    const listeners = new AbortListeners(controller.signal);
    const waiting = listeners.orAborted(new Promise(() => undefined));

    controller.abort();

    await assert.rejects(waiting, { code: 'aborted' });
  });

  it('rejects at once when the signal has aborted before', async () => {
    const controller = new AbortController();
    controller.abort();
    const listeners = new AbortListeners(controller.signal);

    await assert.rejects(listeners.orAborted(Promise.resolve(3)), { code: 'aborted' });
  });
});
