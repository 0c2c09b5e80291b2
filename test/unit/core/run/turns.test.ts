import assert from 'node:assert/strict';
import { Turns } from '../../../../src/core/run/turns.ts';

describe('Turns', () => {
  let queued: (() => void)[];
  let turns: Turns;
  let done: string[];
  let now: number;
  const work = (name: string) => () => void done.push(name);
  const turn = () => {
    for (const go of queued.splice(0)) go();
  };

  beforeEach(() => {
    queued = [];
    done = [];
    now = 0;
    turns = new Turns(
      (go) => queued.push(go),
      () => now,
    );
  });

  it('give every piece of work a turn of its own, in the order asked for', () => {
    for (const name of ['a', 'b', 'c']) turns.next(work(name));

    const seen = [1, 2, 3, 4].map(() => {
      turn();
      return done.join('');
    });

    assert.deepEqual(seen, ['a', 'ab', 'abc', 'abc']);
  });

  it('put what is asked for in a turn behind what waits already', () => {
    turns.next(() => {
      done.push('a');
      turns.next(work('c'));
    });
    turns.next(work('b'));

    for (let count = 0; count < 3; count++) turn();

    assert.deepEqual(done, ['a', 'b', 'c']);
  });

  it('go on after work that throws', () => {
    turns.next(() => {
      throw new Error('broken');
    });
    turns.next(work('b'));

    assert.throws(turn, /broken/);
    turn();

    assert.deepEqual(done, ['b']);
  });

  it('leave a turn alone that was worked in for long already', () => {
    turns.worked();
    now = 8;
    turns.next(work('a'));

    turn();
    assert.deepEqual(done, []);

    turn();
    assert.deepEqual(done, ['a']);
  });

  it('come in the next one even where every turn is long', () => {
    turns.worked();
    now = 8;
    turns.next(work('a'));
    turn();
    turns.worked();
    now = 16;

    turn();

    assert.deepEqual(done, ['a']);
  });

  it('count the work of one turn, whoever asks', () => {
    assert.equal(turns.worked(), 0);
    now = 5;
    assert.equal(turns.worked(), 5);

    turn();
    now = 9;

    assert.equal(turns.worked(), 0);
    now = 12;
    assert.equal(turns.worked(), 3);
  });
});
