import assert from 'node:assert/strict';
import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import { flakyReason, isTaggedFlaky } from '../../../../src/core/views/flakyCase.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';

type Outcomes = readonly boolean[];

/** A run of one case 'a' with these outcomes of its trials. */
function run(outcomes: Outcomes, others: Outcomes = []) {
  const trials = outcomes.map((passed, trial) =>
    trialOf(`reply ${trial}`, {
      trial,
      scores: [
        scoreOf(passed),
        ...(others[trial] === undefined ? [] : [scoreOf(others[trial], { metric: 'other' })]),
      ],
    }),
  );
  const made = runOf({ trials: outcomes.length, cases: [caseResultOf('a', { trials })] });
  const [metric] = made.metrics;
  assert.ok(metric);
  return {
    ...made,
    metrics: others.length === 0 ? [metric] : [metric, { ...metric, id: 'other' }],
  };
}

function compared(old: ReturnType<typeof run>, now: ReturnType<typeof run>) {
  const comparison = compareRuns(old, now, { baselineLabel: 'previous version' });
  return { run: now, baseline: { run: old, label: '' }, comparison };
}

describe('flakyReason', () => {
  it('says how often a case passes whose replies to one text disagree', () => {
    const now = run([true, false, true, false, true]);

    assert.equal(flakyReason({ run: now }, 'a'), 'passes 3 of 5 with the same text');
  });

  const settled: [string, Outcomes][] = [
    ['passes every time', [true, true, true]],
    ['fails every time', [false, false, false]],
    ['ran once', [false]],
    ['did not run', []],
  ];
  for (const [name, outcomes] of settled) {
    it(`says nothing of a case that ${name}`, () => {
      assert.equal(flakyReason({ run: run(outcomes) }, 'a'), undefined);
    });
  }

  it('says nothing of a case that is not part of the run', () => {
    assert.equal(flakyReason({ run: run([true, false]) }, 'b'), undefined);
  });

  it('says of a case that wavers with both texts how it does with this one', () => {
    const result = compared(run([true, false, true]), run([true, true, false]));

    assert.equal(flakyReason(result, 'a'), 'passes 2 of 3 with the same text');
  });

  it('says of a case that wavered with the text before how it did then', () => {
    const result = compared(run([true, false, true]), run([true, true, true]));

    assert.equal(flakyReason(result, 'a'), 'passed 2 of 3 with the same text before');
  });

  it('says nothing where the case moved, although both texts are of one mind', () => {
    const result = compared(run([true, true, true]), run([false, false, false]));

    assert.equal(flakyReason(result, 'a'), undefined);
  });

  it('hides no other metric of the case that changed', () => {
    const result = compared(
      run([true, false, true], [true, true, true]),
      run([true, true, false], [false, false, false]),
    );

    assert.equal(flakyReason(result, 'a'), undefined);
  });
});

describe('isTaggedFlaky', () => {
  it('knows the tag however it is written', () => {
    assert.ok(isTaggedFlaky({ tags: ['slow', 'Flaky'] }));
    assert.ok(!isTaggedFlaky({ tags: ['not-flaky'] }));
  });
});
