import assert from 'node:assert/strict';
import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import { rerunText, toldCounts, toldVerdict } from '../../../../src/core/compare/toldVerdict.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';

function run(outcomes: Readonly<Record<string, readonly boolean[]>>) {
  return runOf({
    cases: Object.entries(outcomes).map(([id, trials]) =>
      caseResultOf(id, {
        trials: trials.map((passed, trial) =>
          trialOf('text', { trial, scores: [scoreOf(passed)] }),
        ),
      }),
    ),
  });
}

function told(old: Parameters<typeof run>[0], now: Parameters<typeof run>[0]) {
  const [metric] = compareRuns(run(old), run(now), { baselineLabel: 'before' }).metrics;
  assert.ok(metric);
  return { verdict: metric.verdict, told: toldVerdict(metric) };
}

describe('toldVerdict', () => {
  it('says of a few cases that all pass as before that no change is shown', () => {
    const pass = { a: [true], b: [true], c: [true] };

    assert.deepEqual(told(pass, pass), { verdict: 'inconclusive', told: 'unshown' });
  });

  it('stays open where one case passes no more', () => {
    const found = told({ a: [true], b: [true] }, { a: [false], b: [true] });

    assert.deepEqual(found, { verdict: 'inconclusive', told: 'inconclusive' });
  });

  it('stays open where one case fell, whatever another gained', () => {
    const found = told({ a: [true], b: [false] }, { a: [false], b: [true] });

    assert.equal(found.told, 'inconclusive');
  });

  it('has no doubt about a case that only got better', () => {
    assert.equal(told({ a: [false], b: [true] }, { a: [true], b: [true] }).told, 'unshown');
  });

  it('asks what the rates are made of: a trial beyond the planned ones says nothing of either side', () => {
    const found = told({ a: [true, true], b: [true, true] }, { a: [true, false], b: [true, true] });

    assert.equal(found.told, 'unshown');
  });

  it('takes nothing from a verdict that was reached', () => {
    for (const verdict of ['regressed', 'improved', 'unchanged'] as const) {
      assert.equal(toldVerdict({ verdict, openDrops: 0 }), verdict);
      assert.equal(toldVerdict({ verdict, openDrops: 2 }), verdict);
    }
  });
});

describe('toldCounts', () => {
  it('counts each metric once', () => {
    const counts = toldCounts([
      { verdict: 'regressed', openDrops: 3 },
      { verdict: 'inconclusive', openDrops: 1 },
      { verdict: 'inconclusive', openDrops: 0 },
      { verdict: 'inconclusive', openDrops: 0 },
    ]);

    assert.deepEqual(counts, {
      ...{ regressed: 1, inconclusive: 1, improved: 0, unchanged: 0 },
      unshown: 2,
    });
  });
});

describe('rerunText', () => {
  it('tells how many cases failed again', () => {
    const reruns = { failedAgain: 4, cases: 5 };

    assert.equal(rerunText({ verdict: 'regressed', reruns }), 'failed again on re-run: 4 of 5');
  });

  it('is empty where the verdict rests on no re-run', () => {
    assert.equal(rerunText({ verdict: 'regressed' }), '');
    assert.equal(rerunText({ verdict: 'regressed', reruns: { failedAgain: 0, cases: 2 } }), '');
    assert.equal(rerunText({ verdict: 'inconclusive', reruns: { failedAgain: 1, cases: 1 } }), '');
  });
});
