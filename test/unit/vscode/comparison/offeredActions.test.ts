import assert from 'node:assert/strict';
import type { Verdict } from '../../../../src/core/compare/comparison.ts';
import type { Evaluated } from '../../../../src/core/live/evaluated.ts';
import {
  offeredActions,
  type ShownState,
} from '../../../../src/vscode/comparison/offeredActions.ts';
import { runOf } from '../../../support/runs.ts';
import { caseOf, promptOf, suiteOf } from '../../../support/suites.ts';

function shownOf(verdict: Verdict): Evaluated {
  return {
    target: { prompt: promptOf('Be brief.'), suite: suiteOf(), cases: [caseOf('a')] },
    run: runOf(),
    baseline: { run: runOf({ id: 'old' }), label: 'before' },
    comparison: {
      baseline: { run: 'old', promptVersion: 'v', label: 'before' },
      current: { run: 'run-1', promptVersion: 'w' },
      ...{ verdict, metrics: [], cases: [] },
    },
    findings: [],
  };
}

const live: ShownState = {
  shown: shownOf('regressed'),
  ...{ isRunning: false, isStale: false, isChosen: false },
  ...{ hasDefaultOld: true, hasBothTexts: true },
};

describe('offeredActions', () => {
  it('asks "was it my edit" only of the comparison that a run makes by itself', () => {
    assert.ok(offeredActions(live).includes('wasItMyEdit'));
    assert.ok(!offeredActions({ ...live, hasDefaultOld: false }).includes('wasItMyEdit'));
    assert.ok(!offeredActions({ ...live, isChosen: true }).includes('wasItMyEdit'));
  });

  it('opens no diff of prompts where a text is not known', () => {
    assert.ok(offeredActions(live).includes('openPromptDiff'));
    assert.ok(!offeredActions({ ...live, hasBothTexts: false }).includes('openPromptDiff'));
  });

  it('swaps sides only where there are two', () => {
    const { baseline: _, ...alone } = shownOf('unchanged');

    assert.ok(offeredActions(live).includes('swapSides'));
    assert.ok(!offeredActions({ ...live, shown: alone }).includes('swapSides'));
  });

  it('leaves the sides alone while a run goes on', () => {
    const offered = offeredActions({ ...live, isRunning: true });

    for (const action of ['chooseOld', 'chooseNew', 'swapSides'] as const)
      assert.ok(!offered.includes(action), action);
  });
});
