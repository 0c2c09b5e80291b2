import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isShaky,
  shuffledOrder,
  stableFirstOrder,
} from '../../../../../src/core/compare/statistics/caseOrder.ts';
import {
  type Confirmation,
  casesToConfirm,
  confirmCase,
  type Flip,
  flipsOf,
  isConfirmed,
  startConfirmation,
} from '../../../../../src/core/compare/statistics/confirm.ts';
import { EvidenceQueue } from '../../../../../src/core/compare/statistics/evidenceQueue.ts';

const down = (caseId: string, metric = 'm'): Flip => ({ caseId, metric, direction: 'worse' });
const pair = (difference: number, metric = 'm') => new Map([[metric, difference]]);

/** Answers every case due with `answer` until none is left; returns the number of pairs. */
function runThrough(start: Confirmation, answer: (caseId: string) => number) {
  let confirmation = start;
  let pairs = 0;
  for (;;) {
    const due = casesToConfirm(confirmation);
    if (due.length === 0) return { confirmation, pairs };
    for (const id of due) {
      pairs++;
      ({ confirmation } = confirmCase(confirmation, id, pair(answer(id))));
    }
  }
}

describe('confirmCase', () => {
  it('drops a case once misses exceed hits', () => {
    const { confirmation, pairs } = runThrough(startConfirmation([down('a')]), () => 0);

    assert.equal(pairs, 1);
    assert.ok(isConfirmed(confirmation));
    assert.deepEqual(confirmation.flips[0], { ...down('a'), hits: 0, misses: 1, reversed: 0 });
  });

  it('repeats a case that keeps failing for eight rounds', () => {
    const { confirmation, pairs } = runThrough(startConfirmation([down('a')]), () => -1);

    assert.equal(pairs, 8);
    assert.equal(confirmation.flips[0]?.hits, 8);
    assert.equal(confirmation.round, 8);
  });

  it('counts an opposite pair as a miss and a reversal', () => {
    const { confirmation } = runThrough(startConfirmation([down('a')]), () => 1);

    assert.deepEqual(confirmation.flips[0], { ...down('a'), hits: 0, misses: 1, reversed: 1 });
  });

  it('holds results until the cases before them are in', () => {
    const start = startConfirmation([down('a'), down('b')]);

    const early = confirmCase(start, 'b', pair(-1));
    assert.deepEqual(early.confirmed, []);
    assert.deepEqual(casesToConfirm(early.confirmation), ['a']);

    const both = confirmCase(early.confirmation, 'a', pair(0));
    assert.deepEqual(
      both.confirmed.map((c) => [c.caseId, c.difference]),
      [
        ['a', 0],
        ['b', -1],
      ],
    );
    assert.deepEqual(casesToConfirm(both.confirmation), ['b']);
  });

  it('asks again for a case whose pair stayed missing', () => {
    const start = startConfirmation([down('a')], { maxRounds: 2 });

    const { confirmation, confirmed } = confirmCase(start, 'a', 'missing');

    assert.deepEqual(confirmed, []);
    assert.deepEqual(confirmation.flips[0], { ...down('a'), hits: 0, misses: 0, reversed: 0 });
    assert.deepEqual(casesToConfirm(confirmation), ['a']);
  });

  it('ignores results that are not due', () => {
    const start = startConfirmation([down('a')]);

    assert.equal(confirmCase(start, 'x', pair(-1)).confirmation, start);
  });

  it('runs a case once for all metrics it moved on', () => {
    const up: Flip = { caseId: 'a', metric: 'tone', direction: 'better' };
    const start = startConfirmation([down('a'), up]);

    const { confirmation, confirmed } = confirmCase(
      start,
      'a',
      new Map([
        ['m', 0],
        ['tone', 1],
      ]),
    );

    assert.deepEqual(casesToConfirm(start), ['a']);
    assert.equal(confirmed.length, 2);
    assert.deepEqual(
      confirmation.flips.map((f) => [f.metric, f.hits, f.misses]),
      [
        ['m', 0, 1],
        ['tone', 1, 0],
      ],
    );
    assert.deepEqual(casesToConfirm(confirmation), ['a']);
  });

  it('is done within rounds times cases pairs, whatever comes back', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 2 }), { maxLength: 6 }),
        fc.infiniteStream(fc.constantFrom(-1, 0, 1)),
        (ids, answers) => {
          const next = () => answers.next().value ?? 0;
          const { pairs, confirmation } = runThrough(
            startConfirmation(ids.map((id) => down(id))),
            next,
          );

          assert.ok(pairs <= 8 * ids.length);
          for (const flip of confirmation.flips) {
            assert.ok(flip.misses > flip.hits || flip.hits + flip.misses === 8);
          }
        },
      ),
    );
  });
});

