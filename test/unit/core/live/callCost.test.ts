import assert from 'node:assert/strict';
import { callCost } from '../../../../src/core/live/callCost.ts';
import type { Pricing } from '../../../../src/core/ports.ts';
import type { ReplyRecord, RunUsage } from '../../../../src/core/results/runResult.ts';
import { caseResultOf, replyOf, trialOf } from '../../../support/runs.ts';

const model = { provider: 'fake', name: 'fake-1', isSimulated: false };
const none: RunUsage = { requests: 0, cached: 9, inputTokens: 0, outputTokens: 0, cost: 0 };
/** A dollar for each token. */
const pricing: Pricing = { cost: (_, { inputTokens, outputTokens }) => inputTokens + outputTokens };

function withReplies(...replies: readonly ReplyRecord[]) {
  return [caseResultOf('a', { trials: [trialOf('x', { replies })] })];
}

const usage = (inputTokens: number, outputTokens: number) => ({ inputTokens, outputTokens });

describe('callCost', () => {
  it('is what the calls of a run cost on average', () => {
    const asked = { ...none, requests: 4, cost: 2 };

    assert.equal(callCost([asked], model, [], pricing), 0.5);
  });

  it('is what the calls of the run before cost, where this one made none', () => {
    const before = { ...none, requests: 2, cost: 3 };

    assert.equal(callCost([none, before], model, [], pricing), 1.5);
  });

  it('follows from the tokens of known replies where nobody was asked', () => {
    const cases = withReplies(
      replyOf('x', { usage: usage(10, 2) }),
      replyOf('y', { usage: usage(20, 4) }),
      replyOf('its tokens are not known'),
    );

    assert.equal(callCost([none], model, cases, pricing), 18);
  });

  it('is 0 for a model that costs nothing, although nothing was asked', () => {
    const cases = withReplies(replyOf('x', { usage: usage(10, 2) }));

    assert.equal(callCost([none], model, cases, { cost: () => 0 }), 0);
  });

  it('is unknown where the price is, and where no tokens are known', () => {
    const cases = withReplies(replyOf('x', { usage: usage(10, 2) }));

    assert.equal(callCost([none], model, cases, { cost: () => null }), null);
    assert.equal(callCost([none], model, withReplies(replyOf('x')), pricing), null);
    assert.equal(callCost([{ ...none, cost: null }], model, [], pricing), null);
  });
});
