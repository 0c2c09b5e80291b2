import assert from 'node:assert/strict';
import { isEvalError } from '../../../../src/core/errors.ts';
import type { Sample } from '../../../../src/core/metrics/sample.ts';
import type { MetricSpec } from '../../../../src/core/suite/suite.ts';
import { WorkerScorer } from '../../../../src/node/scoring/workerScorer.ts';
import { metricOf } from '../../../support/suites.ts';

const entry = new URL('../../../../src/node/scoring/scorerWorker.ts', import.meta.url);

function sampleOf(text: string): Sample {
  return {
    caseId: 'c',
    trial: 0,
    variables: {},
    messages: [{ role: 'assistant', content: text }],
    replies: [{ text, toolCalls: [], messageIndex: 0, isCached: false }],
  };
}

const contains = metricOf('good');
const hanging: MetricSpec = {
  ...metricOf('hang'),
  type: 'matches',
  parameters: { pattern: '^(a+)+$' },
};

describe('WorkerScorer', () => {
  let scorer: WorkerScorer;
  const signal = new AbortController().signal;
  beforeEach(() => {
    scorer = new WorkerScorer({ entry, timeLimitMs: 300, maxWorkers: 1 });
  });
  afterEach(() => scorer.dispose());

  it('scores samples in the order they were given', async () => {
    const tasks = ['good', 'bad', 'good'].map((text) => ({
      sample: sampleOf(text),
      metrics: [contains],
    }));

    const scores = await scorer.score(tasks, signal);

    assert.deepEqual(
      scores.map(([score]) => score?.status === 'scored' && score.passed),
      [true, false, true],
    );
  });

  it('uses a worker again', async () => {
    const tasks = [{ sample: sampleOf('good'), metrics: [contains] }];
    await scorer.score(tasks, signal);

    const scores = await scorer.score(tasks, signal);

    assert.equal(scores[0]?.[0]?.status, 'scored');
  });

  it('fails exactly the metric that runs too long, and scores all others', async () => {
    const evil = `${'a'.repeat(40)}!`;
    const tasks = [
      { sample: sampleOf('good'), metrics: [contains] },
      { sample: sampleOf(`good ${evil}`), metrics: [contains] },
      { sample: sampleOf(evil), metrics: [metricOf('aaa'), hanging] },
      { sample: sampleOf('good'), metrics: [contains] },
    ];

    const scores = await scorer.score(tasks, signal);

    assert.deepEqual(
      scores.map((found) => found.map((score) => score.status)),
      [['scored'], ['scored'], ['scored', 'failed'], ['scored']],
    );
    assert.match(scores[2]?.[1]?.explanation ?? '', /longer than 0.3 s/);
  });

  it('does not begin once it is stopped', async () => {
    const stopped = new AbortController();
    stopped.abort();

    await assert.rejects(
      scorer.score([{ sample: sampleOf('x'), metrics: [contains] }], stopped.signal),
      (error) => isEvalError(error, 'aborted'),
    );
  });
});
