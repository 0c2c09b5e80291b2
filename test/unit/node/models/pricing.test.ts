import assert from 'node:assert/strict';
import type { RunModel } from '../../../../src/core/results/runResult.ts';
import { createPricing } from '../../../../src/node/models/pricing.ts';

const usage = { inputTokens: 1_000_000, outputTokens: 1_000_000 };
const openai = (name: string, baseUrl = 'https://api.openai.com/v1'): RunModel => ({
  provider: 'openai',
  name,
  baseUrl,
  isSimulated: false,
});

describe('createPricing', () => {
  it('knows the price of a model of a known provider', async () => {
    const pricing = createPricing();
    await pricing.load();

    // OpenAI's list price: 0.15 dollars for a million tokens in, 0.60 out.
    assert.equal(pricing.cost(openai('gpt-4o-mini'), usage), 0.75);
  });

  it('counts cached input at its own price', async () => {
    const pricing = createPricing();
    await pricing.load();

    const cost = pricing.cost(openai('gpt-4o-mini'), { ...usage, cachedInputTokens: 1_000_000 });

    assert.ok(cost !== null && Math.abs(cost - 0.675) < 1e-9, String(cost));
  });

  const unknown: readonly [string, RunModel][] = [
    ['an unknown model', openai('no-such-model-at-all')],
    ['a server on this machine', openai('gpt-4o-mini', 'http://localhost:11434/v1')],
    ['an unknown server', openai('gpt-4o-mini', 'https://llm.corp.example/v1')],
    ['a model without an address', { provider: 'vscode', name: 'gpt-4o', isSimulated: false }],
  ];
  for (const [name, model] of unknown) {
    it(`does not know the price of ${name}, which is not 0`, async () => {
      const pricing = createPricing();
      await pricing.load();

      assert.equal(pricing.cost(model, usage), null);
    });
  }

  it('knows no price before the list is loaded', () => {
    assert.equal(createPricing().cost(openai('gpt-4o-mini'), usage), null);
  });

  it('makes simulated and replayed answers free', () => {
    const pricing = createPricing();

    assert.equal(pricing.cost({ provider: 'simulated', name: 's', isSimulated: true }, usage), 0);
    assert.equal(pricing.cost({ provider: 'replay', name: 'r', isSimulated: false }, usage), 0);
  });
});
