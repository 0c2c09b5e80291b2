import assert from 'node:assert/strict';
import { isEvalError } from '../../../../src/core/errors.ts';
import { createModels, type ModelsOptions } from '../../../../src/node/models/models.ts';
import { chatReply, startFaultyServer } from '../../../support/faultyServer.ts';
import { requestFor } from '../../../support/modelContract.ts';

const never = new AbortController().signal;

function modelsWith(
  environment: Readonly<Record<string, string>> = {},
  options: Partial<ModelsOptions> = {},
) {
  return createModels({
    environment: (name) => environment[name],
    async *readLines() {
      yield '{"case": "a", "output": "recorded"}';
    },
    ...options,
  });
}

/** The Authorization that a local server receives. */
async function authorisation(
  environment: (baseUrl: string) => Readonly<Record<string, string>>,
  options: (baseUrl: string) => Partial<ModelsOptions> = () => ({}),
): Promise<string | undefined> {
  await using server = await startFaultyServer(chatReply('ok'));
  const models = modelsWith(environment(server.baseUrl), options(server.baseUrl));
  const model = await models.open({ name: 'm', baseUrl: server.baseUrl });
  await model.complete(requestFor(model), never);
  await models.close();
  return server.requests[0]?.headers.authorization;
}

/** What a local server receives of a header. */
async function received(
  header: string,
  environment: (baseUrl: string) => Readonly<Record<string, string>>,
  options: Partial<ModelsOptions> = {},
): Promise<string | string[] | undefined> {
  await using server = await startFaultyServer(chatReply('ok'));
  const models = modelsWith(environment(server.baseUrl), options);
  const model = await models.open({ name: 'm', baseUrl: server.baseUrl });
  await model.complete(requestFor(model), never);
  await models.close();
  return server.requests[0]?.headers[header];
}

