import assert from 'node:assert/strict';
import { whyWithoutAnswers } from '../../../../src/core/results/caseErrors.ts';
import { caseResultOf, runOf, trialOf } from '../../../support/runs.ts';

const error = { code: 'key-refused', message: 'The key was refused.' };
const broken = caseResultOf('a', { trials: [trialOf('', { error, output: null, replies: [] })] });

describe('whyWithoutAnswers', () => {
  it('is what kept all cases from running', () => {
    assert.equal(whyWithoutAnswers([runOf({ cases: [broken] })])?.message, error.message);
  });

  it('is nothing where one case has an answer', () => {
    assert.equal(whyWithoutAnswers([runOf({ cases: [broken, caseResultOf('b')] })]), undefined);
  });

  it('is nothing where one of several runs has an answer', () => {
    assert.equal(whyWithoutAnswers([runOf({ cases: [broken] }), runOf()]), undefined);
  });

  it('is nothing where nothing was run', () => {
    assert.equal(whyWithoutAnswers([]), undefined);
    assert.equal(whyWithoutAnswers([runOf({ cases: [] })]), undefined);
  });
});
