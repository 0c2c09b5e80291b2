import assert from 'node:assert/strict';
import { healthOf } from '../../../../src/core/health/metricHealth.ts';
import { review } from '../../../../src/core/health/proposal.ts';
import { startOfText } from '../../../../src/core/text.ts';
import {
  metricDescription,
  rowsBelow,
  spokenMetric,
} from '../../../../src/vscode/metricReview/metricNode.ts';
import type { SuiteReview } from '../../../../src/vscode/metricReview/suiteReviews.ts';
import { day, run, spec } from '../../../support/history.ts';
import { suiteOf } from '../../../support/suites.ts';

const runs = Array.from({ length: 12 }, (_, i) =>
  run(`r${i}`, `v${i}`, i * 10, { quiet: 'pp', busy: i % 2 === 0 ? 'fp' : 'pf' }),
);

function reviewOf(own: Partial<SuiteReview['suite']> = {}): SuiteReview {
  const suite = suiteOf({ metrics: [spec('busy'), spec('quiet')], ...own });
  const healths = healthOf({ suite, promptTexts: [], runs, events: [], now: 130 * day });
  return { suite, targets: [], metrics: review(healths) };
}

const retired = {
  id: 'old',
  on: '2026-10-01',
  reason: 'Gone.',
  isRestorable: true,
  range: startOfText,
};

describe('The rows of the Metrics view', () => {
  it('are the metrics themselves where there is one suite, those that want a look first', () => {
    const rows = rowsBelow(undefined, [reviewOf()]);

    assert.deepEqual(
      rows.map((row) => row.kind === 'metric' && row.metric),
      ['quiet', 'busy'],
    );
  });

  it('are suites where there are several', () => {
    const rows = rowsBelow(undefined, [reviewOf(), reviewOf({ path: '/w/b.metrics.yaml' })]);

    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['suite', 'suite'],
    );
  });

  it('keep what is retired at the end', () => {
    const rows = rowsBelow(undefined, [reviewOf({ retired: [retired] })]);
    const last = rows.at(-1);

    assert.equal(last?.kind, 'retired');
    const [below] = rowsBelow(last, []);
    assert.equal(below?.kind === 'retired-metric' && below.metric, 'old');
  });

  it('say for screen readers, too, what is to be done with a metric', () => {
    const spoken = rowsBelow(undefined, [reviewOf()]).map((row) =>
      row.kind === 'metric' ? spokenMetric(row.reviewed) : '',
    );

    assert.match(spoken[0] ?? '', /^Quiet, retire\? It has never failed/i);
    assert.match(spoken[1] ?? '', /^Busy, keep/i);
  });

  it('say the proposal with its reason behind the name', () => {
    const [row] = rowsBelow(undefined, [reviewOf()]);

    assert.ok(row?.kind === 'metric');
    assert.match(metricDescription(row.reviewed), /^retire\? It has never failed in 130 days/);
    assert.equal(rowsBelow(row, [])[0]?.kind, 'evidence');
  });
});

describe('The row of a judge', () => {
  const agreement = { labels: 20, agreed: 0.9, kappa: 0.72, interval: null };
  const review = { ...reviewOf(), reliability: new Map([['busy', { labels: 20, agreement }]]) };
  const row = rowsBelow(undefined, [review]).find(
    (one) => one.kind === 'metric' && one.metric === 'busy',
  );

  it('begins with its badge', () => {
    assert.ok(row?.kind === 'metric');

    assert.match(
      metricDescription(row.reviewed, review.reliability),
      /^judge κ 0\.72, 20 labels ·/,
    );
    assert.doesNotMatch(metricDescription(row.reviewed), /κ/);
  });

  it('unfolds to what is known of it', () => {
    const texts = rowsBelow(row, [review]).map((one) => one.kind === 'evidence' && one.text);

    assert.ok(texts.some((text) => text && /agrees with people on 90 % of 20 labels/.test(text)));
  });
});
