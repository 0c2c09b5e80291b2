import assert from 'node:assert/strict';
import { isEvalError } from '../../../../src/core/errors.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import { deferred } from '../../../support/vscode/deferred.ts';

/** A call that the test answers when it wants. */
function open() {
  const { promise, resolve } = deferred<string>();
  let signal: AbortSignal | undefined;
  let starts = 0;
  return {
    answer: resolve,
    get signal() {
      return signal;
    },
    get starts() {
      return starts;
    },
    make: (given: AbortSignal) => {
      signal = given;
      starts++;
      return promise;
    },
  };
}

describe('CallPool', () => {
  it('makes a call once that two want', async () => {
    const pool = new CallPool<string>(2);
    const call = open();
    const first = pool.claim('k', call.make);
    const second = pool.claim('k', call.make);

    call.answer('yes');

    assert.deepEqual(await Promise.all([first.answer, second.answer]), ['yes', 'yes']);
    assert.equal(call.starts, 1);
  });

  it('goes on with a call as long as one still wants it', async () => {
    const pool = new CallPool<string>(2);
    const call = open();
    const first = pool.claim('k', call.make);
    const second = pool.claim('k', call.make);
    await Promise.resolve();

    first.release();

    assert.equal(call.signal?.aborted, false);
    second.release();
    assert.equal(call.signal?.aborted, true);
  });

  it('starts no more calls at once than its limit', async () => {
    const pool = new CallPool<string>(1);
    const [first, second] = [open(), open()];
    const one = pool.claim('a', first.make);
    const two = pool.claim('b', second.make);
    await Promise.resolve();
    assert.equal(second.starts, 0);

    first.answer('1');
    await one.answer;
    second.answer('2');

    assert.equal(await two.answer, '2');
  });

  it('rejects a waiting call that nobody wants any more, and never starts it', async () => {
    const pool = new CallPool<string>(1);
    const [first, second] = [open(), open()];
    pool.claim('a', first.make);
    const two = pool.claim('b', second.make);

    two.release();

    await assert.rejects(two.answer, (error) => isEvalError(error, 'aborted'));
    assert.equal(second.starts, 0);
  });

  it('starts nothing during a pause, and goes on after it', async () => {
    const pool = new CallPool<string>(5);
    const pause = deferred<void>();
    const call = open();
    pool.pauseUntil(pause.promise);
    const claim = pool.claim('a', call.make);
    await Promise.resolve();
    assert.equal(call.starts, 0);

    pause.resolve();
    call.answer('late');

    assert.equal(await claim.answer, 'late');
  });

  describe('on a thread that others wait for', () => {
    it('starts a few calls in a turn, the others in the next ones, and all of them', async () => {
      const turns: (() => void)[] = [];
      const pool = new CallPool<string>(100, (go) => turns.push(go));
      const calls = Array.from({ length: 20 }, open);
      const claims = calls.map((call, index) => pool.claim(String(index), call.make));
      const started = () => calls.filter(({ starts }) => starts > 0).length;
      await settled();
      const inFirstTurn = started();

      const inLaterTurns: number[] = [];
      while (turns.length > 0) {
        const before = started();
        turns.shift()?.();
        await settled();
        inLaterTurns.push(started() - before);
      }

      assert.ok(inFirstTurn > 0 && inFirstTurn < 10);
      assert.ok(inLaterTurns.every((count) => count <= inFirstTurn));
      assert.equal(started(), calls.length);
      for (const call of calls) call.answer('yes');
      assert.equal((await Promise.all(claims.map(({ answer }) => answer))).length, 20);
    });

    it('starts a call that comes when nothing waits at once', async () => {
      const turns: (() => void)[] = [];
      const pool = new CallPool<string>(5, (go) => turns.push(go));
      const call = open();

      pool.claim('a', call.make);
      await settled();

      assert.equal(call.starts, 1);
    });

    it('keeps to its limit over turns', async () => {
      const turns: (() => void)[] = [];
      const pool = new CallPool<string>(1, (go) => turns.push(go));
      const [first, second] = [open(), open()];
      pool.claim('a', first.make);
      pool.claim('b', second.make);
      await settled();

      turns.shift()?.();
      await settled();

      assert.equal(second.starts, 0);
    });
  });
});

/** Lets everything run that waits for nothing but microtasks. */
async function settled(): Promise<void> {
  for (let hop = 0; hop < 10; hop++) await Promise.resolve();
}
