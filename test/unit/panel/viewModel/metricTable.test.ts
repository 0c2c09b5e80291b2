import assert from 'node:assert/strict';
import { metricTable } from '../../../../src/panel/viewModel/metricTable.ts';
import { promptDiff } from '../../../../src/panel/viewModel/promptDiff.ts';
import { comparisonInput, firstRunInput, storyCases } from '../../../support/panel/inputs.ts';

describe('metricTable', () => {
  it('says how each goal stands, and which of its metrics got worse', () => {
    const { goals } = metricTable(comparisonInput(storyCases(20)));

    assert.deepEqual(
      goals.map(({ goal, atRisk }) => [goal, atRisk]),
      [
        [
          'Fewer escalations from customers who do not write English',
          ["Replies in the customer's language"],
        ],
        ['Answers that are read to their end', ['At most 120 words']],
      ],
    );
    assert.ok(goals.every(({ rate, before }) => rate !== null && before !== null && rate < before));
  });

  it('has no earlier rate of a goal in a first run', () => {
    const { goals } = metricTable(firstRunInput(storyCases(5)));

    assert.ok(goals.every(({ before }) => before === null));
  });

  it('ends the trend with the rate that is shown', () => {
    const { metrics } = metricTable(comparisonInput(storyCases(20)));

    assert.ok(metrics.every(({ trend, new: now }) => trend.length === 6 && trend.at(-1) === now));
  });
});

describe('promptDiff with causes', () => {
  const input = comparisonInput(storyCases(3));
  const causeAt = (line: number) =>
    promptDiff({ ...input, causes: [{ line, text: 'Caused by this change.' }] }, [])
      .rows.filter(({ cause }) => cause !== null)
      .map(({ kind, segments }) => [kind, segments.map(({ text }) => text).join('')]);

  it('puts the sentence on the change that is to blame', () => {
    assert.deepEqual(causeAt(1), [['removed', 'Always reply in the language of the customer.']]);
    assert.deepEqual(causeAt(2), [['removed', 'Answer in at most 120 words.']]);
  });
});
