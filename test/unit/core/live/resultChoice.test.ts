import assert from 'node:assert/strict';
import type { Comparison, Verdict } from '../../../../src/core/compare/comparison.ts';
import type { Evaluated } from '../../../../src/core/live/evaluated.ts';
import { chosenResult, newestRun } from '../../../../src/core/live/resultChoice.ts';
import { runOf } from '../../../support/runs.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

interface Given {
  readonly suite: string;
  /** Verdicts by metric. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly cases?: readonly string[];
}

function resultOf({ suite, verdicts, cases = ['a'] }: Given): Evaluated {
  const ids = Object.keys(verdicts);
  const compared = ids.map((id) => ({
    ...{ id, name: id, verdict: verdicts[id] ?? 'unchanged', isMixed: false, isSmall: false },
    ...{ old: 1, new: 1, difference: 0, interval: null, pValue: 1, pAdjusted: 1 },
    ...{ pairs: 4, openDrops: 0, summary: '' },
  }));
  const comparison: Comparison = {
    baseline: { run: 'old', promptVersion: 'v1', label: 'before' },
    current: { run: 'new', promptVersion: 'v2' },
    verdict: ids.some((id) => verdicts[id] === 'regressed') ? 'regressed' : 'unchanged',
    metrics: compared,
    cases: [],
  };
  const metrics = ids.map((id) => ({
    ...{ id, name: id, type: 'contains', stage: 'real-time' as const, severity: 'error' as const },
    ...{ passed: 2, scored: 2, failed: 0, skipped: 0, passRate: 1, interval: null },
  }));
  return {
    target: {
      prompt: promptOf('x'),
      suite: suiteOf({ path: suite, metrics: ids.map((id) => metricOf(id, { id })) }),
      cases: cases.map((id) => caseOf(id)),
    },
    run: runOf({ suite, metrics }),
    comparison,
    findings: [],
  };
}

const calm = resultOf({ suite: '/w/a.metrics.yaml', verdicts: { tone: 'unchanged' } });
const worse = resultOf({
  suite: '/w/b.metrics.yaml',
  verdicts: { tone: 'unchanged', length: 'regressed' },
  cases: ['a', 'b'],
});

describe('chosenResult', () => {
  it('is the worst where nothing is wished for', () => {
    assert.equal(chosenResult([calm, worse]), worse);
  });

  it('is the first of equals', () => {
    const other = { ...calm };

    assert.equal(chosenResult([calm, other]), calm);
  });

  it('is that of the suite that is named', () => {
    assert.equal(chosenResult([calm, worse], { suite: '/w/a.metrics.yaml' }), calm);
  });

  it('is the one that has the metric, or the case', () => {
    const quiet = resultOf({ suite: '/w/c.metrics.yaml', verdicts: { json: 'unchanged' } });
    const lone = resultOf({ suite: '/w/d.metrics.yaml', verdicts: {}, cases: ['z'] });

    assert.equal(chosenResult([worse, quiet], { metric: 'json' }), quiet);
    assert.equal(chosenResult([worse, lone], { caseId: 'z' }), lone);
  });

  it('goes by the metric that is asked for, not by others of its suite', () => {
    const tone = resultOf({ suite: '/w/c.metrics.yaml', verdicts: { tone: 'regressed' } });

    assert.equal(chosenResult([worse, tone], { metric: 'tone' }), tone);
  });

  it('takes no notice of a wish for what is gone', () => {
    assert.equal(chosenResult([calm, worse], { suite: '/w/z.metrics.yaml', metric: 'x' }), worse);
  });

  it('is none where there are no results', () => {
    assert.equal(chosenResult([], { metric: 'tone' }), undefined);
  });
});

describe('newestRun', () => {
  it('is the one that began last', () => {
    const runs = [1, 3, 2].map((startedAt) => ({ run: runOf({ startedAt }) }));

    assert.equal(newestRun(runs)?.startedAt, 3);
    assert.equal(newestRun([]), undefined);
  });
});
