import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideLive } from '../../../../../src/core/compare/live/decide.ts';
import {
  type LiveCase,
  LiveComparison,
} from '../../../../../src/core/compare/live/liveComparison.ts';
import type { LiveOptions } from '../../../../../src/core/compare/live/liveOptions.ts';
import type { SampleRef } from '../../../../../src/core/compare/live/sampleRef.ts';
import { liveInterval } from '../../../../../src/core/compare/statistics/liveInterval.ts';
import { mulberry32 } from '../../../../../src/core/compare/statistics/mulberry32.ts';
import { atOnce } from '../../../../../src/core/steps.ts';

type World = (ref: SampleRef) => number | 'missing';

const ids = (count: number): LiveCase[] =>
  Array.from({ length: count }, (_, i) => ({ id: `case-${i}` }));

/** Plays a comparison to its end; `pick` says which of the due samples arrives next. */
function play(
  comparison: LiveComparison,
  world: World,
  pick: (count: number) => number = () => 0,
): SampleRef[] {
  const asked: SampleRef[] = [];
  for (;;) {
    const due = comparison.due();
    const next = due[pick(due.length)];
    if (next === undefined) return asked;
    asked.push(next);
    const score = world(next);
    comparison.take(next, score === 'missing' ? score : new Map([['m', score]]));
  }
}

function make(cases: number, options: LiveOptions = {}): LiveComparison {
  return new LiveComparison(['m'], ids(cases), options);
}

/** The first `broken` cases pass under the old version and fail under the new one. */
const breaks =
  (broken: number): World =>
  ({ caseId, version }) =>
    version === 'new' && Number(caseId.slice(5)) < broken ? 0 : 1;

/** Scores that depend on the sample alone, so that the order of arrival can be told apart from luck. */
const noisy =
  (seed: number): World =>
  ({ caseId, version, trial }) => {
    const random = mulberry32(seed + 7919 * Number(caseId.slice(5)) + 31 * trial);
    random();
    const [a, b] = [random(), random()];
    const luck = version === 'old' ? a : b;
    if (luck > 0.93) return 'missing';
    return luck < (version === 'new' && Number(caseId.slice(5)) < 3 ? 0.3 : 0.75) ? 1 : 0;
  };

