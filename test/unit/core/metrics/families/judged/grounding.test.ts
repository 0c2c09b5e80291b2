import assert from 'node:assert/strict';
import { FakeMeans, judgedBy, materialIn } from '../../../../../support/fakeMeans.ts';
import type { Metric } from '../../../../../support/metricSample.ts';
import { replySample, type SampleOptions, shortOf } from '../../../../../support/metricSample.ts';

/** A judge that gives these verdicts in order. */
function verdicts(...all: readonly string[]): FakeMeans {
  return new FakeMeans(() =>
    JSON.stringify({
      verdicts: all.map((verdict, index) => ({ number: index + 1, reason: 'r', verdict })),
    }),
  );
}

const context = ['The device has a warranty of two years.', 'Returns take 14 days.'];
const options: SampleOptions = { variables: { context }, input: 'How long is the warranty?' };
const reply = 'Hello! The warranty is two years. It covers theft.';

const rows: readonly (readonly [
  what: string,
  metric: Metric,
  verdicts: readonly string[],
  result: string,
  value: number | undefined,
])[] = [
  [
    'all claims supported',
    { type: 'faithfulness' },
    ['no-claim', 'supported', 'supported'],
    'pass',
    1,
  ],
  [
    'a claim not supported',
    { type: 'faithfulness' },
    ['no-claim', 'supported', 'unsupported'],
    'fail',
    0.5,
  ],
  [
    'a threshold',
    { type: 'faithfulness', threshold: 0.5 },
    ['no-claim', 'supported', 'contradicted'],
    'pass',
    0.5,
  ],
  [
    'no claims',
    { type: 'faithfulness' },
    ['no-claim', 'no-claim', 'no-claim'],
    'skipped',
    undefined,
  ],
  [
    'a part without a verdict',
    { type: 'faithfulness' },
    ['supported', 'supported'],
    'failed',
    undefined,
  ],
  [
    'a part too many',
    { type: 'faithfulness' },
    ['supported', 'supported', 'supported', 'supported'],
    'failed',
    undefined,
  ],
  [
    'another verdict',
    { type: 'faithfulness' },
    ['no-claim', 'supported', 'Supported'],
    'failed',
    undefined,
  ],
  [
    'half relevant',
    { type: 'answer-relevance' },
    ['courtesy', 'relevant', 'irrelevant'],
    'pass',
    0.5,
  ],
  [
    'nothing relevant',
    { type: 'answer-relevance' },
    ['courtesy', 'irrelevant', 'irrelevant'],
    'fail',
    0,
  ],
  ['one passage of two', { type: 'context-relevance' }, ['relevant', 'irrelevant'], 'pass', 0.5],
  ['no passage', { type: 'context-relevance' }, ['irrelevant', 'irrelevant'], 'fail', 0],
  ['all attributed', { type: 'context-recall', answer: 'Two years.' }, ['attributed'], 'pass', 1],
  [
    'one missing',
    { type: 'context-recall', answer: 'Two years. No fee.' },
    ['attributed', 'missing'],
    'fail',
    0.5,
  ],
];

describe('metrics of retrieval that a judge is asked about', () => {
  for (const [what, metric, given, result, value] of rows)
    it(`${metric.type} ${result}: ${what}`, async () => {
      const score = await judgedBy(verdicts(...given), metric, replySample(reply, options));

      assert.equal(shortOf(score), result, score.explanation);
      assert.equal(score.status === 'scored' ? score.value : undefined, value);
    });

  it('marks the sentences that are not supported', async () => {
    const means = verdicts('no-claim', 'supported', 'unsupported');

    const score = await judgedBy(means, { type: 'faithfulness' }, replySample(reply, options));

    assert.ok(score.status === 'scored');
    assert.deepEqual(
      score.evidence.map(({ start, end }) => reply.slice(start, end)),
      ['It covers theft.'],
    );
    assert.match(score.explanation, /1 of 2 claims is supported.*“It covers theft\.”: r/);
  });

  it('gives the judge parts with numbers, and the context as data', async () => {
    const means = verdicts('no-claim', 'supported', 'supported');

    await judgedBy(means, { type: 'faithfulness' }, replySample(reply, options));

    assert.deepEqual(materialIn(means.asked[0] ?? assert.fail()), {
      context,
      question: 'How long is the warranty?',
      parts: [
        { number: 1, text: 'Hello!' },
        { number: 2, text: 'The warranty is two years.' },
        { number: 3, text: 'It covers theft.' },
      ],
    });
  });

  it('takes the context from another variable, of texts or of mappings', async () => {
    const means = verdicts('relevant');
    const metric = { type: 'context-relevance', context: '{{ documents }}' };

    await judgedBy(
      means,
      metric,
      replySample(reply, { variables: { documents: [{ id: 1, text: 'A passage.' }] } }),
    );

    assert.deepEqual(materialIn(means.asked[0] ?? assert.fail()).parts, [
      { number: 1, text: 'A passage.' },
    ]);
  });

  it('skips without a context, fails on one of another kind', async () => {
    const metric = { type: 'faithfulness' };
    const means = verdicts();

    assert.equal((await judgedBy(means, metric, replySample(reply))).status, 'skipped');
    const odd = replySample(reply, { variables: { context: 7 } });
    assert.equal((await judgedBy(means, metric, odd)).status, 'failed');
  });
});
