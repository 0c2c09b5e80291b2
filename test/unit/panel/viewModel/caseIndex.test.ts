import assert from 'node:assert/strict';
import { type CaseFilter, noFilter } from '../../../../src/panel/slices/cases.ts';
import type { PanelInput } from '../../../../src/panel/source.ts';
import { CaseIndex } from '../../../../src/panel/viewModel/caseIndex.ts';
import { metricTable } from '../../../../src/panel/viewModel/metricTable.ts';
import { type CasePlan, comparisonInput, storyCases } from '../../../support/panel/inputs.ts';

function indexOf(plans: readonly CasePlan[]): CaseIndex {
  const input = comparisonInput(plans);
  return CaseIndex.of(input, metricTable(input).metrics);
}

describe('CaseIndex', () => {
  it('puts regressions first and unchanged cases last', () => {
    const index = indexOf([
      { id: 'same', verdict: 'unchanged' },
      { id: 'better', verdict: 'improved' },
      { id: 'open', verdict: 'inconclusive' },
      { id: 'worse', verdict: 'regressed' },
      { id: 'flaky', verdict: 'flaky' },
    ]);

    assert.deepEqual(
      index.rows.map(({ id }) => id),
      ['worse', 'open', 'flaky', 'better', 'same'],
    );
  });

  it('puts the loss of a severe metric before that of a mild one', () => {
    // The first metric is an error, the second a warning; the place decides which one a case fails.
    const index = indexOf([
      { id: 'a', verdict: 'unchanged' },
      { id: 'mild', verdict: 'regressed' },
      { id: 'b', verdict: 'unchanged' },
      { id: 'severe', verdict: 'regressed' },
    ]);

    assert.deepEqual(
      index.rows.slice(0, 2).map(({ id }) => id),
      ['severe', 'mild'],
    );
  });

  const filters: readonly (readonly [string, Partial<CaseFilter>, readonly string[]])[] = [
    ['verdict', { verdicts: ['improved'] }, ['better']],
    ['two verdicts', { verdicts: ['improved', 'regressed'] }, ['worse', 'better']],
    ['tag', { tag: 'vip' }, ['worse']],
    ['text in the output', { text: 'ROUTER blinkt' }, ['better']],
    ['text in the id', { text: 'wor' }, ['worse']],
    ['text in a tag', { text: 'vip' }, ['worse']],
    ['every word of the text', { text: 'router nonsense' }, []],
    ['unknown metric', { metric: 'nope' }, []],
    ['unknown goal', { goal: 'nope' }, []],
    ['tag and verdict together', { tag: 'vip', verdicts: ['improved'] }, []],
  ];
  for (const [name, filter, expected] of filters) {
    it(`filters by ${name}`, () => {
      const index = indexOf([
        { id: 'same', verdict: 'unchanged' },
        { id: 'better', verdict: 'improved', newText: 'Der Router blinkt.' },
        { id: 'worse', verdict: 'regressed', tags: ['vip'] },
      ]);

      const rows = index.filtered({ ...noFilter, ...filter });

      assert.deepEqual(
        rows.map(({ id }) => id),
        expected,
      );
    });
  }

  it('orders by the chosen metric: largest drop first', () => {
    const index = indexOf(storyCases(100));

    const rows = index.filtered({ ...noFilter, metric: 'same-language' });

    assert.equal(rows[0]?.id, 'german-fifth-turn');
    assert.equal(rows.length, 100);
  });

  it('counts cases by verdict and tag', () => {
    const { slice } = indexOf(storyCases(20));

    assert.equal(
      slice.verdicts.reduce((sum, { count }) => sum + count, 0),
      20,
    );
    assert.equal(slice.tags[0]?.tag, 'production');
  });

  it('does not call a case unchanged that could not run while the run goes on', () => {
    const input = comparisonInput(storyCases(2));
    const cases = input.new?.run?.cases ?? [];
    const [broken] = cases.map((item) => ({
      ...item,
      trials: item.trials.map((trial) => ({
        ...{ ...trial, output: null, scores: [] },
        error: { code: 'model-server-error', message: 'overloaded' },
      })),
    }));
    assert.ok(broken);
    const baseline = input.old?.run;
    assert.ok(baseline);
    const progress = { done: 1, total: 2, cost: null, settled: [broken], baseline };

    const index = CaseIndex.of({ ...input, progress }, metricTable(input).metrics);

    assert.equal(index.row(broken.id)?.verdict, 'missing');
  });

  it('tells a case that the run did not come to from one that is gone', () => {
    const input = comparisonInput(storyCases(3));
    const run = input.new?.run;
    const [cut, gone, ...others] = run?.cases ?? [];
    assert.ok(input.new && input.comparison && run && cut && gone);
    const cases = [{ ...cut, trials: [] }, ...others];
    const shown: PanelInput = {
      ...{ ...input, new: { ...input.new, run: { ...run, cases } } },
      comparison: {
        ...input.comparison,
        cases: [cut, gone].map(({ id }) => ({ id, verdict: 'missing', metrics: [] })),
      },
    };

    const index = CaseIndex.of(shown, metricTable(shown).metrics);

    assert.equal(index.row(cut.id)?.verdict, 'unrun');
    assert.equal(index.row(gone.id)?.verdict, 'missing');
  });

  it('lends unchanged rows from the index before', () => {
    const input = comparisonInput(storyCases(20));
    const metrics = metricTable(input).metrics;
    const first = CaseIndex.of(input, metrics);

    const second = CaseIndex.of({ ...input, isStale: true }, metrics, first);

    assert.equal(second.rows[3], first.rows[3]);
    assert.equal(second.slice.revision, first.slice.revision + 1);
  });
});
