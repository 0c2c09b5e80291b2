import assert from 'node:assert/strict';
import {
  describeReliability,
  reliabilityBadge,
} from '../../../../src/core/judges/reliabilityText.ts';

const agreement = { labels: 24, agreed: 0.875, kappa: 0.7234, interval: [0.4, 1] as const };

describe('what is said of a judge', () => {
  for (const [known, text] of [
    [{}, 'judge not tested'],
    [{ labels: 3 }, 'judge not measured'],
    [{ labels: 3, agreement: { ...agreement, labels: 3 } }, 'judge: 3 labels of 10'],
    [{ labels: 24, agreement }, 'judge κ 0.72, 24 labels'],
    [{ agreement: { ...agreement, kappa: null, interval: null } }, 'judge agrees 88 %, 24 labels'],
  ] as const)
    it(`is '${text}' in a badge`, () => {
      assert.equal(reliabilityBadge(known), text);
    });

  it('names every figure with its sense in full', () => {
    const lines = describeReliability({
      labels: 26,
      agreement,
      flips: 0.05,
      positionBias: -0.25,
      lengthBias: 0.42,
    });

    assert.deepEqual(lines, [
      'It agrees with people on 88 % of 24 labels, kappa 0.72 [0.40, 1.00].',
      '2 of 26 labels have no verdict of this judge yet.',
      'Asked again, it says otherwise in 5 % of pairs.',
      'It prefers the second of two replies whatever they are in 25 % more of pairs than the other.',
      'It favours long replies more than people do (correlation 0.42).',
    ]);
  });

  it('says when there are too few labels, and when nothing sways it', () => {
    const few = { labels: 4, agreed: 1, kappa: null, interval: null };

    assert.deepEqual(describeReliability({ agreement: few, positionBias: 0, lengthBias: 0.02 }), [
      'It agrees with people on 100 % of 4 labels, kappa unknown: labels or verdicts are all alike; fewer than 10 labels, so it caps nothing.',
      'The order of two replies makes no difference to it.',
      'The length of a reply makes no difference to it (correlation 0.02).',
    ]);
  });
});
