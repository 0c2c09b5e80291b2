import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/lifecycle.ts';

describe('Emitter', () => {
  it('tells every listener all events in one order, also those that a listener fires', () => {
    const emitter = new Emitter<string>();
    const heard: string[] = [];
    emitter.event((event) => {
      if (event === 'first') emitter.fire('second');
    });
    emitter.event((event) => heard.push(event));

    emitter.fire('first');

    assert.deepEqual(heard, ['first', 'second']);
  });

  it('goes on with the others where a listener throws, and hands its error on', () => {
    const errors: unknown[] = [];
    const emitter = new Emitter<string>((error) => errors.push(error));
    const heard: string[] = [];
    emitter.event(() => {
      throw new Error('No.');
    });
    emitter.event((event) => heard.push(event));

    emitter.fire('first');
    emitter.fire('second');

    assert.deepEqual(heard, ['first', 'second']);
    assert.equal(errors.length, 2);
  });

  it('tells events that hold nothing', () => {
    const emitter = new Emitter<void>();
    let heard = 0;
    emitter.event(() => {
      heard++;
    });

    emitter.fire();

    assert.equal(heard, 1);
  });

  it('tells nothing to a listener that was disposed of', () => {
    const emitter = new Emitter<string>();
    const heard: string[] = [];
    const listening = emitter.event((event) => heard.push(event));

    listening.dispose();
    emitter.fire('first');

    assert.deepEqual(heard, []);
  });
});
