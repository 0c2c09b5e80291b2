import assert from 'node:assert/strict';
import { scoringProgress } from '../../../../src/core/logs/scoringProgress.ts';

describe('The progress of scoring a log', () => {
  for (const [replies, elapsedMs, text] of [
    [0, 5000, '0 replies'],
    [1, 100, '1 reply'],
    [12_000, 800, '12,000 replies, 15,000 a second'],
    [60, 2000, '60 replies, 30 a second'],
    [15_346, 1000, '15,346 replies, 15,300 a second'],
  ] as const)
    it(`is "${text}" after ${elapsedMs} ms`, () => {
      assert.equal(scoringProgress(replies, elapsedMs), text);
    });
});
