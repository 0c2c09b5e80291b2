import assert from 'node:assert/strict';
import { builtInMetrics } from '../../../../../src/core/metrics/builtIn.ts';
import { readPrompt } from '../../../../../src/core/prompt/formats.ts';
import {
  askForSuggestions,
  planSuggestions,
} from '../../../../../src/core/propose/suggest/suggest.ts';
import { CallPool } from '../../../../../src/core/run/callPool.ts';
import { createModels } from '../../../../../src/node/models/models.ts';
import { directScorer } from '../../../../support/directScorer.ts';
import { fakePorts } from '../../../../support/fakePorts.ts';

async function suggestionsFor(text: string) {
  const models = createModels({
    environment: () => undefined,
    readLines: async function* () {},
  });
  const context = {
    ports: fakePorts({ models, scorer: directScorer }),
    pool: new CallPool<never>(1),
  };
  const { value: prompt } = await readPrompt(
    { path: '/w/shop.prompt.md', text },
    { readText: async () => '' },
  );
  assert.ok(prompt);
  const input = {
    ...{ prompt, suite: { metrics: [], cases: [] } },
    ...{ model: { provider: 'simulated' }, registry: builtInMetrics },
  };
  try {
    const plan = await planSuggestions(input, context);
    return await askForSuggestions(plan, input, {}, context, new AbortController().signal);
  } finally {
    await models.close();
  }
}

describe('The simulated model, asked for suggestions', () => {
  it('suggests metrics that stand their trial and cases with the variables of the prompt', async () => {
    const { metrics, cases, leftOut, model } = await suggestionsFor(
      'You work for {{ shop }}.\nNever promise a refund.\nGreet the customer by name.\n',
    );

    assert.deepEqual(leftOut, []);
    assert.equal(model.isSimulated, true);
    assert.deepEqual(
      metrics.map(({ metric, proof }) => `${metric.type} ${proof}`),
      ['matches tried', 'judge not-tried', 'placeholders tried', 'no-secrets tried'],
    );
    assert.deepEqual(
      cases.map(({ item }) => item.variables),
      Array.from({ length: 3 }, () => ({ shop: 'Example shop' })),
    );
  });

  it('says of each that it is simulated', async () => {
    const { metrics, cases } = await suggestionsFor('Never promise a refund.\n');

    for (const because of [
      ...metrics.map(({ metric }) => metric.because),
      ...cases.map((item) => item.because),
    ])
      assert.match(because, /^Simulated suggestion/);
  });

  it('has one case for a prompt that holds the question itself', async () => {
    const { cases } = await suggestionsFor('# system\nBe kind.\n\n# user\nSum up {{ text }}.\n');

    assert.equal(cases.length, 1);
  });
});
