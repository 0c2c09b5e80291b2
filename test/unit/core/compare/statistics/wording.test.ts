import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  describeCase,
  describeFlips,
  describeMetric,
  describeProgress,
  describeShaky,
  describeStop,
  type MetricFigures,
} from '../../../../../src/core/compare/statistics/wording.ts';

const figures: MetricFigures = {
  name: 'Accuracy',
  verdict: 'regressed',
  mixed: false,
  small: false,
  margin: 0.1,
  oldMean: 0.82,
  newMean: 0.71,
  difference: -0.11,
  interval: [-0.19, -0.04],
  cases: 50,
  rounds: 3,
  worseCases: 7,
  betterCases: 0,
};

describe('describeMetric', () => {
  const table: [string, Partial<MetricFigures>, string][] = [
    [
      'a drop',
      { reruns: { failedAgain: 4, cases: 4 } },
      'Accuracy got worse: 82 % -> 71 % (-11 points; the true change is likely 4 to 19 points worse). Failed again on re-run: 4 of 4 cases.',
    ],
    [
      'a drop that ended the run',
      { interval: null, cases: 12, ofCases: 200 },
      'Accuracy got worse: 82 % -> 71 % (-11 points) in the 12 of 200 cases that ran.',
    ],
    [
      'a small drop',
      { small: true, oldMean: 0.8, newMean: 0.79, difference: -0.01, interval: [-0.02, -0.004] },
      'Accuracy shows a small but real drop: 80 % -> 79 % (-1 point; the true change is likely between none and 2 points worse).',
    ],
    [
      'a mixed drop',
      { mixed: true, worseCases: 2, betterCases: 3 },
      'Accuracy got worse in some cases and better in others: 82 % -> 71 % (-11 points; the true change is likely 4 to 19 points worse). 2 cases got worse, 3 got better.',
    ],
    [
      'as much of a drop as of a gain',
      {
        mixed: true,
        ...{ worseCases: 9, betterCases: 9 },
        newMean: 0.82,
        difference: 0,
        interval: null,
      },
      'Accuracy got worse in some cases and better in others: 82 % -> 82 % (0 points). 9 cases got worse, 9 got better.',
    ],
    [
      'a drop beside a case that got better',
      { worseCases: 9, betterCases: 1 },
      'Accuracy got worse: 82 % -> 71 % (-11 points; the true change is likely 4 to 19 points worse). 9 cases got worse, 1 got better.',
    ],
    [
      'a gain',
      {
        verdict: 'improved',
        oldMean: 0.7,
        newMean: 0.79,
        difference: 0.09,
        interval: [0.03, 0.15],
      },
      'Accuracy got better: 70 % -> 79 % (+9 points; the true change is likely 3 to 15 points better).',
    ],
    [
      'no change',
      { verdict: 'unchanged', difference: 0, interval: [-0.06, 0.05] },
      'Accuracy: no change that matters; it stayed within 10 points (the true change is likely between 6 points worse and 5 better).',
    ],
    [
      'a drop whose range is on both sides',
      { interval: [-0.59, 0.02] },
      'Accuracy got worse: 82 % -> 71 % (-11 points; the true change is likely between 59 points worse and 2 better).',
    ],
    [
      'a gain that may be none',
      { verdict: 'improved', oldMean: 0.7, newMean: 0.72, difference: 0.02, interval: [0, 0.05] },
      'Accuracy got better: 70 % -> 72 % (+2 points; the true change is likely between none and 5 points better).',
    ],
    [
      'a range of nothing',
      { verdict: 'unchanged', difference: 0, interval: [-0.001, 0.001] },
      'Accuracy: no change that matters; it stayed within 10 points (the true change is likely none).',
    ],
    [
      'an open verdict',
      {
        verdict: 'inconclusive',
        interval: [-0.12, 0.05],
        resolve: { calls: 100, detects: 0.08 },
      },
      'Accuracy: no change shown. A drop of more than 12 points is ruled out. Resolve (about 100 calls) would find a drop of 8 points.',
    ],
    [
      'too few samples',
      { verdict: 'inconclusive', cases: 5, rounds: 1 },
      'Accuracy: too few samples to tell; three runs per case would help.',
    ],
    [
      'nothing',
      { verdict: 'inconclusive', cases: 0, rounds: 0, difference: null, interval: null },
      'Accuracy: nothing to compare yet.',
    ],
    [
      'an open verdict that rules nothing out',
      { verdict: 'inconclusive', interval: [-1, 1] },
      'Accuracy: no change shown.',
    ],
  ];
  for (const [name, change, expected] of table) {
    it(`words ${name}`, () => {
      assert.equal(describeMetric({ ...figures, ...change }), expected);
    });
  }

  it('uses no terms of statistics and no broken numbers', () => {
    const share = fc.double({ min: -1, max: 1, noNaN: true });
    const rate = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(
        fc.record({
          verdict: fc.constantFrom('regressed', 'improved', 'unchanged', 'inconclusive'),
          mixed: fc.boolean(),
          small: fc.boolean(),
          oldMean: rate,
          newMean: rate,
          difference: fc.option(share),
          interval: fc.option(fc.tuple(share, share)),
          cases: fc.nat(100),
          rounds: fc.nat(5),
          resolve: fc.record({ calls: fc.nat(100), detects: fc.option(share) }),
        }),
        (change) => {
          const text = describeMetric({ ...figures, ...change });

          assert.doesNotMatch(text, /significan|p-value|\bp\b|NaN|undefined|null|-0\b|\s{2}|\.\./i);
          assert.match(text, /\.$/);
        },
      ),
    );
  });
});

