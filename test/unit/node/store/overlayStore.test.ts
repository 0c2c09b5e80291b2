import assert from 'node:assert/strict';
import { EvalError } from '../../../../src/core/errors.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { OverlayStore } from '../../../../src/node/store/overlayStore.ts';

class FailingBelow extends MemoryStore {
  private readonly error: Error;

  constructor(error: Error) {
    super();
    this.error = error;
  }

  override request(): Promise<never> {
    return Promise.reject(this.error);
  }
}

describe('requests of a history that takes no more writes', () => {
  it('one that is too long is said to be so, not to be unknown', async () => {
    const store = new OverlayStore(new FailingBelow(new EvalError('file-too-large', 'Too long.')));
    await assert.rejects(store.request('k', 10), { code: 'file-too-large' });
  });

  it('one that can no longer be read is as if it had never been there', async () => {
    const store = new OverlayStore(
      new FailingBelow(new EvalError('store-unavailable', 'Damaged.')),
    );
    assert.equal(await store.request('k'), undefined);
  });
});