describe('LiveComparison', () => {
  it('asks for one pair per case when nothing flips', () => {
    const comparison = make(10);

    const asked = play(comparison, () => 1);

    assert.equal(asked.length, 20);
    assert.ok(asked.every((ref) => ref.trial === 0));
    assert.equal(comparison.phase, 'done');
  });

  it('confirms broken cases on fresh pairs and stops once they are known to be worse', () => {
    const comparison = make(20);

    const asked = play(comparison, breaks(4));

    const decision = atOnce(decideLive(comparison));
    assert.equal(decision.overall, 'regressed');
    const again = asked.filter((ref) => ref.trial > 0 && ref.version === 'new');
    assert.ok(again.length <= 8, `${again.length} re-runs`);
    assert.ok(again.every((ref) => Number(ref.caseId.slice(5)) < 4));
    assert.ok(comparison.flips.every((flip) => flip.hits > 0 && flip.misses === 0));
  });

  it('stops the screen when a broad drop is plain', () => {
    const comparison = make(100);

    play(comparison, breaks(100));

    assert.ok(comparison.isCut);
    assert.ok(comparison.progress.done < 15, `${comparison.progress.done} cases`);
    assert.equal(atOnce(decideLive(comparison)).overall, 'regressed');
  });

  it('gives no interval after a cut but one that holds at every moment, where the order is random', () => {
    const stableFirst = make(100);
    const random = make(100, { isRandomOrder: true });
    for (const comparison of [stableFirst, random]) play(comparison, breaks(100));

    const [ordered] = atOnce(decideLive(stableFirst)).metrics;
    const [shuffled] = atOnce(decideLive(random)).metrics;

    const { done } = random.progress;
    assert.equal(ordered?.verdict, 'regressed');
    assert.equal(ordered?.test.interval, null);
    assert.deepEqual(random.screened('m'), new Array(done).fill(-1));
    assert.deepEqual(shuffled?.test.interval, liveInterval(new Array(done).fill(-1)));
  });

  it('goes on to the end where the number of trials was asked for', () => {
    const comparison = make(12, { rounds: 3, stopsEarly: false });

    const asked = play(comparison, breaks(4));

    assert.equal(asked.length, 2 * 3 * 12);
    assert.ok(comparison.isResolved);
    assert.equal(atOnce(decideLive(comparison)).overall, 'regressed');
  });

  it('confirms gains from stored samples alone by default', () => {
    const comparison = make(12);
    const optional = new LiveComparison(['m'], ids(12));

    const asked = play(comparison, ({ version, trial }) =>
      trial > 0 ? 'missing' : version === 'old' ? 0 : 1,
    );
    play(optional, ({ version }) => (version === 'old' ? 0 : 1));

    assert.ok(asked.filter((ref) => ref.trial > 0).every((ref) => ref.isOptional));
    assert.ok(
      asked.every((ref) => ref.trial <= 1),
      'a case without stored samples is left',
    );
    assert.equal(atOnce(decideLive(optional)).overall, 'improved');
  });

  it('re-runs nothing when confirmation is switched off', () => {
    const comparison = make(12, { confirmRounds: 0 });

    const asked = play(comparison, breaks(2));

    assert.ok(asked.every((ref) => ref.trial === 0));
    assert.equal(comparison.phase, 'done');
  });

  it('completes every case to three samples on Resolve, those of the confirmation included', () => {
    const comparison = make(10, { worseOnly: true });
    play(comparison, breaks(1));
    const before = comparison.samples.scores('new', 'case-0', 'm').length;
    comparison.resolve();

    const asked = play(comparison, breaks(1));

    assert.equal(before > 1, true);
    assert.equal(asked.filter((ref) => ref.caseId === 'case-0').length, 0);
    assert.equal(asked.length, 9 * 2 * 2);
    assert.ok(comparison.isResolved);
  });

  it('completes on Resolve also what the confirmation found not worth a call', () => {
    const comparison = new LiveComparison(['m'], ids(10), {
      shaky: (id) => (id === 'case-0' ? { passes: 3, samples: 5 } : undefined),
    });
    // One case fails, one is better; neither is run again, and nothing is stored.
    const world: World = ({ caseId, version, isOptional }) => {
      if (isOptional) return 'missing';
      if (caseId === 'case-1') return version === 'new' ? 1 : 0;
      return caseId === 'case-0' && version === 'new' ? 0 : 1;
    };
    play(comparison, world);
    comparison.resolve();

    const asked = play(comparison, world);

    assert.equal(asked.length, 10 * 2 * 2);
    for (const id of ['case-0', 'case-1']) {
      assert.equal(comparison.samples.scores('new', id, 'm').length, 3);
      assert.equal(comparison.samples.scores('old', id, 'm').length, 3);
    }
  });

  it('never says "unchanged" before the end, nor after a cut', () => {
    const comparison = make(400);
    for (const ref of comparison.due().slice(0, 700)) comparison.take(ref, new Map([['m', 1]]));

    const open = atOnce(decideLive(comparison));
    comparison.stop();
    const stopped = atOnce(decideLive(comparison));

    assert.equal(open.overall, 'inconclusive');
    assert.equal(stopped.overall, 'inconclusive');
  });

  it('does not count doubtful old samples, and re-runs the old version for the cases they choose', () => {
    const cases = ids(8).map((item) => ({ ...item, oldFrom: 2 }));
    const comparison = new LiveComparison(['m'], cases, { stopsEarly: true });

    const asked = play(comparison, breaks(8));

    assert.equal(comparison.isCut, false);
    const oldAgain = asked.filter((ref) => ref.version === 'old' && ref.trial > 0);
    assert.ok(oldAgain.length > 0);
    assert.ok(oldAgain.every((ref) => ref.trial >= 2));
    assert.equal(atOnce(decideLive(comparison)).overall, 'regressed');
  });

  it('shows no worse edit where the model moved: the old version fails now too', () => {
    const cases = ids(8).map((item) => ({ ...item, oldFrom: 1 }));
    const comparison = new LiveComparison(['m'], cases);

    play(comparison, ({ version, trial }) => (version === 'old' && trial === 0 ? 1 : 0));

    assert.equal(atOnce(decideLive(comparison)).overall, 'inconclusive');
  });

  it('gives the same verdicts in any order of arrival', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 12 }),
        fc.infiniteStream(fc.nat()),
        fc.boolean(),
        (seed, count, stream, resolves) => {
          const inOrder = make(count);
          const shuffled = make(count);
          const picks = stream[Symbol.iterator]();
          const pick = (size: number) => (size === 0 ? 0 : (picks.next().value ?? 0) % size);

          play(inOrder, noisy(seed));
          play(shuffled, noisy(seed), pick);
          if (resolves) {
            inOrder.resolve();
            shuffled.resolve();
            play(inOrder, noisy(seed));
            play(shuffled, noisy(seed), pick);
          }

          assert.deepEqual(inOrder.chances(), shuffled.chances());
          assert.deepEqual(inOrder.flips, shuffled.flips);
          if (resolves) assert.deepEqual(atOnce(decideLive(inOrder)), atOnce(decideLive(shuffled)));
        },
      ),
    );
  });

  it('asks for no sample twice, and confirms with none that the screen has seen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 4 }),
        (seed, count, rounds, oldFrom) => {
          const cases = ids(count).map((item, i) => (i % 2 ? { ...item, oldFrom } : item));
          const comparison = new LiveComparison(['m'], cases, { rounds });
          const screened: SampleRef[] = [];
          const confirmed: SampleRef[] = [];
          for (;;) {
            const { phase } = comparison;
            const next = comparison.due()[0];
            if (next === undefined) break;
            (phase === 'screen' ? screened : confirmed).push(next);
            const score = noisy(seed)(next);
            comparison.take(next, score === 'missing' ? score : new Map([['m', score]]));
          }

          const key = (ref: SampleRef) => `${ref.version} ${ref.caseId} ${ref.trial}`;
          const all = [...screened, ...confirmed].map(key);
          assert.equal(new Set(all).size, all.length);
          assert.ok(confirmed.every((ref) => ref.trial >= rounds));
        },
      ),
    );
  });

  it('never changes colour back, whatever the order of arrival, missing calls and the end', () => {
    const metrics = ['a', 'b', 'c'];
    const colours = { inconclusive: 0, unchanged: 0, improved: 1, regressed: 2 } as const;
    let claims = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.infiniteStream(fc.nat()),
        // Pass chances of each metric under both versions.
        fc.array(
          fc.tuple(
            fc.double({ min: 0, max: 1, noNaN: true }),
            fc.double({ min: 0, max: 1, noNaN: true }),
          ),
          { minLength: 3, maxLength: 3 },
        ),
        fc.record({
          rounds: fc.constantFrom(1, 3),
          stopsEarly: fc.boolean(),
          worseOnly: fc.boolean(),
        }),
        fc.nat(300),
        (seed, stream, passing, options, stopAfter) => {
          const random = mulberry32(seed);
          const picks = stream[Symbol.iterator]();
          const comparison = new LiveComparison(metrics, ids(15), options);
          const shown = metrics.map(() => 0);
          let taken = 0;
          const look = () => {
            atOnce(decideLive(comparison)).metrics.forEach(({ verdict }, k) => {
              const colour = colours[verdict];
              assert.ok(colour >= (shown[k] ?? 0), `${verdict} after ${shown[k]}`);
              if (colour > (shown[k] ?? 0)) claims++;
              shown[k] = colour;
            });
          };
          const draw = () => {
            for (let due = comparison.due(); due.length > 0; due = comparison.due()) {
              const next = due[(picks.next().value ?? 0) % due.length];
              if (next === undefined) break;
              const scores = new Map(
                metrics.map((metric, k) => [
                  metric,
                  random() < (passing[k]?.[next.version === 'old' ? 0 : 1] ?? 0) ? 1 : 0,
                ]),
              );
              comparison.take(next, random() < 0.05 ? 'missing' : scores);
              if (++taken === stopAfter) comparison.stop();
              look();
            }
          };

          draw();
          comparison.resolve();
          look();
          draw();
        },
      ),
      { numRuns: 60 },
    );
    assert.ok(claims > 20, `only ${claims} claims were made, so nothing was tested`);
  });

  it('lets a claim stand when later evidence for the other direction outgrows it', () => {
    const comparison = new LiveComparison(['m', 'n'], ids(60), { stopsEarly: false });
    const claimed: (readonly string[])[] = [];

    // Both fall, n just so much that it is worse only because m is too; then n rises for long.
    for (const ref of comparison.due()) {
      const position = Number(ref.caseId.slice(5));
      const isNew = ref.version === 'new';
      const scores = new Map([
        ['m', isNew && position < 14 ? 0 : 1],
        ['n', position < 10 ? (isNew ? 0 : 1) : position < 20 ? 1 : isNew ? 1 : 0],
      ]);
      comparison.take(ref, scores);
      claimed.push(comparison.claims('worse'));
    }

    const first = claimed.findIndex((claims) => claims.includes('n'));
    assert.ok(first >= 0);
    assert.ok(claimed.slice(first).every((claims) => claims.includes('n')));
    assert.deepEqual(comparison.claims('better'), ['n']);
  });

  it('keeps a claim once it is made', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const comparison = make(10, { stopsEarly: false });
        let claimed = 0;
        const world: World = (ref) => {
          const now = comparison.claims('worse').length;
          assert.ok(now >= claimed);
          claimed = now;
          return noisy(seed)(ref);
        };

        play(comparison, world);
        comparison.resolve();
        play(comparison, world);

        assert.ok(comparison.claims('worse').length >= claimed);
      }),
    );
  });
});
