import assert from 'node:assert/strict';
import { type Metric, replySample, scoreWith, shortOf } from '../../../../support/metricSample.ts';
import { metricTable } from '../../../../support/metricTable.ts';

const a = { type: 'contains', value: 'a' };
const b = { type: 'contains', value: 'b' };
const unmeasured = { type: 'latency', 'max-ms': 1 };
const broken = { type: 'contains', value: '{{ none }}' };

describe('all-of', () => {
  metricTable('all-of', [
    ['all pass', { metrics: [a, b] }, 'a b', 'pass', { value: 1, evidence: ['a', 'b'] }],
    [
      'one does not',
      { metrics: [a, b] },
      'a',
      'fail',
      { value: 0.5, explanation: /“b” is missing/ },
    ],
    [
      'a skipped part is left out',
      { metrics: [a, unmeasured] },
      'a',
      'pass',
      { explanation: /Left out/ },
    ],
    ['all are skipped', { metrics: [unmeasured] }, 'a', 'skipped'],
    ['a part that failed', { metrics: [a, { ...a, 'apply-to': '$.x' }] }, 'a', 'failed'],
    ['a variable that is missing', { metrics: [a, broken] }, 'a', 'failed'],
    [
      'a part of unknown type',
      { metrics: [{ type: 'contians' }] },
      'a',
      'failed',
      { explanation: /metrics\.0\.type`: Unknown metric 'contians'\. Did you mean 'contains'/ },
    ],
    [
      'a part that compares two versions',
      { metrics: [{ type: 'preference' }] },
      'a',
      'failed',
      { explanation: /'preference' compares two versions.*a metric of its own/ },
    ],
    [
      'a part with an unknown key',
      { metrics: [{ ...a, valeu: 1 }] },
      'a',
      'failed',
      { explanation: /valeu/ },
    ],
    ['a combinator inside', { metrics: [{ type: 'any-of', metrics: [a, b] }] }, 'b', 'pass'],
    ['negated', { metrics: [a, b], negate: true }, 'a', 'pass', { value: 0.5 }],
    ['an empty reply', { metrics: [a] }, '', 'fail'],
  ]);
});

describe('any-of', () => {
  metricTable('any-of', [
    ['one passes', { metrics: [a, b] }, 'b', 'pass', { value: 1 }],
    ['none passes', { metrics: [a, b] }, 'c', 'fail', { value: 0 }],
    [
      'a part that failed, beside one that passes',
      { metrics: [a, { ...a, 'apply-to': '$.x' }] },
      'a',
      'failed',
    ],
  ]);
});

describe('weighted', () => {
  metricTable('weighted', [
    ['the heavier part', { metrics: [{ ...a, weight: 3 }, b] }, 'a', 'pass', { value: 0.75 }],
    ['the lighter part', { metrics: [{ ...a, weight: 3 }, b] }, 'b', 'fail', { value: 0.25 }],
    ['a threshold', { metrics: [a, b], threshold: 0.6 }, 'b', 'fail', { value: 0.5 }],
  ]);
});

describe('combinators with `apply-to`', () => {
  const metric: Metric = {
    type: 'all-of',
    'apply-to': '$.answer',
    metrics: [
      { type: 'equals', value: 'yes' },
      { type: 'contains', value: '{', 'apply-to': 'reply' },
    ],
  };

  it('hand it to the parts that do not say it themselves', async () => {
    const score = await scoreWith(metric, replySample('{"answer": "yes"}'));

    assert.equal(shortOf(score), 'pass', score.explanation);
  });

  it('fail where it leads nowhere', async () => {
    assert.equal((await scoreWith(metric, replySample('yes {'))).status, 'failed');
  });
});
