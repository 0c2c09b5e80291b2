import assert from 'node:assert/strict';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { isTimed } from '../../../../src/core/metrics/needsMeans.ts';
import type { Reply, Sample } from '../../../../src/core/metrics/sample.ts';
import { scoreSample } from '../../../../src/core/metrics/scoreSample.ts';

const measured: Reply = {
  text: 'Hello.',
  toolCalls: [],
  messageIndex: 0,
  finishReason: 'stop',
  usage: { inputTokens: 10, outputTokens: 5 },
  isCached: false,
  latencyMs: 10,
  firstTokenMs: 5,
  cost: 0.001,
};
const { latencyMs: _, firstTokenMs: __, cost: ___, ...rest } = measured;
const sampleOf = (reply: Reply): Sample => ({
  caseId: 'c',
  trial: 0,
  variables: {},
  messages: [{ role: 'assistant', content: reply.text }],
  replies: [reply],
});

describe('isTimed', () => {
  it('is said of latency, tokens and cost, also as a part of another metric', () => {
    const parts = {
      metrics: [
        { type: 'contains', value: 'x' },
        { type: 'latency', 'max-ms': 1 },
      ],
    };

    assert.equal(isTimed(builtInMetrics, 'latency', {}), true);
    assert.equal(isTimed(builtInMetrics, 'tokens', {}), true);
    assert.equal(isTimed(builtInMetrics, 'cost', {}), true);
    assert.equal(isTimed(builtInMetrics, 'all-of', parts), true);
    assert.equal(isTimed(builtInMetrics, 'contains', {}), false);
  });

  it('is said of every metric that judges a measured and a cached reply differently', async () => {
    const examples = builtInMetrics.types.flatMap((type) => {
      const definition = builtInMetrics.get(type);
      if (definition === undefined || definition.needsMeans === true) return [];
      return definition.examples.map(({ metric: { type: own, ...parameters } }) => ({
        type: own,
        parameters: JSON.parse(JSON.stringify(parameters)),
      }));
    });

    const different = new Set<string>();
    for (const spec of examples) {
      const definition = builtInMetrics.get(spec.type);
      await definition?.prepare?.(spec.parameters);
      const [now] = await scoreSample(sampleOf(measured), [spec], builtInMetrics);
      const [later] = await scoreSample(
        sampleOf({ ...rest, isCached: true }),
        [spec],
        builtInMetrics,
      );
      if (JSON.stringify(now) !== JSON.stringify(later)) different.add(spec.type);
    }

    assert.ok(different.has('latency'), [...different].join());
    for (const type of different) assert.equal(isTimed(builtInMetrics, type, {}), true, type);
  });
});
