import assert from 'node:assert/strict';
import { findingsOf } from '../../../src/core/findings.ts';
import { caseResultOf, runOf, trialOf } from '../../support/runs.ts';
import { caseOf, promptOf, suiteOf } from '../../support/suites.ts';

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
});