describe('startConfirmation', () => {
  it('may leave out gains and shaky cases', () => {
    const flips = flipsOf('m', [
      ['a', -1],
      ['b', 1],
      ['c', 0],
      ['d', -1],
    ]);
    const history = new Map([['d', { passes: 3, samples: 5 }]]);

    const start = startConfirmation(flips, {
      worseOnly: true,
      skip: (id) => isShaky(history.get(id)),
    });

    assert.deepEqual(casesToConfirm(start), ['a']);
  });

  it('is done at once without flips', () => {
    assert.ok(isConfirmed(startConfirmation([])));
  });
});

describe('EvidenceQueue', () => {
  it('releases results in queue order', () => {
    const queue = new EvidenceQueue<number>(['a', 'b', 'c']);

    assert.deepEqual(queue.settle('c', 3), []);
    assert.deepEqual(queue.settle('a', 1), [{ id: 'a', result: 1 }]);
    assert.deepEqual(queue.open, ['b', 'c']);
    assert.deepEqual(queue.settle('b', 2), [
      { id: 'b', result: 2 },
      { id: 'c', result: 3 },
    ]);
    assert.ok(queue.isDone);
  });

  it('skips a missing result when its turn comes', () => {
    const queue = new EvidenceQueue<number>(['a', 'b', 'c']);
    queue.settle('c', 3);

    assert.deepEqual(queue.skip('b'), []);
    assert.deepEqual(queue.settle('a', 1), [
      { id: 'a', result: 1 },
      { id: 'c', result: 3 },
    ]);
  });

  it('takes the first of repeated results and none without a place', () => {
    const queue = new EvidenceQueue<number>(['a', 'b']);
    queue.settle('b', 1);
    queue.settle('b', 2);
    queue.settle('x', 9);

    assert.deepEqual(queue.settle('a', 0), [
      { id: 'a', result: 0 },
      { id: 'b', result: 1 },
    ]);
  });

  it('releases the same sequence for every order of arrival', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: 5, maxLength: 5 }), (arrival) => {
        const queue = new EvidenceQueue<string>(ids);

        const released = arrival.flatMap((id) => queue.settle(id, id));

        assert.deepEqual(
          released.map((r) => r.id),
          ids,
        );
      }),
    );
  });

  it('refuses a case with two places', () => {
    assert.throws(() => new EvidenceQueue(['a', 'a']), RangeError);
  });
});

describe('case order', () => {
  it('depends on the seed alone and keeps every case', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

    assert.deepEqual(shuffledOrder(ids, 5), shuffledOrder(ids, 5));
    assert.notDeepEqual(shuffledOrder(ids, 5), shuffledOrder(ids, 6));
    assert.deepEqual(shuffledOrder(ids, 5).toSorted(), ids);
  });

  it('puts the most reliable cases first', () => {
    const history = new Map([
      ['never', { passes: 0, samples: 9 }],
      ['always', { passes: 9, samples: 9 }],
    ]);

    assert.deepEqual(stableFirstOrder(['never', 'new', 'always'], history, 1), [
      'always',
      'new',
      'never',
    ]);
  });
});
