import assert from 'node:assert/strict';
import { aborted, type ErrorCode, EvalError, isEvalError } from '../../../../src/core/errors.ts';
import { type RetryOptions, type Wait, withRetries } from '../../../../src/core/run/retry.ts';

describe('withRetries', () => {
  let waits: Wait[];
  let delays: number[];

  beforeEach(() => {
    waits = [];
    delays = [];
  });

  function options(change: Partial<RetryOptions> = {}): RetryOptions {
    return {
      clock: {
        delay: async (ms, signal) => {
          if (signal.aborted) throw aborted();
          delays.push(ms);
        },
      },
      signal: new AbortController().signal,
      random: () => 1,
      onWait: (wait) => waits.push(wait),
      ...change,
    };
  }

  /** A call that fails in turn with the errors, then answers. */
  function failing(...errors: readonly unknown[]) {
    let made = 0;
    return {
      get made() {
        return made;
      },
      call: async () => {
        const error = errors[made++];
        if (error !== undefined) throw error;
        return 'answer';
      },
    };
  }

  const error = (code: ErrorCode, retryAfterMs?: number) =>
    new EvalError(code, `It is ${code}.`, retryAfterMs === undefined ? {} : { retryAfterMs });

  it('gives the answer of the first call without a pause', async () => {
    const { call } = failing();

    assert.equal(await withRetries(call, options()), 'answer');
    assert.deepEqual(delays, []);
  });

  const repeated: readonly ErrorCode[] = [
    'model-rate-limited',
    'model-server-error',
    'model-unreachable',
    'model-timeout',
    'model-bad-response',
  ];
  for (const code of repeated) {
    it(`calls again after ${code}`, async () => {
      const attempts = failing(error(code));

      assert.equal(await withRetries(attempts.call, options()), 'answer');
      assert.equal(attempts.made, 2);
    });
  }

  const final: readonly ErrorCode[] = [
    'model-unauthorised',
    'model-not-found',
    'model-bad-request',
    'key-missing',
    'no-recording',
    'aborted',
  ];
  for (const code of final) {
    it(`does not call again after ${code}`, async () => {
      const attempts = failing(error(code));

      await assert.rejects(withRetries(attempts.call, options()), (thrown) =>
        isEvalError(thrown, code),
      );
      assert.equal(attempts.made, 1);
    });
  }

  it('lets an error of another kind through as it is', async () => {
    const bug = new TypeError('bug');

    await assert.rejects(withRetries(failing(bug).call, options()), (thrown) => thrown === bug);
  });

  it('doubles its pauses', async () => {
    const server = error('model-server-error');

    await withRetries(failing(server, server, server).call, options());

    assert.deepEqual(delays, [500, 1000, 2000]);
  });

  it('spreads its pauses between half and the whole', async () => {
    await withRetries(failing(error('model-timeout')).call, options({ random: () => 0 }));

    assert.deepEqual(delays, [250]);
  });

  it('waits as long as the server asks, never less', async () => {
    await withRetries(
      failing(error('model-rate-limited', 7000)).call,
      options({ random: () => 0 }),
    );

    assert.deepEqual(delays, [7000]);
    assert.equal(waits[0]?.isAskedByServer, true);
  });

  it('gives up at once when the server asks for longer than the limit, and says so', async () => {
    const attempts = failing(error('model-rate-limited', 600_000));

    await assert.rejects(withRetries(attempts.call, options()), (thrown) => {
      assert.ok(isEvalError(thrown, 'model-rate-limited'));
      assert.equal(thrown.retryAfterMs, 600_000);
      return /asks to wait 600 s, longer than the limit of 60 s/.test(thrown.message);
    });
    assert.deepEqual(delays, []);
  });

  it('gives up after the last attempt with the last error and their number', async () => {
    const server = error('model-server-error');
    const attempts = failing(server, server, server);

    await assert.rejects(withRetries(attempts.call, options({ maxAttempts: 3 })), (thrown) => {
      assert.ok(isEvalError(thrown, 'model-server-error'));
      return thrown.message.endsWith('Tried 3 times.');
    });
    assert.equal(attempts.made, 3);
  });

  for (const [said, shown] of [
    ['The server says: slow down', 'The server says: slow down. Tried 2 times.'],
    ['The server says: Slow down!', 'The server says: Slow down! Tried 2 times.'],
    ['The server says: 稍后再试。', 'The server says: 稍后再试。 Tried 2 times.'],
  ] as const) {
    it(`begins a sentence of its own after '${said}'`, async () => {
      const busy = new EvalError('model-rate-limited', said);

      await assert.rejects(withRetries(failing(busy, busy).call, options({ maxAttempts: 2 })), {
        message: shown,
      });
    });
  }

  it('repeats a broken reply only once', async () => {
    const broken = error('model-bad-response');
    const attempts = failing(broken, broken, broken);

    await assert.rejects(withRetries(attempts.call, options()), /Tried 2 times/);
    assert.equal(attempts.made, 2);
  });

  it('tells of each pause', async () => {
    await withRetries(failing(error('model-timeout')).call, options());

    assert.deepEqual(
      waits.map(({ attempt, waitMs, isAskedByServer }) => ({ attempt, waitMs, isAskedByServer })),
      [{ attempt: 1, waitMs: 500, isAskedByServer: false }],
    );
  });

  it('makes no call once it is stopped', async () => {
    const attempts = failing();

    await assert.rejects(
      withRetries(attempts.call, options({ signal: AbortSignal.abort() })),
      (thrown) => isEvalError(thrown, 'aborted'),
    );
    assert.equal(attempts.made, 0);
  });

  it('makes no further call when it is stopped during a pause', async () => {
    const stopping = new AbortController();
    const attempts = failing(error('model-server-error'));

    await assert.rejects(
      withRetries(
        attempts.call,
        options({ signal: stopping.signal, onWait: () => stopping.abort() }),
      ),
      (thrown) => isEvalError(thrown, 'aborted'),
    );
    assert.equal(attempts.made, 1);
  });
});
