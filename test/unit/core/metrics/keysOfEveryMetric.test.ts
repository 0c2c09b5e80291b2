import assert from 'node:assert/strict';
import * as z from 'zod';
import { EvalError } from '../../../../src/core/errors.ts';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import type {
  MetricDefinition,
  MetricExample,
  Score,
} from '../../../../src/core/metrics/metric.ts';
import { scoreSample } from '../../../../src/core/metrics/scoreSample.ts';
import { FakeMeans } from '../../../support/fakeMeans.ts';
import {
  type Metric,
  replySample,
  scoreWith,
  shortOf,
  turnsSample,
} from '../../../support/metricSample.ts';

const toMetric = z.looseObject({ type: z.string() }).catchall(z.json());

const definitions = builtInMetrics.types.flatMap((type) => builtInMetrics.get(type) ?? []);

interface Example {
  readonly metric: Metric;
  readonly output: string;
  readonly more: Omit<MetricExample, 'metric' | 'output' | 'passes'>;
}

/** The examples of a metric that computes, those that already use what is tried here left out. */
function examplesOf({ examples, needsMeans }: MetricDefinition): readonly Example[] {
  if (needsMeans) return [];
  return examples.flatMap(({ metric, output, passes: _, ...more }) => {
    const read = toMetric.parse(metric);
    const isPlain = !['apply-to', 'negate', 'threshold'].some((key) => key in read);
    return isPlain ? [{ metric: read, output, more }] : [];
  });
}

function valueOf(score: Score): number {
  assert.equal(score.status, 'scored', score.explanation);
  return score.status === 'scored' ? score.value : Number.NaN;
}

/** They judge all turns, all trials or other metrics, rather than one text. */
const ofMoreThanOneText = new Set([
  'consistency',
  'language-switch',
  'all-of',
  'any-of',
  'weighted',
]);

for (const definition of definitions) {
  const { type } = definition;
  describe(`${type}: the keys of every metric`, () => {
    it('accepts them all, and refuses what they cannot be', () => {
      const known = definition.examples[0] ?? { metric: { type } };
      const { type: _, ...own } = toMetric.parse(known.metric);
      for (const where of ['reply', 'every-turn', 'tool-calls', '$.a[0].b']) {
        const keys = { negate: true, threshold: 0.4, weight: 2, 'apply-to': where };
        const issues = definition.parameters.safeParse({ ...own, ...keys }).error?.issues ?? [];
        const ofKeys = issues.filter(
          ({ path, code }) => code === 'unrecognized_keys' || Object.hasOwn(keys, String(path[0])),
        );

        assert.deepEqual(ofKeys, []);
      }
      for (const bad of [{ negate: 1 }, { threshold: 2 }, { weight: 0 }, { 'apply-to': 'all' }]) {
        const issues = definition.parameters.safeParse({ ...own, ...bad }).error?.issues ?? [];

        assert.ok(
          issues.some(({ path }) => Object.hasOwn(bad, String(path[0]))),
          `${JSON.stringify(bad)} is accepted`,
        );
      }
    });

    for (const [index, { metric, output, more }] of examplesOf(definition).entries()) {
      const sample = replySample(output, more);
      const name = `example ${index + 1}`;

      it(`${name}: threshold and negate`, async () => {
        const plain = valueOf(await scoreWith(metric, sample));

        for (const threshold of [0, plain, 1])
          assert.equal(
            shortOf(await scoreWith({ ...metric, threshold }, sample)),
            plain >= threshold ? 'pass' : 'fail',
          );
        const negated = await scoreWith({ ...metric, threshold: plain, negate: true }, sample);
        assert.equal(shortOf(negated), 'fail');
        assert.ok(Math.abs(valueOf(negated) - (1 - plain)) < 1e-9);
      });

      it(`${name}: weight`, async () => {
        const plain = valueOf(await scoreWith(metric, sample));
        const never = { type: 'equals', value: 'nothing says this', weight: 1 };

        const both = await scoreWith(
          { type: 'weighted', threshold: 0, metrics: [{ ...metric, weight: 3 }, never] },
          sample,
        );

        const other = valueOf(await scoreWith(never, sample));
        assert.ok(Math.abs(valueOf(both) - (3 * plain + other) / 4) < 1e-9);
      });

      it(`${name}: apply-to`, async () => {
        const plain = await scoreWith(metric, sample);

        assert.deepEqual(await scoreWith({ ...metric, 'apply-to': 'reply' }, sample), plain);
        if (ofMoreThanOneText.has(type)) return;
        const inside = await scoreWith(
          { ...metric, 'apply-to': '$.a[1]' },
          replySample(JSON.stringify({ a: [0, output] }), more),
        );
        assert.equal(shortOf(inside), shortOf(plain), inside.explanation);
        assert.equal(valueOf(inside), valueOf(plain));
        const missing = await scoreWith({ ...metric, 'apply-to': '$.b' }, replySample('{}', more));
        assert.equal(missing.status, 'failed');
        const { input = 'Hello', turns = [], ...rest } = more;
        const twice = turnsSample([...turns, [input, output], [input, output]], rest);
        const all = turnsSample(
          twice.replies.map(() => [input, output] as const),
          rest,
        );
        const first = await scoreWith({ ...metric, 'apply-to': 'every-turn' }, all);
        assert.notEqual(first.status, 'failed', first.explanation);
      });

      it(`${name}: apply-to tool-calls looks at the calls as JSON`, async () => {
        const toolCalls = [{ name: 'find', arguments: '{"q": "größe"}' }];
        const reply = { ...more.reply, toolCalls };
        const written = '[{"name":"find","arguments":{"q":"größe"}}]';

        const calls = await scoreWith(
          { ...metric, 'apply-to': 'tool-calls' },
          replySample('x', { ...more, reply }),
        );

        if (ofMoreThanOneText.has(type)) return;
        const text = await scoreWith(metric, replySample(written, { ...more, reply }));
        assert.equal(shortOf(calls), shortOf(text), calls.explanation);
      });
    }

    if (definition.needsMeans)
      it('is failed where its means fail, with negate too', async () => {
        const known = definition.examples[0] ?? { metric: { type }, output: 'x' };
        const { type: _, ...own } = toMetric.parse(known.metric);
        const means = new FakeMeans(() => {
          throw new EvalError('model-timeout', 'No answer came.');
        });
        for (const negate of [false, true]) {
          const parameters = { ...own, negate, threshold: 0 };

          const [score] = await scoreSample(
            replySample('Hello there', { system: 'Be kind.', expected: 'x' }),
            [{ type, parameters }],
            builtInMetrics,
            means,
          );

          assert.ok(score);
          assert.notEqual(score.status, 'scored', score.explanation);
        }
      });
  });
}