describe('createModels', () => {
  it('says what to do when no model is set', async () => {
    await assert.rejects(modelsWith().open({}), (error) => {
      assert.ok(isEvalError(error, 'model-not-set'));
      assert.doesNotMatch(error.message, /settings/);
      return /suite.*front matter.*--model.*simulated/.test(error.message);
    });
  });

  it('speaks of settings, not of options, where there are settings', async () => {
    await assert.rejects(modelsWith({}, { hasSettings: true }).open({}), (error) => {
      assert.ok(isEvalError(error, 'model-not-set'));
      assert.doesNotMatch(error.message, /--model/);
      return /suite.*front matter.*in the settings/.test(error.message);
    });
  });

  it('says that the provider of VS Code answers there only', async () => {
    await assert.rejects(modelsWith().open({ provider: 'vscode', name: 'gpt' }), (error) => {
      assert.ok(isEvalError(error, 'model-not-set'));
      return /^The provider 'vscode' answers in VS Code only\..*--provider/.test(error.message);
    });
  });

  it('names the known providers for one that is unknown', async () => {
    await assert.rejects(modelsWith().open({ provider: 'opnai' }), (error) => {
      assert.ok(isEvalError(error, 'model-not-set'));
      return /'opnai'.*openai, openai-responses, simulated, replay/.test(error.message);
    });
  });

  it('takes a name alone for a model of OpenAI', async () => {
    const model = await modelsWith({ OPENAI_API_KEY: 'k' }).open({ name: 'gpt-5-mini' });

    assert.deepEqual(model.info, {
      provider: 'openai',
      name: 'gpt-5-mini',
      baseUrl: 'https://api.openai.com/v1',
      isSimulated: false,
    });
    assert.equal(model.endpoint, 'openai https://api.openai.com/v1');
  });

  it('asks for a name where only a base URL is given', async () => {
    await assert.rejects(modelsWith().open({ baseUrl: 'http://localhost:1/v1' }), (error) =>
      isEvalError(error, 'model-not-set'),
    );
  });

  it('rejects a base URL with a password, without showing it', async () => {
    await assert.rejects(
      modelsWith().open({ name: 'm', baseUrl: 'https://u:hunter2@h.example/v1' }),
      (error) => {
        assert.ok(isEvalError(error, 'usage'));
        return !error.message.includes('hunter2');
      },
    );
  });

  it('sends the headers of the environment to the endpoint that the environment names', async () => {
    const lines = 'X-Team: support\napi-key: k1:2';

    const environment = (url: string) => ({ OPENAI_BASE_URL: url, OPENAI_CUSTOM_HEADERS: lines });
    assert.equal(await received('x-team', environment), 'support');
    assert.equal(await received('api-key', environment), 'k1:2');
  });

  it('sends the headers of the environment to no endpoint that a file names', async () => {
    const environment = () => ({ OPENAI_CUSTOM_HEADERS: 'api-key: k1' });

    assert.equal(await received('api-key', environment), undefined);
  });

  it('sends the key of an origin there, whatever headers the environment has for another', async () => {
    const environment = { OPENAI_CUSTOM_HEADERS: 'authorization: Basic other' };
    const before = process.env.OPENAI_CUSTOM_HEADERS;
    // The package reads the environment of the process, too.
    process.env.OPENAI_CUSTOM_HEADERS = environment.OPENAI_CUSTOM_HEADERS;
    try {
      const storedKey = async () => 'k1';
      assert.equal(await received('authorization', () => environment, { storedKey }), 'Bearer k1');
    } finally {
      if (before === undefined) delete process.env.OPENAI_CUSTOM_HEADERS;
      else process.env.OPENAI_CUSTOM_HEADERS = before;
    }
  });

  it('sends the headers that the user set for an origin', async () => {
    const connection = async () => ({ headers: { 'X-Team': 'support' } });

    assert.equal(await received('x-team', () => ({}), { connection }), 'support');
  });

  it('needs no key where a header is one', async () => {
    const baseUrl = 'https://gateway.example/v1';
    const open = (headers: Readonly<Record<string, string>>) =>
      modelsWith({}, { connection: async () => ({ headers }) }).open({ name: 'm', baseUrl });

    await open({ 'api-key': 'k1' });
    await assert.rejects(open({ 'X-Team': 'support' }), (error) =>
      isEvalError(error, 'key-missing'),
    );
  });

  it("opens a caller's own provider", async () => {
    const own = await modelsWith().open({ provider: 'simulated' });
    const models = modelsWith({}, { providers: { vscode: async () => own } });

    assert.equal(await models.open({ provider: 'vscode' }), own);
  });

  it('opens recordings', async () => {
    const models = modelsWith({}, { recordings: '/r.jsonl' });
    const model = await models.open({ provider: 'replay' });

    const { text } = await model.complete(requestFor(model, { caseId: 'a' }), never);

    assert.equal(text, 'recorded');
  });

  it('labels the simulated model', async () => {
    const model = await modelsWith().open({ provider: 'simulated' });

    assert.equal(model.info.isSimulated, true);
    assert.equal(model.info.provider, 'simulated');
  });

  describe('a key', () => {
    it('is asked for by origin where there is none', async () => {
      await assert.rejects(modelsWith().open({ name: 'm' }), (error) => {
        assert.ok(isEvalError(error, 'key-missing'));
        return /https:\/\/api\.openai\.com.*OPENAI_API_KEY/.test(error.message);
      });
    });

    it('is not needed on this machine', async () => {
      assert.equal(await authorisation(() => ({})), undefined);
    });

    it('of the environment does not go to a base URL that a workspace names', async () => {
      assert.equal(await authorisation(() => ({ OPENAI_API_KEY: 'from-environment' })), undefined);
      const open = modelsWith({ OPENAI_API_KEY: 'k' }).open({
        name: 'm',
        baseUrl: 'https://evil.example/v1',
      });
      await assert.rejects(open, (error) => {
        assert.ok(isEvalError(error, 'key-missing'));
        return /not sent there/.test(error.message);
      });
    });

    it('of the environment goes to OPENAI_BASE_URL', async () => {
      const sent = await authorisation((url) => ({
        OPENAI_API_KEY: 'from-environment',
        OPENAI_BASE_URL: url,
      }));

      assert.equal(sent, 'Bearer from-environment');
    });

    it('of the environment goes where the user says so', async () => {
      const sent = await authorisation(
        () => ({ OPENAI_API_KEY: 'from-environment' }),
        (explicitBaseUrl) => ({ explicitBaseUrl }),
      );

      assert.equal(sent, 'Bearer from-environment');
    });

    it('that is stored for the origin comes first', async () => {
      const sent = await authorisation(
        (url) => ({ OPENAI_API_KEY: 'from-environment', OPENAI_BASE_URL: url }),
        (url) => ({
          storedKey: async (origin) => (origin === new URL(url).origin ? 'from-store' : undefined),
        }),
      );

      assert.equal(sent, 'Bearer from-store');
    });
  });
});
