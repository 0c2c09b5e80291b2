import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as z from 'zod';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { WorkerScorer } from '../../../../src/node/scoring/workerScorer.ts';
import { replySample, shortOf } from '../../../support/metricSample.ts';
import { metricOf } from '../../../support/suites.ts';

const entry = new URL('../../../../dist/scorer.js', import.meta.url);
const parametersOf = z.looseObject({}).catchall(z.json());

/** A bundle may load a library otherwise than Node does, so what works in the source may fail there. */
describe('the worker as it is shipped', function () {
  this.timeout(60_000);

  it('judges every example of every metric as the source does', async function () {
    if (!existsSync(entry)) return this.skip();
    const examples = builtInMetrics.types.flatMap((type) => {
      const definition = builtInMetrics.get(type);
      return definition === undefined || definition.needsMeans ? [] : definition.examples;
    });
    const scorer = new WorkerScorer({ entry, timeLimitMs: 20_000, maxWorkers: 1 });
    try {
      const scores = await scorer.score(
        examples.map(({ metric: { type, ...own }, output, ...more }) => ({
          sample: replySample(output, more),
          metrics: [{ ...metricOf(type), type, parameters: parametersOf.parse(own) }],
        })),
        new AbortController().signal,
      );

      const wrong = examples.flatMap(({ metric, output, passes }, index) => {
        const score = scores[index]?.[0];
        const found = score === undefined ? 'none' : shortOf(score);
        return found === (passes ? 'pass' : 'fail')
          ? []
          : [`${JSON.stringify(metric)} on ${output}: ${score?.explanation}`];
      });
      assert.deepEqual(wrong, []);
    } finally {
      scorer.dispose();
    }
  });
});
