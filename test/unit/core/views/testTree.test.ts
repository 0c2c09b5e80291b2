import assert from 'node:assert/strict';
import {
  leafLimit,
  outcomesOf,
  parseTestId,
  type TestKey,
  testId,
  testTree,
} from '../../../../src/core/views/testTree.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const suite = '/w/a.metrics.yaml';
const prompt = '/w/a.prompt.md';
const own = metricOf('own');
const target = {
  prompt: promptOf('x'),
  suite: suiteOf({ metrics: [metricOf('question')] }),
  cases: [caseOf('a'), caseOf('b', { metrics: [own] })],
};
const shape = (nodes: ReturnType<typeof testTree>) =>
  nodes.map(({ label, children }) => [label, children.map((child) => child.label)]);

describe('testId', () => {
  it('is read again as what it was made of', () => {
    const keys: readonly TestKey[] = [
      { prompt },
      { prompt, suite, metric: 'a"b' },
      { prompt, suite, metric: 'm', caseId: 'ü\n' },
    ];

    for (const key of keys) assert.deepEqual(parseTestId(testId(key)), key);
  });

  it('is nothing for other texts', () => {
    for (const text of ['', '{', '[]', '[1,2,3,4]']) assert.equal(parseTestId(text), undefined);
  });
});

describe('testTree', () => {
  it('goes from metrics to the cases that they judge', () => {
    assert.deepEqual(shape(testTree([target], 'metric')), [
      ['Says question', ['a', 'b']],
      ['Says own', ['b']],
    ]);
  });

  it('goes from cases to the metrics that judge them', () => {
    assert.deepEqual(shape(testTree([target], 'case')), [
      ['a', ['Says question']],
      ['b', ['Says question', 'Says own']],
    ]);
  });

  it('has the same leaves either way', () => {
    const leaves = (grouping: 'metric' | 'case') =>
      testTree([target], grouping)
        .flatMap(({ children }) => children.map(({ id }) => id))
        .sort();

    assert.deepEqual(leaves('metric'), leaves('case'));
  });

  it('lists only what fails, and says so, where there are too many tests', () => {
    const many = Array.from({ length: leafLimit + 1 }, (_, index) => caseOf(`c${index}`));
    const cases = [caseResultOf('c7', { trials: [trialOf('no', { scores: [failed] })] })];

    const [metric] = testTree([{ ...target, cases: many }], 'metric', [{ run: runOf({ cases }) }]);

    assert.deepEqual(
      metric?.children.map(({ label }) => label),
      ['c7'],
    );
    assert.equal(metric?.description, 'failing cases only');
  });
});

const failed = scoreOf(false, { metric: 'has-question' });

function outcome(
  trials: Parameters<typeof caseResultOf>[1],
  more: Partial<Parameters<typeof outcomesOf>[0]> = {},
) {
  const run = runOf({ cases: [caseResultOf('a', trials)] });
  const key = { prompt, suite, metric: 'has-question', caseId: 'a' };
  return outcomesOf({ run, target, ...more })(key);
}

describe('outcomesOf', () => {
  it('fails a test with one failing trial, and counts', () => {
    const found = outcome({ trials: [trialOf('yes'), trialOf('no', { scores: [failed] })] });

    assert.equal(found?.status, 'failed');
    assert.equal(found?.message, '1 of 2 trials failed. It does not.');
    assert.equal(found?.actual, 'no');
  });

  it('passes only what was judged', () => {
    const skipped = scoreOf(true, { status: 'skipped', passed: null, value: null });

    assert.equal(outcome({})?.status, 'passed');
    assert.equal(outcome({ trials: [trialOf('x', { scores: [skipped] })] })?.status, 'skipped');
    assert.equal(outcome({ trials: [trialOf('x', { scores: [] })] }), undefined);
  });

  it('tells an error of the call from a failure', () => {
    const error = { code: 'model-failed', message: 'No answer.' };

    const found = outcome({ trials: [trialOf('', { output: null, scores: [], error })] });

    assert.deepEqual(found, { status: 'errored', message: 'No answer.' });
  });

  it('says nothing of a case that a run left out because it was stopped', () => {
    const error = { code: 'aborted', message: 'Stopped.' };

    assert.equal(
      outcome({ trials: [trialOf('', { output: null, scores: [], error })] }),
      undefined,
    );
  });

  it('puts a failing reply beside the expected answer, else beside the one that passed before', () => {
    const trials = { trials: [trialOf('no', { scores: [failed] })] };
    const expecting = { ...target, cases: [caseOf('a', { expected: { x: 1 } })] };
    const baseline = { run: runOf({ cases: [caseResultOf('a')] }), label: 'before' };

    assert.equal(outcome(trials)?.expected, undefined);
    assert.equal(outcome(trials, { target: expecting })?.expected?.text, '{\n  "x": 1\n}');
    assert.equal(outcome(trials, { baseline })?.expected?.text, 'question a');
  });
});
