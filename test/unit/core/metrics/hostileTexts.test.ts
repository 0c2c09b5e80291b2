import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as z from 'zod';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { type Metric, replySample, scoreWith } from '../../../support/metricSample.ts';

const toMetric = z.looseObject({ type: z.string() }).catchall(z.json());

/** Long enough for a call with a list as arguments to overflow, and for what is quadratic to run into the time limit. */
const SIZE = 130_000;

const repeated = (text: string): string => text.repeat(SIZE / text.length);

/** Texts that make careless patterns and loops slow, or lists very long. */
const hostile: Readonly<Record<string, string>> = {
  Han: repeated('世'),
  sentences: repeated('A. '),
  numbers: repeated('1 '),
  lines: `${repeated('\n')}x`,
  stars: repeated('* '),
  'mail addresses': repeated('a@a.'),
  quotes: repeated('"\\'),
  tags: repeated('<b>'),
};

/** The first example of each type that only computes. */
function metrics(): Metric[] {
  return builtInMetrics.types.flatMap((type) => {
    const definition = builtInMetrics.get(type);
    const [example] = definition?.examples ?? [];
    return example && definition?.needsMeans !== true ? [toMetric.parse(example.metric)] : [];
  });
}

describe('built-in metrics on long hostile texts', function () {
  this.timeout(60_000);

  for (const metric of metrics())
    it(`${metric.type} does not stop with an error`, async () => {
      for (const [name, text] of Object.entries(hostile)) {
        const score = await scoreWith(metric, replySample(text));

        assert.doesNotMatch(score.explanation, /stopped with an error/, name);
        if (score.status === 'scored') assert.ok(score.value >= 0 && score.value <= 1, name);
      }
    });
});

describe('built-in metrics on any text and expected answer', () => {
  it('stay within 0 to 1 and do not stop with an error', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(text, text, fc.constantFrom(...metrics()), async (a, b, { type }) => {
        const score = await scoreWith({ type }, replySample(a, { expected: b }));

        assert.doesNotMatch(score.explanation, /stopped with an error/);
        if (score.status === 'scored') assert.ok(score.value >= 0 && score.value <= 1);
      }),
      { numRuns: 300 },
    );
  });
});
