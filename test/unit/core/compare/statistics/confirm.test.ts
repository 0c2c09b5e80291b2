import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shakyHistory } from '../../../../../src/core/compare/statistics/caseHistory.ts';
import {
  shuffledOrder,
  stableFirstOrder,
} from '../../../../../src/core/compare/statistics/caseOrder.ts';
import {
  Confirmation,
  type Flip,
  flipsOf,
} from '../../../../../src/core/compare/statistics/confirm.ts';
import { EvidenceQueue } from '../../../../../src/core/compare/statistics/evidenceQueue.ts';

const down = (caseId: string, metric = 'm'): Flip => ({ caseId, metric, direction: 'worse' });
const up = (caseId: string, metric = 'm'): Flip => ({ caseId, metric, direction: 'better' });
const pair = (difference: number, metric = 'm') => new Map([[metric, difference]]);

/** Answers every case in its turn until none is left; returns the number of pairs. */
function runThrough(confirmation: Confirmation, answer: (caseId: string) => number): number {
  let pairs = 0;
  for (let next = confirmation.next; next !== undefined; next = confirmation.next) {
    pairs++;
    confirmation.count(pair(answer(next)));
  }
  return pairs;
}

describe('Confirmation', () => {
  it('drops a case once misses exceed hits', () => {
    const confirmation = new Confirmation([down('a')]);

    const pairs = runThrough(confirmation, () => 0);

    assert.equal(pairs, 1);
    assert.ok(confirmation.isDone);
    assert.deepEqual(confirmation.flips[0], { ...down('a'), hits: 0, misses: 1, reversed: 0 });
  });

  it('repeats a case that keeps failing for eight rounds', () => {
    const confirmation = new Confirmation([down('a')]);

    const pairs = runThrough(confirmation, () => -1);

    assert.equal(pairs, 8);
    assert.equal(confirmation.flips[0]?.hits, 8);
    assert.equal(confirmation.round, 8);
  });

  it('counts an opposite pair as a miss and a reversal', () => {
    const confirmation = new Confirmation([down('a')]);

    runThrough(confirmation, () => 1);

    assert.deepEqual(confirmation.flips[0], { ...down('a'), hits: 0, misses: 1, reversed: 1 });
  });

  it('takes the cases of a round in the order of their flips', () => {
    const confirmation = new Confirmation([down('b'), down('c'), down('a')], { maxRounds: 2 });
    const seen: string[] = [];

    runThrough(confirmation, (id) => {
      seen.push(id);
      return id === 'c' ? 0 : -1;
    });

    assert.deepEqual(seen, ['b', 'c', 'a', 'b', 'a']);
  });

  it('asks again for a case whose pair stayed missing', () => {
    const confirmation = new Confirmation([down('a')], { maxRounds: 2 });

    const confirmed = confirmation.count('missing');

    assert.deepEqual(confirmed, []);
    assert.deepEqual(confirmation.flips[0], { ...down('a'), hits: 0, misses: 0, reversed: 0 });
    assert.deepEqual(confirmation.turn, ['a']);
  });

  it('runs a case once for all metrics it moved on', () => {
    const confirmation = new Confirmation([down('a'), up('a', 'tone')]);
    const first = confirmation.turn;

    const confirmed = confirmation.count(
      new Map([
        ['m', 0],
        ['tone', 1],
      ]),
    );

    assert.deepEqual(first, ['a']);
    assert.equal(confirmed.length, 2);
    assert.deepEqual(
      confirmation.flips.map((f) => [f.metric, f.hits, f.misses]),
      [
        ['m', 0, 1],
        ['tone', 1, 0],
      ],
    );
    assert.deepEqual(confirmation.turn, ['a']);
  });

  it('is done within rounds times cases pairs, whatever comes back', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 2 }), { maxLength: 6 }),
        fc.infiniteStream(fc.constantFrom(-1, 0, 1)),
        (ids, answers) => {
          const confirmation = new Confirmation(ids.map((id) => down(id)));

          const pairs = runThrough(confirmation, () => answers.next().value ?? 0);

          assert.ok(pairs <= 8 * ids.length);
          for (const flip of confirmation.flips) {
            assert.ok(flip.misses > flip.hits || flip.hits + flip.misses === 8);
          }
        },
      ),
    );
  });

  it('starts with the metrics on which a case moved', () => {
    const differences = new Map([
      ['m', -1],
      ['same', 0],
      ['tone', 0.5],
    ]);

    assert.deepEqual(flipsOf('a', differences), [down('a'), up('a', 'tone')]);
  });

  it('is done at once without flips', () => {
    assert.ok(new Confirmation([]).isDone);
  });

  it('finds no call worth while for gains and for shaky cases, and says what makes them shaky', () => {
    const history = { passes: 3, samples: 5 };
    const flips = [down('a'), up('b'), down('d')];

    const confirmation = new Confirmation(flips, {
      worseOnly: true,
      shaky: (id) => (id === 'd' ? history : undefined),
    });

    assert.deepEqual(confirmation.turn, ['a', 'b', 'd']);
    assert.deepEqual(
      confirmation.turn.map((id) => confirmation.isWorthCalls(id)),
      [true, false, false],
    );
    assert.deepEqual(confirmation.flips.at(-1)?.shaky, history);
  });

  it('re-runs a shaky case where another metric of it is not', () => {
    const confirmation = new Confirmation([down('a'), down('a', 'tone')], {
      shaky: (_, metric) => (metric === 'm' ? { passes: 1, samples: 3 } : undefined),
    });

    assert.ok(confirmation.isWorthCalls('a'));
  });

  it('finds no further call worth while once fresh pairs spoke against the loss, though a gain is open', () => {
    const confirmation = new Confirmation([down('a'), up('a', 'tone')], { worseOnly: true });

    confirmation.count(
      new Map([
        ['m', 0],
        ['tone', 1],
      ]),
    );

    assert.deepEqual(confirmation.turn, ['a']);
    assert.equal(confirmation.isWorthCalls('a'), false);
  });
});

