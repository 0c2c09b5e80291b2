import assert from 'node:assert/strict';
import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import { findingsOf } from '../../../../src/core/findings/findings.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { caseOf, promptOf, suiteOf } from '../../../support/suites.ts';

const broken = (id: string, message: string) =>
  caseResultOf(id, {
    trials: [
      trialOf('', { output: null, scores: [], error: { code: 'model-server-error', message } }),
    ],
  });

describe('findingsOf', () => {
  it('tells once what kept several cases from running, and where they are', () => {
    const found = findingsOf({
      prompt: promptOf('Be kind.'),
      suite: suiteOf(),
      cases: ['a', 'b', 'c', 'd'].map((id) => caseOf(id)),
      run: runOf({
        cases: [
          broken('a', 'It answered 500.'),
          caseResultOf('b'),
          broken('c', 'It answered 500.'),
          broken('d', 'It was closed.'),
        ],
      }),
    });

    assert.deepEqual(
      found.map(({ kind, caseId, message, related }) => [kind, caseId, message, related.length]),
      [
        ['case-error', 'a', 'a and 1 more case could not run: It answered 500.', 1],
        ['case-error', 'd', 'd could not run: It was closed.', 0],
      ],
    );
  });

  it('says of what failed before, too, that it did, and brings no regression', () => {
    const failing = caseResultOf('a', { trials: [trialOf('x', { scores: [scoreOf(false)] })] });
    const run = runOf({ cases: [failing, caseResultOf('b')] });
    const input = {
      prompt: promptOf('Be kind.'),
      suite: suiteOf(),
      cases: ['a', 'b'].map((id) => caseOf(id)),
    };
    const comparison = compareRuns(run, { ...run, id: 'run-2' }, { baselineLabel: 'before' });

    const found = findingsOf({ ...input, run, comparison });

    assert.deepEqual(
      found.map(({ kind, message }) => [kind, message]),
      [
        ['below-target', 'Says question: 1 of 2 passed (50 %, 50 % before).'],
        ['failing-case', 'a fails Says question, as before. It does not.'],
      ],
    );
  });

  it('does not say so of a failure that is new', () => {
    const failing = caseResultOf('a', { trials: [trialOf('x', { scores: [scoreOf(false)] })] });
    const input = { prompt: promptOf('Be kind.'), suite: suiteOf(), cases: [caseOf('a')] };
    const run = runOf({ cases: [failing] });
    const comparison = compareRuns(runOf({ cases: [caseResultOf('a')] }), run, {
      baselineLabel: 'before',
    });

    const found = findingsOf({ ...input, run, comparison });

    assert.deepEqual(
      found.filter(({ kind }) => kind === 'failing-case').map(({ message }) => message),
      ['a fails Says question. It does not.'],
    );
  });
});