describe('live wording', () => {
  it('says how far the run is, and nothing of red or green', () => {
    assert.equal(describeProgress(31, 50), '31 of 50 cases. Nothing shown yet.');
  });

  it('says at once what was shown', () => {
    assert.equal(
      describeStop('Tone', 'regressed', { done: 27, total: 200, underWay: 0 }),
      'Tone got worse; stopped after 27 of 200 cases.',
    );
    assert.equal(
      describeStop('Tone', 'regressed', { done: 13, total: 20, underWay: 3 }),
      'Tone got worse; stopped after 13 of 20 cases; 3 replies under way then are shown too.',
    );
  });

  it('puts flips beside what chance brings', () => {
    assert.equal(describeFlips(3, 5.7), '3 flips, about 6 expected by chance');
    assert.equal(describeFlips(1, 0.1), '1 flip, fewer than 1 expected by chance');
  });
});

describe('describeCase', () => {
  const one = { oldPasses: 1, oldSamples: 1, newPasses: 0, newSamples: 1 };

  it('calls a single run weak evidence', () => {
    assert.equal(
      describeCase({ ...one, label: 'flipped', isRerunning: true }),
      'Failed (1 of 1) this time. Passed (1 of 1) before. A single run is weak evidence; running it again.',
    );
  });

  it('gives the rate of a flaky case', () => {
    assert.equal(
      describeCase({ label: 'flaky', oldPasses: 2, oldSamples: 3, newPasses: 1, newSamples: 2 }),
      'Passes about 3 of 5 times with either version.',
    );
  });

  it('says what moved', () => {
    assert.equal(
      describeCase({
        label: 'got worse',
        oldPasses: 5,
        oldSamples: 5,
        newPasses: 0,
        newSamples: 5,
      }),
      'Got worse: passed 0 of 5 now, 5 of 5 before.',
    );
  });

  it('says why a failure was not run again', () => {
    const shaky = { passes: 3, samples: 5 };

    assert.equal(
      describeCase({ ...one, label: 'flipped', shaky, reruns: { failed: 0, pairs: 0 } }),
      'Failed (1 of 1) this time. Passed (1 of 1) before. A single run is weak evidence. Not run again, for it was shaky before: earlier versions passed it 3 of 5.',
    );
    assert.equal(describeShaky([]), undefined);
    assert.equal(
      describeShaky([{ id: 'a', shaky }]),
      "'a' failed and was not run again, for it was shaky before: passed 3 of 5.",
    );
    assert.equal(
      describeShaky([
        { id: 'a', shaky },
        { id: 'b', shaky },
      ]),
      "2 cases failed and were not run again, for they were shaky before (e.g. 'a' passed 3 of 5).",
    );
  });

  it('does not read a missing answer as a failure', () => {
    assert.doesNotMatch(describeCase({ ...one, label: 'missing', newSamples: 0 }), /fail|0/i);
  });
});
