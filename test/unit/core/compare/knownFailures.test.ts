import assert from 'node:assert/strict';
import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import { knownFailures } from '../../../../src/core/compare/knownFailures.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';

/** A run of cases, each with whether its trials passed. */
const run = (cases: Readonly<Record<string, readonly boolean[]>>) =>
  runOf({
    cases: Object.entries(cases).map(([id, passed]) =>
      caseResultOf(id, {
        trials: passed.map((item, trial) => trialOf('x', { trial, scores: [scoreOf(item)] })),
      }),
    ),
  });
const metric = 'has-question';

describe('knownFailures', () => {
  const old = run({ failed: [false], passed: [true], shaky: [true, false], gone: [false] });
  const now = run({ failed: [false], passed: [false], shaky: [false, false], fresh: [false] });
  const isKnown = knownFailures(compareRuns(old, now, { baselineLabel: 'before' }));
  const table: readonly (readonly [string, string, boolean])[] = [
    ['what failed before', 'failed', true],
    ['not what passed before', 'passed', false],
    ['not what fails more often than before', 'shaky', false],
    ['not what was not there before', 'fresh', false],
  ];
  for (const [name, id, known] of table)
    it(`knows ${name}`, () => assert.equal(isKnown(id, [metric]), known));

  it('does not know a case that fails another metric now', () => {
    assert.equal(isKnown('failed', [metric, 'another']), false);
  });

  it('knows none without a comparison', () => {
    assert.equal(knownFailures(undefined)('failed', [metric]), false);
  });
});
