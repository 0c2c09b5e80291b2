import assert from 'node:assert/strict';
import * as z from 'zod';
import type { MetricDefinition } from '../../../../src/core/metrics/metric.ts';
import { createRegistry } from '../../../../src/core/metrics/registry.ts';
import { scoreSample } from '../../../../src/core/metrics/scoreSample.ts';
import { type Metric, replySample, scoreWith, shortOf } from '../../../support/metricSample.ts';

const base = {
  summary: '',
  zero: '',
  one: '',
  parameters: z.strictObject({}),
  examples: [],
};

function registryOf(score: MetricDefinition['score']) {
  return createRegistry([{ ...base, type: 'own', score }]);
}

describe('scoreSample', () => {
  it('makes a failed score of a metric that throws, and goes on', async () => {
    const registry = registryOf(() => {
      throw new Error('out of luck');
    });
    const own = { type: 'own', parameters: {} };

    const scores = await scoreSample(replySample('x'), [own, own], registry);

    assert.deepEqual(
      scores.map(({ status }) => status),
      ['failed', 'failed'],
    );
    assert.match(scores[0]?.explanation ?? '', /out of luck/);
  });

  it('makes a failed score of a metric that rejects', async () => {
    const registry = registryOf(() => Promise.reject(new Error('later')));

    const [score] = await scoreSample(
      replySample('x'),
      [{ type: 'own', parameters: {} }],
      registry,
    );

    assert.equal(score?.status, 'failed');
  });

  it('refuses a value that is not between 0 and 1', async () => {
    for (const value of [Number.NaN, 1.5, -1]) {
      const registry = registryOf(() => ({
        status: 'scored',
        value,
        passed: true,
        explanation: '',
        evidence: [],
      }));
      const [score] = await scoreSample(
        replySample('x'),
        [{ type: 'own', parameters: {} }],
        registry,
      );
      assert.equal(score?.status, 'failed');
    }
  });

  it('says so when the type is unknown or the parameters are wrong', async () => {
    const unknown = await scoreWith({ type: 'no-such' }, replySample('x'));
    const wrong = await scoreWith({ type: 'length', unit: 'miles', max: 1 }, replySample('x'));

    assert.match(unknown.explanation, /no-such/);
    assert.match(wrong.explanation, /unit/);
    assert.deepEqual([unknown.status, wrong.status], ['failed', 'failed']);
  });

  it('fills variables in', async () => {
    const sample = replySample('Your Router X (v1.0) is old.', {
      variables: { product: 'Router X (v1.0)', words: ['Router', 'old'], most: 9 },
    });

    assert.equal(
      shortOf(await scoreWith({ type: 'contains', value: 'Your {{ product }}' }, sample)),
      'pass',
    );
    assert.equal(
      shortOf(await scoreWith({ type: 'contains', values: '{{ words }}' }, sample)),
      'pass',
    );
  });

  it('takes a variable in a pattern literally', async () => {
    const metric = { type: 'matches', pattern: '^{{ sign }}+$' };

    assert.equal(
      shortOf(await scoreWith(metric, replySample('...', { variables: { sign: '.' } }))),
      'pass',
    );
    assert.equal(
      shortOf(await scoreWith(metric, replySample('abc', { variables: { sign: '.' } }))),
      'fail',
    );
  });

  it('skips a metric that needs an expected answer where the case has none', async () => {
    const metrics: Metric[] = [
      { type: 'equals' },
      { type: 'one-of' },
      { type: 'contains' },
      { type: 'starts-with', value: '{{ expected }}' },
    ];

    for (const metric of metrics)
      assert.equal(shortOf(await scoreWith(metric, replySample('x'))), 'skipped', metric.type);
  });

  it('fails where a named variable is missing, also one that every object inherits', async () => {
    for (const name of ['product', 'constructor', '__proto__']) {
      const score = await scoreWith({ type: 'contains', value: `{{ ${name} }}` }, replySample('x'));
      assert.equal(score.status, 'failed', name);
    }
  });

  it('does not look for variables inside values', async () => {
    const sample = replySample('{{ b }}', { variables: { a: '{{ b }}' } });

    assert.equal(shortOf(await scoreWith({ type: 'equals', value: '{{ a }}' }, sample)), 'pass');
  });
});
