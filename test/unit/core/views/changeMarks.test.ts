import assert from 'node:assert/strict';
import type { Cause } from '../../../../src/core/blame/cause.ts';
import { hunksOf } from '../../../../src/core/blame/hunks.ts';
import { changeMarks, mergedMarks } from '../../../../src/core/views/changeMarks.ts';
import { runOf } from '../../../support/runs.ts';
import { promptOf, suiteOf } from '../../../support/suites.ts';

const old = 'Be kind.\nAnswer in German.\nAsk a question.\n';

/** Marks of a text; `guilty`: indices of the changes that are to blame. */
function marksOf(now: string, guilty: readonly number[] = []) {
  const hunks = hunksOf(old, now);
  const cause: Cause = {
    metric: 'has-question',
    finding: { kind: 'found', hunks: guilty, repaired: 4, tried: 4 },
    hunks,
    probes: 4,
  };
  return changeMarks({
    target: { prompt: promptOf(now), suite: suiteOf(), cases: [] },
    run: runOf(),
    baseline: { run: runOf(), label: 'before', source: old },
    causes: guilty.length === 0 ? [] : [cause],
  });
}

describe('changeMarks', () => {
  it('marks nothing in a text that is the same', () => {
    assert.deepEqual(marksOf(old), []);
  });

  it('tells the change to blame from others', () => {
    const marks = marksOf('Be very kind.\nAnswer in German.\nAsk nothing.\n', [1]);

    assert.deepEqual(marks, [
      { first: 0, last: 0, kind: 'changed', blamedFor: [] },
      { first: 2, last: 2, kind: 'changed', blamedFor: ['Says question'] },
    ]);
  });

  it('marks the gap of a line that was taken away', () => {
    const marks = marksOf('Be kind.\nAnswer in German.\n', [0]);

    assert.deepEqual(marks, [{ first: 1, last: 1, kind: 'removed', blamedFor: ['Says question'] }]);
  });

  it('marks the first line where text before it was taken away', () => {
    const marks = marksOf('Answer in German.\nAsk a question.\n', [0]);

    assert.deepEqual(marks, [{ first: 0, last: 0, kind: 'removed', blamedFor: ['Says question'] }]);
  });

  it('marks nothing where the older text is not known', () => {
    const marks = changeMarks({
      target: { prompt: promptOf(old), suite: suiteOf(), cases: [] },
      run: runOf(),
      baseline: { run: runOf(), label: 'a report' },
    });

    assert.deepEqual(marks, []);
  });
});

describe('mergedMarks', () => {
  const place = { first: 1, last: 1, kind: 'changed' as const };

  it('marks a place of several suites once, with all it is blamed for, since what the first of those saw', () => {
    const marks = mergedMarks([
      { since: 'HEAD', marks: [{ ...place, blamedFor: [] }] },
      { since: 'before', marks: [{ ...place, blamedFor: ['Kind'] }] },
      { since: 'pinned', marks: [{ ...place, blamedFor: ['Brief', 'Kind'] }] },
    ]);

    assert.deepEqual(marks, [{ ...place, blamedFor: ['Kind', 'Brief'], since: 'before' }]);
  });

  it('keeps the places of every suite', () => {
    const other = { ...place, first: 4, last: 5, blamedFor: [] };
    const marks = mergedMarks([
      { since: 'before', marks: [{ ...place, blamedFor: [] }] },
      { since: 'HEAD', marks: [other] },
    ]);

    assert.deepEqual(marks[1], { ...other, since: 'HEAD' });
  });
});
