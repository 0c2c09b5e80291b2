import assert from 'node:assert/strict';
import { inTime } from '../../../src/core/inTime.ts';

/** Lets time pass when it is told to; remembers what was waited for. */
function handClock() {
  const limits: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  let isOver = false;
  const delay = (ms: number, signal?: AbortSignal): Promise<void> => {
    limits.push(ms);
    const given = Promise.withResolvers<void>();
    signal?.addEventListener('abort', () => {
      isOver = true;
      given.reject(new Error('aborted'));
    });
    return Promise.race([promise, given.promise]);
  };
  return { delay, limits, pass: resolve, isOver: () => isOver };
}

const never = new Promise<string>(() => undefined);

describe('inTime', () => {
  it('hands on what comes in time, and waits no longer', async () => {
    const clock = handClock();

    assert.equal(await inTime(Promise.resolve('text'), 2000, clock), 'text');
    assert.deepEqual([clock.limits, clock.isOver()], [[2000], true]);
  });

  it('is undefined where it is late', async () => {
    const clock = handClock();
    const found = inTime(never, 5, clock);
    clock.pass();

    assert.equal(await found, undefined);
  });

  it('is undefined where it fails', async () => {
    assert.equal(await inTime(Promise.reject(new Error('no git')), 5, handClock()), undefined);
  });

  it('is undefined where nobody waits any more', async () => {
    const controller = new AbortController();
    const found = inTime(never, 5, handClock(), controller.signal);
    controller.abort();

    assert.equal(await found, undefined);
    assert.equal(await inTime(never, 5, handClock(), controller.signal), undefined);
  });
});
