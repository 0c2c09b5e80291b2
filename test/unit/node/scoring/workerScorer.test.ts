import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
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

  it('keeps the event loop free while a pattern hangs', async () => {
    const evil = `${'a'.repeat(40)}!`;
    const scoring = scorer.score([{ sample: sampleOf(evil), metrics: [hanging] }], signal);
    let turns = 0;
    let isOver = false;
    void scoring.then(() => {
      isOver = true;
    });

    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      turns++;
    }

    assert.ok(turns > 100, `${turns} turns`);
  });

  it('does not let a metric that hangs on every reply hold up a run', async () => {
    const evil = `${'a'.repeat(40)}!`;
    const tasks = Array.from({ length: 12 }, () => ({
      sample: sampleOf(evil),
      metrics: [contains, hanging],
    }));

    const scores = await scorer.score(tasks, signal);

    assert.ok(
      scores.every(([first, second]) => first?.status === 'scored' && second?.status === 'failed'),
    );
    assert.match(scores.at(-1)?.[1]?.explanation ?? '', /several times before, .* after 0\.03 s/);
  });

  it('stops what waits when it is aborted, and goes on with other calls', async () => {
    const controller = new AbortController();
    const evil = `${'a'.repeat(40)}!`;
    const stopped = scorer.score(
      [{ sample: sampleOf(evil), metrics: [hanging] }],
      controller.signal,
    );
    const other = scorer.score([{ sample: sampleOf('good'), metrics: [contains] }], signal);
    controller.abort();

    await assert.rejects(stopped, (error) => isEvalError(error, 'aborted'));
    const scores = await other;
    assert.equal(scores[0]?.[0]?.status, 'scored');
  });

  it('stops what is not scored when it is disposed', async () => {
    const tasks = Array.from({ length: 200 }, () => ({
      sample: sampleOf(`${'a'.repeat(40)}!`),
      metrics: [hanging],
    }));
    const scoring = scorer.score(tasks, signal);
    scorer.dispose();

    await assert.rejects(scoring, (error) => isEvalError(error, 'aborted'));
  });

  it('gives the scores of a sample that it has scored, each to its metric and case', async () => {
    const better = metricOf('bad');
    const tasks = [
      { sample: sampleOf('good'), metrics: [contains, better] },
      { sample: sampleOf('bad'), metrics: [contains, better] },
    ];
    const first = await scorer.score(tasks, signal);
    const mixed = [
      { sample: sampleOf('bad'), metrics: [{ ...better }] },
      { sample: sampleOf('new'), metrics: [contains] },
      { sample: sampleOf('good'), metrics: [better, { ...contains }] },
    ];

    const scores = await scorer.score(mixed, signal);

    assert.deepEqual(scores[0], [first[1]?.[1]]);
    assert.equal(scores[1]?.[0]?.status === 'scored' && scores[1][0].passed, false);
    assert.deepEqual(scores[2], [first[0]?.[1], first[0]?.[0]]);
  });

  it('gives no scores for no tasks and no metrics', async () => {
    assert.deepEqual(await scorer.score([], signal), []);
    assert.deepEqual(await scorer.score([{ sample: sampleOf('x'), metrics: [] }], signal), [[]]);
  });

  it('says why when its worker cannot start', async () => {
    const broken = new WorkerScorer({ entry: new URL('file:///no/such/worker.js') });

    const scores = await broken.score([{ sample: sampleOf('x'), metrics: [contains] }], signal);

    assert.equal(scores[0]?.[0]?.status, 'failed');
    assert.match(scores[0]?.[0]?.explanation ?? '', /could not start.*no\/such\/worker/);
    broken.dispose();
  });
});

describe('WorkerScorer with hostile metrics', () => {
  const entry = new URL('../../../support/hostileScorer.ts', import.meta.url);
  const signal = new AbortController().signal;
  const metric: MetricSpec = { ...metricOf('x'), type: 'hostile', parameters: {} };
  let scorer: WorkerScorer;
  beforeEach(() => {
    scorer = new WorkerScorer({ entry, timeLimitMs: 200, memoryMb: 24, maxWorkers: 1 });
  });
  afterEach(() => scorer.dispose());

  const table: readonly (readonly [string, RegExp])[] = [
    ['hang', /longer than 0\.2 s/],
    ['wait', /longer than 0\.2 s/],
    ['exit', /ended its worker/],
    ['throw', /Not today/],
  ];
  for (const [deed, reason] of table) {
    it(`fails exactly the score that does this: ${deed}`, async () => {
      const tasks = ['a', deed, 'b'].map((text) => ({
        sample: sampleOf(text),
        metrics: [metric, metric],
      }));

      const scores = await scorer.score(tasks, signal);

      assert.deepEqual(
        scores.map((own) => own.map((score) => score.status)),
        [
          ['scored', 'scored'],
          ['failed', 'failed'],
          ['scored', 'scored'],
        ],
      );
      assert.match(scores[1]?.[0]?.explanation ?? '', reason);
    });
  }

  it('fails exactly the score that eats up the memory', async () => {
    const roomy = new WorkerScorer({ entry, timeLimitMs: 20_000, memoryMb: 24, maxWorkers: 1 });
    const tasks = ['a', 'eat', 'b'].map((text) => ({ sample: sampleOf(text), metrics: [metric] }));

    const scores = await roomy.score(tasks, signal);

    assert.deepEqual(
      scores.map(([score]) => score?.status),
      ['scored', 'failed', 'scored'],
    );
    assert.match(scores[1]?.[0]?.explanation ?? '', /more than 24 MB of memory/);
    roomy.dispose();
  });

  it('shows metrics nothing of the environment', async () => {
    const [scores] = await scorer.score([{ sample: sampleOf('a'), metrics: [metric] }], signal);

    assert.equal(scores?.[0]?.explanation, '{}');
  });
});

describe('WorkerScorer and its process', () => {
  it('lets the process end while workers are warm', async () => {
    const url = new URL('../../../../src/node/scoring/workerScorer.ts', import.meta.url);
    const tasks = [{ sample: sampleOf('good'), metrics: [contains] }];
    const script = `import { WorkerScorer } from ${JSON.stringify(url)};
      const scorer = new WorkerScorer({ entry: new URL(${JSON.stringify(entry)}) });
      const scores = await scorer.score(${JSON.stringify(tasks)}, new AbortController().signal);
      process.stdout.write(scores[0][0].status);`;

    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      script,
    ]);

    assert.equal(stdout, 'scored');
  });
});
