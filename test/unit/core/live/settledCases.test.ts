import assert from 'node:assert/strict';
import { SettledCases } from '../../../../src/core/live/settledCases.ts';
import type { TrialResult } from '../../../../src/core/results/runResult.ts';
import { caseOf } from '../../../support/suites.ts';

const trial = (number: number): TrialResult => ({
  trial: number,
  output: 'x',
  replies: [],
  messages: [],
  scores: [],
});

describe('SettledCases', () => {
  it('holds the trials of a case in their order, whatever order they came in', () => {
    const settled = new SettledCases([caseOf('a')]);

    settled.add('a', trial(1));
    settled.add('a', trial(0));

    assert.deepEqual(
      settled.all()[0]?.trials.map((item) => item.trial),
      [0, 1],
    );
  });

  it('keeps the object of a case that nothing came in for', () => {
    const settled = new SettledCases([caseOf('a'), caseOf('b')]);
    settled.add('a', trial(0));
    const [before] = settled.all();

    settled.add('b', trial(0));

    assert.equal(settled.all()[0], before);
  });

  it('leaves out cases that have no trial yet', () => {
    const settled = new SettledCases([caseOf('a'), caseOf('b')]);

    settled.add('b', trial(0));

    assert.deepEqual(
      settled.all().map((item) => item.id),
      ['b'],
    );
  });
});
