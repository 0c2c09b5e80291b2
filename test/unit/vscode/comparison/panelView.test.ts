import assert from 'node:assert/strict';
import type { Evaluated, Target } from '../../../../src/core/live/evaluated.ts';
import type { Running } from '../../../../src/core/live/promptState.ts';
import type { CaseResult } from '../../../../src/core/results/runResult.ts';
import { panelView, repliesOf } from '../../../../src/vscode/comparison/panelView.ts';
import { caseResultOf, runOf, trialOf } from '../../../support/runs.ts';
import { caseOf, promptOf, suiteOf } from '../../../support/suites.ts';

const first = '/w/a.metrics.yaml';
const second = '/w/b.metrics.yaml';

const targetOf = (suite: string, text: string): Target => ({
  ...{ prompt: promptOf(text), suite: suiteOf({ path: suite }), cases: [caseOf('a')] },
});
const replied = (text: string): CaseResult => caseResultOf('a', { trials: [trialOf(text)] });
const resultOf = (suite: string, text: string, reply: string): Evaluated => ({
  target: targetOf(suite, text),
  run: runOf({ suite, cases: [replied(reply)] }),
  baseline: { run: runOf({ suite, cases: [replied('first')] }), label: 'before' },
  findings: [],
});
const runningOf = (suite: string, own: Partial<Running> = {}): Running => ({
  ...{ done: 0, total: 1, cost: 0, target: targetOf(suite, 'New.'), settled: { all: () => [] } },
  ...own,
});
const outputs = (view: ReturnType<typeof panelView>) => {
  const { old, new: now } = repliesOf(view, 'a');
  return [old, now].map((side) => side?.cases[0]?.trials[0]?.output);
};

const last = resultOf(first, 'Old.', 'second');

describe('panelView', () => {
  it('is the last result while nothing runs', () => {
    const view = panelView(undefined, last, false);

    assert.equal(view.shown, last);
    assert.deepEqual(outputs(view), ['first', 'second']);
  });

  it('is what a run that goes on has shown already, for buttons too', () => {
    const early = resultOf(first, 'New.', 'third');
    const view = panelView(runningOf(first, { early }), last, false);

    assert.equal(view.shown, early);
    assert.deepEqual(outputs(view), ['first', 'third']);
  });

  it('takes the replies of settled cases from the run that goes on, beside those before it', () => {
    const settled = { all: () => [replied('third')] };
    const view = panelView(runningOf(first, { settled }), last, false);

    assert.deepEqual(outputs(view), ['second', 'third']);
  });

  it('leaves the result of a suite alone while another one runs', () => {
    const early = resultOf(second, 'New.', 'other');
    const settled = { all: () => [replied('other')] };
    const view = panelView(runningOf(second, { early, settled }), last, false);

    assert.equal(view.shown, last);
    assert.equal(view.target, last.target);
    assert.deepEqual(outputs(view), ['first', 'second']);
  });

  it('leaves a stored run that was chosen alone', () => {
    const early = resultOf(first, 'New.', 'third');
    const settled = { all: () => [replied('third')] };
    const view = panelView(runningOf(first, { early, settled }), last, true);

    assert.equal(view.shown, last);
    assert.deepEqual(outputs(view), ['first', 'second']);
  });

  it('lists the suite that runs where there is no result yet', () => {
    const running = runningOf(second);

    assert.equal(panelView(running, undefined, false).target, running.target);
  });

  it('keeps the first result of a suite while the next suite runs', () => {
    const early = resultOf(first, 'New.', 'third');
    const view = panelView(runningOf(second, { early }), undefined, false);

    assert.equal(view.target, early.target);
    assert.deepEqual(view.settled, []);
  });
});
