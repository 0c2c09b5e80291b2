import assert from 'node:assert/strict';
import { type ErrorCode, EvalError, isEvalError } from '../../../../src/core/errors.ts';
import type { RenderedRequest } from '../../../../src/core/run/request.ts';
import { parseEndpoint } from '../../../../src/node/models/endpoint.ts';
import { createHttpFetch, type HttpFetch } from '../../../../src/node/models/httpFetch.ts';
import { OpenAIModel, type OpenAIModelOptions } from '../../../../src/node/models/openaiModel.ts';
import {
  chatReply,
  chunk,
  closedSocket,
  cutOff,
  endless,
  events,
  type Fault,
  json,
  raw,
  silent,
  startFaultyServer,
  status,
} from '../../../support/faultyServer.ts';
import { requestFor } from '../../../support/modelContract.ts';

const secret = 'sk-test-0123456789abcdef';
const never = new AbortController().signal;

describe('OpenAIModel', () => {
  let http: HttpFetch;

  beforeEach(() => {
    http = createHttpFetch();
  });

  afterEach(() => http.close());

  function modelAt(baseUrl: string, options: Partial<OpenAIModelOptions> = {}): OpenAIModel {
    return new OpenAIModel({
      name: 'm',
      endpoint: parseEndpoint(baseUrl),
      http,
      key: { value: secret, source: 'the key in OPENAI_API_KEY' },
      ...options,
    });
  }

  async function ask(
    model: OpenAIModel,
    change: Partial<RenderedRequest> = {},
    signal: AbortSignal = never,
  ) {
    return model.complete(requestFor(model, change), signal);
  }

  async function failureOf(fault: Fault, options: Partial<OpenAIModelOptions> = {}) {
    await using server = await startFaultyServer(fault);
    const model = modelAt(server.baseUrl, options);
    const error = await ask(model).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof EvalError, `no EvalError: ${error}`);
    return { error, origin: server.origin };
  }

  describe('a reply', () => {
    it('is collected from a stream, with times, usage, model and fingerprint', async () => {
      await using server = await startFaultyServer(
        events(
          chunk({ role: 'assistant', content: '' }),
          chunk({ content: 'Grüß ' }),
          chunk({ content: 'Gott' }),
          chunk({}, 'stop'),
          {
            choices: [],
            usage: {
              prompt_tokens: 7,
              completion_tokens: 3,
              prompt_tokens_details: { cached_tokens: 2 },
            },
          },
          '[DONE]',
        ),
      );

      const completion = await ask(modelAt(server.baseUrl));

      const { latencyMs, firstTokenMs, ...rest } = completion;
      assert.deepEqual(rest, {
        text: 'Grüß Gott',
        toolCalls: [],
        finishReason: 'stop',
        usage: { inputTokens: 7, outputTokens: 3, cachedInputTokens: 2 },
        model: 'm-2026-01-01',
        fingerprint: 'fp_1',
      });
      assert.ok(latencyMs !== undefined && firstTokenMs !== undefined && firstTokenMs <= latencyMs);
    });

    it('is put together from tool calls that come in pieces', async () => {
      const call = (
        index: number,
        id: string | undefined,
        name: string | undefined,
        args: string,
      ) => chunk({ tool_calls: [{ index, id, function: { name, arguments: args } }] });
      await using server = await startFaultyServer(
        events(
          call(0, 'a', 'find', '{"or'),
          call(1, 'b', 'close', '{}'),
          call(0, undefined, undefined, 'der":1}'),
          chunk({}, 'tool_calls'),
          '[DONE]',
        ),
      );

      const { toolCalls, finishReason } = await ask(modelAt(server.baseUrl));

      assert.deepEqual(toolCalls, [
        { id: 'a', name: 'find', arguments: '{"order":1}' },
        { id: 'b', name: 'close', arguments: '{}' },
      ]);
      assert.equal(finishReason, 'tool_calls');
    });

    it('counts when the server answers a streamed call in one piece', async () => {
      await using server = await startFaultyServer(chatReply('whole'));

      const completion = await ask(modelAt(server.baseUrl));

      assert.equal(completion.text, 'whole');
      assert.equal(completion.firstTokenMs, undefined);
    });

    it('counts when a stream does not say that it is one', async () => {
      const stream = `data: ${JSON.stringify(chunk({ content: 'x' }))}\n\ndata: [DONE]\n\n`;
      await using server = await startFaultyServer(raw(stream, 'text/plain'));

      assert.equal((await ask(modelAt(server.baseUrl))).text, 'x');
    });

    it('never holds the key, even if the server echoes it', async () => {
      await using server = await startFaultyServer(chatReply(`Your key is ${secret}.`));

      const completion = await ask(modelAt(server.baseUrl));

      assert.equal(completion.text, 'Your key is [key].');
    });
  });

  describe('a request', () => {
    it('carries messages, parameters, tools, extras and headers', async () => {
      await using server = await startFaultyServer(chatReply('ok'));
      const model = modelAt(server.baseUrl, {
        headers: { 'x-team': 'support' },
        organisation: 'org-1',
        callHeaders: ({ trial }) => ({ 'x-trial': String(trial) }),
      });

      await ask(model, {
        trial: 2,
        parameters: {
          temperature: 0.2,
          topP: 0.9,
          maxTokens: 50,
          seed: 4,
          stop: ['END'],
          extra: { user: 'u', api: 'chat' },
        },
        tools: [{ name: 'find', description: 'Finds', parameters: { type: 'object' } }],
        messages: [
          { role: 'user', content: 'Hi' },
          {
            role: 'assistant',
            content: '',
            toolCalls: [{ id: 'a', name: 'find', arguments: '{}' }],
          },
          { role: 'tool', content: 'found', toolCallId: 'a' },
        ],
      });

      const [received] = server.requests;
      assert.equal(received?.path, '/v1/chat/completions');
      assert.equal(received?.headers.authorization, `Bearer ${secret}`);
      assert.equal(received?.headers['x-team'], 'support');
      assert.equal(received?.headers['x-trial'], '2');
      assert.equal(received?.headers['openai-organization'], 'org-1');
      assert.deepEqual(received?.body, {
        model: 'm',
        messages: [
          { role: 'user', content: 'Hi' },
          {
            role: 'assistant',
            content: '',
            tool_calls: [
              { id: 'a', type: 'function', function: { name: 'find', arguments: '{}' } },
            ],
          },
          { role: 'tool', content: 'found', tool_call_id: 'a' },
        ],
        temperature: 0.2,
        top_p: 0.9,
        max_tokens: 50,
        seed: 4,
        stop: ['END'],
        tools: [
          {
            type: 'function',
            function: { name: 'find', description: 'Finds', parameters: { type: 'object' } },
          },
        ],
        user: 'u',
        stream: true,
        stream_options: { include_usage: true },
      });
    });

    it('has no authorisation where there is no key', async () => {
      await using server = await startFaultyServer(chatReply('ok'));
      const endpoint = parseEndpoint(server.baseUrl);

      await ask(new OpenAIModel({ name: 'm', endpoint, http }));

      assert.equal(server.requests[0]?.headers.authorization, undefined);
    });

    it('is sent again without stream options, and from then on, where they are refused', async () => {
      await using server = await startFaultyServer(
        status(400, { message: 'Unknown parameter: stream_options.' }),
        events(chunk({ content: 'a' }, 'stop'), '[DONE]'),
      );
      const model = modelAt(server.baseUrl);

      await ask(model);
      await ask(model);

      const bodies = server.requests.map(({ body }) => JSON.stringify(body));
      assert.deepEqual(
        bodies.map((body) => body.includes('stream_options')),
        [true, false, false],
      );
      assert.ok(bodies.every((body) => body.includes('"stream":true')));
    });

    it('is sent again in one piece where streaming is refused', async () => {
      await using server = await startFaultyServer(
        status(400, { message: 'This model does not support streaming.' }),
        chatReply('plain'),
      );

      const { text } = await ask(modelAt(server.baseUrl));

      assert.equal(text, 'plain');
      assert.ok(!JSON.stringify(server.requests[1]?.body).includes('stream'));
    });

    it('is not streamed where the parameter stream is false', async () => {
      await using server = await startFaultyServer(chatReply('plain'));

      await ask(modelAt(server.baseUrl), { parameters: { extra: { stream: false } } });

      assert.ok(!JSON.stringify(server.requests[0]?.body).includes('stream'));
    });
  });

  describe('the Responses API', () => {
    const response = {
      status: 'completed',
      model: 'm-1',
      output: [
        { type: 'reasoning', summary: [] },
        { type: 'message', content: [{ type: 'output_text', text: 'Hello' }] },
        { type: 'function_call', call_id: 'c', name: 'find', arguments: '{}' },
      ],
      usage: { input_tokens: 9, output_tokens: 4, input_tokens_details: { cached_tokens: 1 } },
    };
    const expected = {
      text: 'Hello',
      toolCalls: [{ id: 'c', name: 'find', arguments: '{}' }],
      finishReason: 'tool_calls',
      usage: { inputTokens: 9, outputTokens: 4, cachedInputTokens: 1 },
      model: 'm-1',
    };

    it('is used by choice, streamed', async () => {
      await using server = await startFaultyServer(
        events(
          { type: 'response.created' },
          { type: 'response.output_text.delta', delta: 'Hello' },
          { type: 'response.completed', response },
        ),
      );

      const completion = await ask(modelAt(server.baseUrl, { api: 'responses' }), {
        parameters: { maxTokens: 10, reasoningEffort: 'low' },
      });

      const { latencyMs, firstTokenMs, ...rest } = completion;
      assert.deepEqual(rest, expected);
      assert.ok(latencyMs !== undefined && firstTokenMs !== undefined);
      assert.equal(server.requests[0]?.path, '/v1/responses');
      assert.deepEqual(Object.keys(Object(server.requests[0]?.body)), [
        'model',
        'input',
        'max_output_tokens',
        'reasoning',
        'store',
        'stream',
      ]);
    });

    it('is used where the parameter api says so, in one piece', async () => {
      await using server = await startFaultyServer(json(response));

      const { latencyMs: _latency, ...rest } = await ask(modelAt(server.baseUrl), {
        parameters: { extra: { api: 'responses', stream: false } },
      });

      assert.deepEqual(rest, expected);
    });

    it('reports a response that stopped half way', async () => {
      await using server = await startFaultyServer(
        events({ type: 'response.created' }, { type: 'response.output_text.delta', delta: 'He' }),
      );

      await assert.rejects(ask(modelAt(server.baseUrl, { api: 'responses' })), (error) =>
        isEvalError(error, 'model-bad-response'),
      );
    });
  });

  describe('a failure', () => {
    const table: readonly [name: string, fault: Fault, code: ErrorCode, says: RegExp][] = [
      [
        '401',
        status(401, { message: `Incorrect API key: ${secret}` }),
        'model-unauthorised',
        /did not accept the key in OPENAI_API_KEY.*Incorrect API key: \[key\]/,
      ],
      [
        '403',
        status(403, { message: 'Country not supported' }),
        'model-unauthorised',
        /Country not supported/,
      ],
      [
        '404 for the model',
        status(404, { message: 'The model m does not exist', code: 'model_not_found' }),
        'model-not-found',
        /no model 'm'/,
      ],
      [
        '404 for the path',
        raw('<html><title>Not Found</title></html>', 'text/html', 404),
        'model-not-found',
        /nothing is at \/v1\/chat\/completions.*\/v1.*titled "Not Found"/,
      ],
      [
        '400',
        status(400, {
          message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.",
        }),
        'model-bad-request',
        /Use 'max_completion_tokens'/,
      ],
      ['422', json({ detail: 'bad' }, 422), 'model-bad-request', /422/],
      ['429', status(429, { message: 'Slow down' }), 'model-rate-limited', /Slow down/],
      [
        '429 for the quota',
        status(429, { message: 'No quota', code: 'insufficient_quota' }),
        'model-unauthorised',
        /quota/,
      ],
      ['500', status(500, { message: 'Oops' }), 'model-server-error', /500.*Oops/],
      ['503 without a body', raw('', 'text/plain', 503), 'model-server-error', /503/],
      [
        'a redirect',
        raw('', 'text/plain', 307, { location: 'https://elsewhere.example/v1' }),
        'model-not-found',
        /https:\/\/elsewhere\.example/,
      ],
      ['an empty reply', raw('', 'application/json'), 'model-bad-response', /empty/],
      ['an empty stream', raw('', 'text/event-stream'), 'model-bad-response', /empty/],
      [
        'an HTML page',
        raw('<!doctype html><title>Sign in</title>', 'text/html'),
        'model-bad-response',
        /HTML page titled "Sign in"/,
      ],
      ['broken JSON', raw('{"choices": [', 'application/json'), 'model-bad-response', /not JSON/],
      ['JSON of another kind', json({ hello: 1 }), 'model-bad-response', /choices/],
      [
        'an error in place of a reply',
        json({ error: { message: 'overloaded' } }),
        'model-bad-response',
        /overloaded/,
      ],
      [
        'half a stream',
        events(chunk({ content: 'Hel' })),
        'model-bad-response',
        /stopped in the middle/,
      ],
      [
        'an error in a stream',
        events(chunk({ content: 'Hel' }), { error: { message: 'overloaded' } }),
        'model-bad-response',
        /overloaded/,
      ],
      ['broken JSON in a stream', events('{"choices"'), 'model-bad-response', /not JSON/],
      ['a reply that is cut off', cutOff, 'model-bad-response', /middle of the reply|aborted/],
      ['an endless reply', endless, 'model-bad-response', /larger than/],
      ['a closed connection', closedSocket, 'model-unreachable', /closed the connection/],
      [
        'a reply in no known packing',
        raw('x', 'application/json', 200, { 'content-encoding': 'zip' }),
        'model-bad-response',
        /'zip'/,
      ],
    ];

    for (const [name, fault, code, says] of table) {
      it(`for ${name} is ${code} and names the endpoint`, async () => {
        const { error, origin } = await failureOf(fault);

        assert.equal(error.code, code);
        assert.match(error.message, says);
        assert.ok(error.message.includes(origin), error.message);
        assert.ok(
          !JSON.stringify([error.message, error.stack, String(error.cause)]).includes(secret),
        );
      });
    }

    const waits: readonly [headers: Record<string, string>, ms: number | undefined][] = [
      [{}, undefined],
      [{ 'retry-after': '3' }, 3000],
      [{ 'retry-after-ms': '250', 'retry-after': '3' }, 250],
      [{ 'retry-after': 'soon' }, undefined],
      [{ 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 0],
    ];
    for (const [headers, ms] of waits) {
      it(`with ${JSON.stringify(headers)} asks to wait ${ms} ms`, async () => {
        const { error } = await failureOf(status(429, { message: 'Slow down' }, headers));

        assert.equal(error.retryAfterMs, ms);
      });
    }

    it('says that no key was sent where none was', async () => {
      await using server = await startFaultyServer(status(401, { message: 'Key, please' }));
      const model = new OpenAIModel({ name: 'm', endpoint: parseEndpoint(server.baseUrl), http });

      await assert.rejects(ask(model), /no key was sent/);
    });

    it('for a port where nothing listens is model-unreachable', async () => {
      const server = await startFaultyServer(silent);
      await server[Symbol.asyncDispose]();

      await assert.rejects(ask(modelAt(server.baseUrl)), (error) => {
        assert.ok(isEvalError(error, 'model-unreachable'));
        return /connection refused/.test(error.message);
      });
    });

    it('for TLS spoken to a server without is model-unreachable', async () => {
      await using server = await startFaultyServer(silent);

      await assert.rejects(ask(modelAt(server.baseUrl.replace('http:', 'https:'))), (error) =>
        isEvalError(error, 'model-unreachable'),
      );
    });

    it('after the time limit is model-timeout, and the connection is closed', async () => {
      await using server = await startFaultyServer(silent);

      await assert.rejects(ask(modelAt(server.baseUrl, { timeoutMs: 30 })), (error) =>
        isEvalError(error, 'model-timeout'),
      );
      await server.hungUp;
    });

    it('covers a stream that stops to say anything', async () => {
      await using server = await startFaultyServer((response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`data: ${JSON.stringify(chunk({ content: 'Hel' }))}\n\n`);
      });

      await assert.rejects(ask(modelAt(server.baseUrl, { timeoutMs: 30 })), (error) =>
        isEvalError(error, 'model-timeout'),
      );
    });
  });

  it('is stopped by its signal in the middle of a reply, and closes the connection', async () => {
    const stopping = new AbortController();
    await using server = await startFaultyServer((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(chunk({ content: 'Hel' }))}\n\n`, () =>
        stopping.abort(),
      );
    });

    await assert.rejects(ask(modelAt(server.baseUrl), {}, stopping.signal), (error) =>
      isEvalError(error, 'aborted'),
    );
    await server.hungUp;
  });

  it('uses a connection again for the next call', async () => {
    const ports = new Set<number | undefined>();
    await using server = await startFaultyServer((response, request) => {
      ports.add(response.socket?.remotePort);
      chatReply('ok')(response, request);
    });
    const model = modelAt(server.baseUrl);

    for (let i = 0; i < 5; i++) await ask(model);

    assert.equal(ports.size, 1);
  });
});