describe('shakyHistory', () => {
  const of = (text: string) =>
    shakyHistory(
      [...text].map((letter) => (letter === '+' ? 'passed' : letter === '-' ? 'failed' : 'both')),
    );

  for (const text of ['+*', '-*', '+*+-', '*-+', '-*-', '++*-+']) {
    it(`is there for ${text}: seldom passed, and one version did both`, () => {
      const shaky = of(text);

      assert.ok(shaky !== undefined && shaky.passes < 0.8 * shaky.samples);
    });
  }

  for (const [text, why] of [
    ['', 'nothing is known'],
    ['*', 'too little is known'],
    ['++++*++', 'it passed more than 4 of 5'],
    ['+-+-+-', 'versions differ, each for good'],
    ['-----', 'the version after them repaired it'],
    ['----+', 'it was repaired once, and stayed so'],
  ] as const) {
    it(`is absent for ${text === '' ? 'no version' : text}: ${why}`, () => {
      assert.equal(of(text), undefined);
    });
  }

  it('counts samples of one version that disagree as one of each', () => {
    assert.deepEqual(of('*-+'), { passes: 2, samples: 4 });
  });
});

describe('EvidenceQueue', () => {
  it('releases results in queue order', () => {
    const queue = new EvidenceQueue<number>(['a', 'b', 'c']);

    assert.deepEqual(queue.settle('c', 3), []);
    assert.deepEqual(queue.settle('a', 1), [{ id: 'a', position: 0, result: 1 }]);
    assert.deepEqual(queue.open, ['b', 'c']);
    assert.deepEqual(queue.settle('b', 2), [
      { id: 'b', position: 1, result: 2 },
      { id: 'c', position: 2, result: 3 },
    ]);
    assert.ok(queue.isDone);
  });

  it('skips a missing result when its turn comes', () => {
    const queue = new EvidenceQueue<number>(['a', 'b', 'c']);
    queue.settle('c', 3);

    assert.deepEqual(queue.skip('b'), []);
    assert.deepEqual(queue.settle('a', 1), [
      { id: 'a', position: 0, result: 1 },
      { id: 'c', position: 2, result: 3 },
    ]);
  });

  it('takes the first of repeated results and none without a place', () => {
    const queue = new EvidenceQueue<number>(['a', 'b']);
    queue.settle('b', 1);
    queue.settle('b', 2);
    queue.settle('x', 9);

    assert.deepEqual(queue.settle('a', 0), [
      { id: 'a', position: 0, result: 0 },
      { id: 'b', position: 1, result: 1 },
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
