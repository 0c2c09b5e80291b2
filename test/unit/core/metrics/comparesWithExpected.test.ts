import assert from 'node:assert/strict';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { comparesWithExpected } from '../../../../src/core/metrics/comparesWithExpected.ts';
import { scoreSample } from '../../../../src/core/metrics/scoreSample.ts';
import { replySample } from '../../../support/metricSample.ts';

describe('comparesWithExpected', () => {
  const passing: readonly (readonly [type: string, text: string])[] = [
    ...[
      'equals',
      'contains',
      'levenshtein',
      'token-f1',
      'rouge',
      'bleu',
      'chrf',
      'gleu',
      'meteor',
    ].map((type) => [type, 'Please keep the router plugged in for ten minutes.'] as const),
    ['numeric-difference', 'It costs 12.50 euros.'],
    ['json-diff', '{"city": "Porto"}'],
    ['list-overlap', '- one\n- two'],
  ];
  for (const [type, text] of passing) {
    it(`holds for ${type}, which passes once its reply is the expected answer`, async () => {
      const metric = { type, parameters: {} };

      const [score] = await scoreSample(
        replySample(text, { expected: text }),
        [metric],
        builtInMetrics,
      );

      assert.ok(comparesWithExpected(metric));
      assert.equal(score?.status === 'scored' && score.passed, true, score?.explanation);
    });
  }

  it('does not hold where the metric names its own answer', () => {
    assert.ok(!comparesWithExpected({ type: 'equals', parameters: { value: 'yes' } }));
  });

  it('does not hold where the opposite is asked for', () => {
    assert.ok(!comparesWithExpected({ type: 'equals', parameters: { negate: true } }));
  });

  it('does not hold for a part of the reply', () => {
    assert.ok(!comparesWithExpected({ type: 'equals', parameters: { 'apply-to': '$.answer' } }));
  });

  it('does not hold for metrics that look at no expected answer', () => {
    assert.ok(!comparesWithExpected({ type: 'language', parameters: {} }));
  });
});
