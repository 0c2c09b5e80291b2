import assert from 'node:assert/strict';
import { createModels } from '../../../../src/node/models/models.ts';
import { chosen } from '../../../support/fakeMeans.ts';
import { FakeModel } from '../../../support/fakePorts.ts';
import {
  chatReply,
  closedSocket,
  cutOff,
  type Fault,
  json,
  raw,
  startFaultyServer,
  status,
} from '../../../support/faultyServer.ts';
import { judgedInput, portsWith, runOf } from '../../../support/judgedRuns.ts';
import { caseOf, metricOf, suiteOf } from '../../../support/suites.ts';

function modelsWith() {
  return createModels({
    environment: () => undefined,
    readLines: async function* () {},
    isStreamed: false,
    timeoutMs: 5_000,
  });
}

/** The score that a judge gives whose server answers with these faults in turn. */
async function scoreBy(faults: readonly Fault[], metric = polite()) {
  await using server = await startFaultyServer(...faults);
  const models = modelsWith();
  try {
    const judge = { provider: 'openai', name: 'judge', baseUrl: server.baseUrl };
    const input = judgedInput(new FakeModel(), {
      judge,
      cases: [caseOf('a')],
      suite: suiteOf({ metrics: [metric] }),
    });
    const run = await runOf(input, { ...portsWith({}), models });
    const score = run.cases[0]?.trials[0]?.scores[0] ?? assert.fail('no score');
    return { score, requests: server.requests };
  } finally {
    await models.close();
  }
}

function polite(negate = false) {
  return metricOf('', { id: 'polite', type: 'judge', parameters: { criteria: 'Polite.', negate } });
}

const refusal = json({
  choices: [
    {
      message: { role: 'assistant', content: null, refusal: 'I will not judge this.' },
      finish_reason: 'stop',
    },
  ],
});
const cut = json({
  choices: [{ message: { role: 'assistant', content: '{"choice": "pa' }, finish_reason: 'length' }],
});

describe('a judge over HTTP', () => {
  const faults: readonly (readonly [what: string, fault: Fault, why: RegExp])[] = [
    ['401', status(401, { message: 'bad key' }), /could not be asked: .*401/],
    ['404', status(404, { message: 'The model `judge` does not exist' }), /judge/],
    ['429', status(429, { message: 'slow down' }, { 'retry-after': '0' }), /Tried 5 times/],
    ['500', status(500, { message: 'oops' }), /Tried 5 times/],
    ['HTML', raw('<html>Sign in</html>', 'text/html'), /could not be asked/],
    ['a closed socket', closedSocket, /could not be asked/],
    ['a reply cut off in the middle', cutOff, /could not be asked/],
    ['an empty list of choices', json({ choices: [] }), /could not be asked/],
    ['a refusal', refusal, /I will not judge this/],
    ['a form cut off at the limit', cut, /limit of tokens/],
    ['a choice that was not offered', chatReply(chosen('maybe')), /“maybe”/],
    ['prose', chatReply('The reply passes.'), /form asked for/],
  ];
  for (const [what, fault, why] of faults)
    it(`fails on ${what}, also with negate`, async () => {
      for (const negate of [false, true]) {
        const { score } = await scoreBy([fault], polite(negate));

        assert.deepEqual([score.status, score.passed, score.value], ['failed', null, null]);
        assert.match(score.explanation, why);
      }
    });

  it('sends temperature 0 and the form, and takes the answer', async () => {
    const { score, requests } = await scoreBy([chatReply(chosen('pass'))]);

    assert.equal(score.passed, true);
    const body = requests[0]?.body;
    assert.ok(body !== null && typeof body === 'object' && 'response_format' in body);
    assert.ok('temperature' in body && body.temperature === 0);
  });

  it('asks without a temperature where the server takes none', async () => {
    const refused = status(400, {
      message: "Unsupported value: 'temperature' does not support 0 with this model.",
      param: 'temperature',
    });

    const { score, requests } = await scoreBy([refused, chatReply(chosen('pass'))]);

    assert.equal(score.passed, true, score.explanation);
    assert.ok(!JSON.stringify(requests[1]?.body).includes('"temperature"'));
  });

  it('compares embeddings', async () => {
    const vector = (embedding: readonly number[]) =>
      json({ data: [{ embedding }], usage: { prompt_tokens: 2, total_tokens: 2 } });
    const metric = metricOf('', {
      type: 'embedding-similarity',
      parameters: { value: 'hello' },
    });

    const close = await scoreBy([vector([1, 0.1]), vector([1, 0])], metric);
    const far = await scoreBy([vector([1, 0]), vector([0, 1])], metric);
    const odd = await scoreBy([vector([]), vector([])], metric);
    const zero = await scoreBy([vector([0, 0]), vector([0, 0])], metric);

    assert.equal(close.score.passed, true);
    assert.deepEqual([far.score.passed, far.score.value], [false, 0]);
    assert.equal(odd.score.status, 'failed');
    assert.equal(zero.score.status, 'failed');
    assert.equal(close.requests[0]?.path, '/v1/embeddings');
  });

  it('asks a moderation endpoint', async () => {
    const result = (flagged: boolean) =>
      json({
        results: [
          {
            flagged,
            categories: { hate: flagged },
            category_scores: { hate: flagged ? 0.9 : 0.1 },
          },
        ],
      });
    const metric = metricOf('', { type: 'moderation', parameters: {} });
    const unknown = metricOf('', { type: 'moderation', parameters: { categories: ['spam'] } });

    const good = await scoreBy([result(false)], metric);
    const bad = await scoreBy([result(true)], metric);

    assert.deepEqual([good.score.passed, good.score.value], [true, 0.9]);
    assert.equal(bad.score.passed, false);
    assert.match((await scoreBy([result(false)], unknown)).score.explanation, /no category “spam”/);
  });
});

describe('the simulated model as a judge', () => {
  const rows: readonly (readonly [
    criteria: string,
    reply: string,
    status: string,
    passed?: boolean,
  ])[] = [
    ['The reply never promises a refund.', 'We will look into it.', 'scored', true],
    ['The reply never promises a refund.', 'You will get 49.90 € back.', 'scored', false],
    ['The reply has at most 3 words.', 'One two three.', 'scored', true],
    ['The reply has at most 3 words.', 'One two three four.', 'scored', false],
    [
      'The reply is in the language of the customer.',
      'Bitte warten Sie einen Moment.',
      'scored',
      false,
    ],
    ['The reply feels warm.', 'Hello', 'failed'],
  ];
  for (const [criteria, reply, wanted, passed] of rows)
    it(`${wanted} ${passed ?? ''}: ${criteria} - ${reply}`, async () => {
      const models = modelsWith();
      try {
        const input = judgedInput(new FakeModel(async () => ({ text: reply, toolCalls: [] })), {
          judge: { provider: 'simulated' },
          cases: [
            caseOf('a', {
              messages: [
                { role: 'user', content: 'Hello, my router is blinking red, what can I do?' },
              ],
            }),
          ],
          suite: suiteOf({ metrics: [metricOf('', { type: 'judge', parameters: { criteria } })] }),
        });

        const run = await runOf(input, { ...portsWith({}), models });

        const score = run.cases[0]?.trials[0]?.scores[0];
        assert.deepEqual(
          [score?.status, score?.passed],
          [wanted, passed ?? null],
          score?.explanation,
        );
      } finally {
        await models.close();
      }
    });
});
