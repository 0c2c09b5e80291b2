import assert from 'node:assert/strict';
import { fixedNotes } from '../../../../src/core/live/fixedNotes.ts';
import { runOf } from '../../../support/runs.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const stages = ['real-time'] as const;
const baseline = { run: runOf(), label: 'a.baseline.json' };
const targetOf = (type: string) => ({
  prompt: promptOf('Be kind.'),
  suite: suiteOf({ metrics: [metricOf('yes', { type, name: 'Preferred' })] }),
  cases: [caseOf('a')],
});

describe('fixedNotes', () => {
  it('says why replies that are judged side by side are not run again', () => {
    assert.deepEqual(fixedNotes(targetOf('preference'), baseline, stages), [
      "'Preferred' judges the replies of both versions side by side: the verdict was reached once, at the end, and no failure was run again.",
    ]);
  });

  it('says it of a report', () => {
    assert.match(
      fixedNotes(targetOf('contains'), { ...baseline, isReport: true }, stages).join(),
      /^Of a\.baseline\.json only texts are known: the verdict was reached once/,
    );
  });

  it('has nothing to say of metrics of other stages', () => {
    assert.deepEqual(fixedNotes(targetOf('preference'), baseline, ['async']), []);
  });
});
