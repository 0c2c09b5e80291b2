import assert from 'node:assert/strict';
import { isEvalError } from '../../../src/core/errors.ts';
import { nodeClock } from '../../../src/node/nodeClock.ts';

describe('nodeClock', () => {
  it('never goes back in what has elapsed', () => {
    const first = nodeClock.elapsed();

    assert.ok(nodeClock.elapsed() >= first);
  });

  it('ends a delay that is aborted, before or meanwhile', async () => {
    const controller = new AbortController();
    const waiting = nodeClock.delay(60_000, controller.signal);
    controller.abort();

    await assert.rejects(waiting, (error) => isEvalError(error, 'aborted'));
    await assert.rejects(nodeClock.delay(1, controller.signal), (error) =>
      isEvalError(error, 'aborted'),
    );
  });

  it('resolves after a delay', async () => {
    await nodeClock.delay(1, new AbortController().signal);
  });
});
