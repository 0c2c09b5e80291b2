import assert from 'node:assert/strict';
import { isEvalError } from '../../../../src/core/errors.ts';
import {
  type SimulatedServer,
  startSimulatedServer,
} from '../../../../src/node/models/simulatedServer.ts';

describe('startSimulatedServer', () => {
  let server: SimulatedServer;

  beforeEach(async () => {
    server = await startSimulatedServer();
  });

  afterEach(() => server.close());

  const body = {
    model: 'any',
    temperature: 0.7,
    messages: [{ role: 'user', content: 'Where is my parcel?' }],
  };
  const post = (content: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof content === 'string' ? content : JSON.stringify(content),
    });

  it('lists its model', async () => {
    const response = await fetch(`${server.baseUrl}/models`);

    const list: unknown = await response.json();
    assert.match(JSON.stringify(list), /"id":"simulated-support"/);
  });

  it('gives the same bytes for the same request', async () => {
    const [a, b] = await Promise.all([post(body), post(body)]);

    assert.equal(await a.text(), await b.text());
  });

  it('gives trials answers of their own, but one answer at temperature 0', async () => {
    const answers = async (temperature: number) => {
      const texts = [0, 1, 2].map(async (trial) => {
        const response = await post(
          { ...body, temperature },
          { 'x-micro-metrics-trial': String(trial) },
        );
        const json: unknown = await response.json();
        return JSON.stringify(json, ['choices', 'message', 'content']);
      });
      return new Set(await Promise.all(texts)).size;
    };

    assert.equal(await answers(0.7), 3);
    assert.equal(await answers(0), 1);
  });

  const refused: readonly [name: string, content: unknown, status: number][] = [
    ['what is not JSON', '{', 400],
    ['a request without messages', { model: 'm' }, 400],
    ['an unknown role', { messages: [{ role: 'wizard', content: '' }] }, 400],
    ['a temperature of 3', { ...body, temperature: 3 }, 400],
  ];
  for (const [name, content, status] of refused) {
    it(`refuses ${name} in the protocol's shape`, async () => {
      const response = await post(content);

      assert.equal(response.status, status);
      assert.match(
        await response.text(),
        /^\{"error":\{"message":".+","type":"invalid_request_error"/,
      );
    });
  }

  it('refuses an unknown path', async () => {
    assert.equal((await fetch(`${server.baseUrl}/embeddings`)).status, 404);
  });

  it('says which port is taken', async () => {
    await assert.rejects(startSimulatedServer({ port: server.port }), (error) => {
      assert.ok(isEvalError(error, 'usage'));
      return error.message.includes(String(server.port));
    });
  });

  it('closes although a slow reply is under way', async () => {
    const slow = await startSimulatedServer({ delayMs: 60_000 });
    const call = fetch(`${slow.baseUrl}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    const failed = assert.rejects(call);

    await fetch(`${slow.baseUrl}/models`);
    await slow.close();

    await failed;
  });
});
