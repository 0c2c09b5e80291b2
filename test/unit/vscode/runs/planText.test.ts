import assert from 'node:assert/strict';
import { isLargePlan, planText } from '../../../../src/vscode/runs/planText.ts';

const settings = { askAboveCost: 0.05, askAboveCalls: 100, budgetPerRun: 0.25 };
const plan = (requests: number, estimatedCost: number | null) => ({
  cases: 40,
  casesToRun: 38,
  trials: 3,
  requests,
  judgeRequests: 0,
  cached: 6,
  estimatedCost,
});

describe('isLargePlan', () => {
  const table: readonly [string, number, number | null, boolean][] = [
    ['many calls that cost nothing', 5000, 0, false],
    ['a cost at the limit', 10, 0.05, false],
    ['a cost above the limit', 10, 0.06, true],
    ['few calls without a price', 100, null, false],
    ['many calls without a price', 101, null, true],
  ];
  for (const [name, requests, cost, isLarge] of table) {
    it(`${isLarge ? 'asks about' : 'lets pass'} ${name}`, () => {
      assert.equal(isLargePlan(plan(requests, cost), settings), isLarge);
    });
  }
});

describe('planText', () => {
  it('says what is sent and what it costs', () => {
    assert.equal(planText(plan(114, 0.12), settings), '38 of 40 cases, 114 calls, about $0.12.');
  });

  it('calls an unknown price unknown', () => {
    assert.match(planText(plan(1, null), settings), /1 call, price unknown\.$/);
  });

  it('says when the budget would stop the run', () => {
    assert.match(planText(plan(900, 3), settings), /would stop at the budget of \$0\.25/);
  });
});
