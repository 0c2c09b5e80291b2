import type OpenAI from 'openai';
import { EvalError } from '../../core/errors.ts';
import type { Model } from '../../core/ports.ts';
import type { RunModel } from '../../core/results/runResult.ts';
import type { Completion } from '../../core/run/completion.ts';
import { type Headers, headersOfLines, isSecretHeader } from '../../core/run/headers.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import { maxTokensName, withoutSwitches } from '../../core/run/sentParameters.ts';
import { chatCompletions } from './chatCompletions.ts';
import type { Endpoint } from './endpoint.ts';
import type { HttpFetch } from './httpFetch.ts';
import {
  badReply,
  type CallContext,
  notReached,
  refused,
  stopped,
  timedOut,
} from './modelFailure.ts';
import type { CallShape, Protocol } from './protocol.ts';
import { readReply } from './readReply.ts';
import { Redactor } from './redact.ts';
import { responsesApi } from './responsesApi.ts';
import { embeddingsApi, moderationsApi } from './textApis.ts';

export const defaultTimeoutMs = 120_000;

/** A key and where it came from, for messages: never the key itself. */
export interface ModelKey {
  readonly value: string;
  /** E.g. `the key in OPENAI_API_KEY`. */
  readonly source: string;
}

export interface OpenAIModelOptions {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly http: HttpFetch;
  readonly key?: ModelKey;
  /** Chat Completions (`chat`, default) or the Responses API. A prompt's extra parameter `api` overrides it. */
  readonly api?: 'chat' | 'responses';
  /** Sent with every call. */
  readonly headers?: Headers;
  readonly organisation?: string;
  readonly project?: string;
  /** For one whole reply, in milliseconds. Default 120 000. */
  readonly timeoutMs?: number;
  /** Default true: only a streamed reply tells when its first token came. */
  readonly isStreamed?: boolean;
  /** Headers of a single call. */
  readonly callHeaders?: (request: RenderedRequest) => Readonly<Record<string, string>>;
  /** Milliseconds that only grow. Default `performance.now`. */
  readonly elapsed?: () => number;
}

/**
 * A model at an OpenAI-compatible endpoint, through the `openai` package. Retries are the caller's.
 *
 * Two extra parameters steer the call and are not sent: `api` (`chat` or `responses`) and `stream`
 * (`false` for a server that cannot). A server that refuses to stream, or to report the usage of a
 * stream, is asked again without, and remembered.
 */
export class OpenAIModel implements Model {
  readonly info: RunModel;
  readonly endpoint: string;
  readonly answersByCase = false;
  private readonly options: OpenAIModelOptions;
  private readonly redactor: Redactor;
  private readonly chat: Protocol;
  private readonly elapsed: () => number;
  private client: Promise<OpenAI> | undefined;
  private refusesStream = false;
  private refusesStreamUsage = false;

  constructor(options: OpenAIModelOptions) {
    const { name, endpoint, key, headers, api } = options;
    const provider = api === 'responses' ? 'openai-responses' : 'openai';
    this.options = options;
    this.info = { provider, name, baseUrl: endpoint.baseUrl, isSimulated: false };
    this.endpoint = `${provider} ${endpoint.baseUrl}`;
    this.redactor = new Redactor([
      ...(key === undefined ? [] : [key.value]),
      ...secretValues(headers),
    ]);
    this.chat = chatCompletions(maxTokensName(endpoint.baseUrl));
    this.elapsed = options.elapsed ?? (() => performance.now());
  }

  async complete(request: RenderedRequest, signal: AbortSignal): Promise<Completion> {
    if (signal.aborted) throw stopped();
    const protocol = this.protocolOf(request);
    const context = this.contextOf(request, protocol);
    // A controller of its own: the client leaves listeners on the signal it is given.
    const controller = new AbortController();
    const stop = () => controller.abort();
    signal.addEventListener('abort', stop, { once: true });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      controller.abort();
    }, context.timeoutMs);
    try {
      return await this.attempt(request, protocol, context, controller.signal);
    } catch (error) {
      if (signal.aborted) throw stopped();
      if (isLate) throw timedOut(context);
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  /** One reply; asks again in a plainer way where the server refuses to stream. */
  private async attempt(
    request: RenderedRequest,
    protocol: Protocol,
    context: CallContext,
    signal: AbortSignal,
  ): Promise<Completion> {
    for (;;) {
      const shape = this.shapeOf(request);
      try {
        return await this.call(request, protocol, shape, context, signal);
      } catch (error) {
        if (signal.aborted || !this.learnFrom(error, shape)) throw error;
      }
    }
  }

  private async call(
    request: RenderedRequest,
    protocol: Protocol,
    shape: CallShape,
    context: CallContext,
    signal: AbortSignal,
  ): Promise<Completion> {
    const client = await this.openClient();
    const body = protocol.body(
      { ...request, parameters: withoutSwitches(request.parameters) },
      shape,
    );
    const headers = this.options.callHeaders?.(request);
    const sent = this.elapsed();
    let response: Response;
    try {
      response = await client
        .post(protocol.path, { body, signal, ...(headers === undefined ? {} : { headers }) })
        .asResponse();
    } catch (error) {
      throw await this.failureOf(error, context);
    }
    try {
      // To a tenth of a millisecond.
      const since = () => Math.round((this.elapsed() - sent) * 10) / 10;
      const reply = this.options.http.replyOf(response);
      return this.clean(await readReply({ response: reply, protocol, shape, since }));
    } catch (error) {
      throw badReply(error, context);
    }
  }

  /** What goes out of here never holds a secret, even if the server echoes it. */
  private clean(completion: Completion): Completion {
    const { redactor } = this;
    const { text, toolCalls, model } = completion;
    return {
      ...completion,
      text: redactor.answer(text),
      toolCalls: toolCalls.map((call) => ({
        ...call,
        arguments: redactor.answer(call.arguments),
      })),
      ...(model === undefined ? {} : { model: redactor.answer(model) }),
    };
  }

  private async failureOf(error: unknown, context: CallContext): Promise<EvalError> {
    if (error instanceof EvalError) return error;
    const { APIError } = await import('openai');
    if (
      error instanceof APIError &&
      typeof error.status === 'number' &&
      error.headers !== undefined
    ) {
      const sent = error.error ?? error.message.replace(/^\d{3} /, '');
      const { status, headers } = error;
      return refused({ status, headers, sent }, context, Date.now());
    }
    return notReached(error, context);
  }

  /** Whether a refusal was about streaming, so that a plainer call may work. */
  private learnFrom(error: unknown, shape: CallShape): boolean {
    if (!(error instanceof EvalError) || !shape.isStreamed) return false;
    if (error.status === undefined || error.status < 400 || error.status === 401) return false;
    if (error.code === 'model-rate-limited' || !/stream|include_usage/i.test(error.message))
      return false;
    if (shape.asksForUsage && /stream_options|include_usage/i.test(error.message)) {
      this.refusesStreamUsage = true;
    } else {
      this.refusesStream = true;
    }
    return true;
  }

  private shapeOf(request: RenderedRequest): CallShape {
    const isWanted =
      (this.options.isStreamed ?? true) && request.parameters.extra?.stream !== false;
    return { isStreamed: isWanted && !this.refusesStream, asksForUsage: !this.refusesStreamUsage };
  }

  private protocolOf(request: RenderedRequest): Protocol {
    const asked = request.parameters.extra?.api;
    if (asked === undefined) return this.options.api === 'responses' ? responsesApi : this.chat;
    if (asked === 'responses') return responsesApi;
    if (asked === 'chat') return this.chat;
    if (asked === 'embeddings') return embeddingsApi;
    if (asked === 'moderations') return moderationsApi;
    throw new EvalError(
      'model-bad-request',
      `The parameter 'api' is ${JSON.stringify(asked)}; it can be 'chat', 'responses', 'embeddings' or 'moderations'.`,
    );
  }

  private contextOf(request: RenderedRequest, protocol: Protocol): CallContext {
    const { endpoint, key, timeoutMs } = this.options;
    return {
      origin: endpoint.origin,
      path: new URL(endpoint.baseUrl).pathname.replace(/\/$/, '') + protocol.path,
      model: request.model,
      keySource: key?.source,
      timeoutMs: timeoutMs ?? defaultTimeoutMs,
      redactor: this.redactor,
    };
  }

  private openClient(): Promise<OpenAI> {
    this.client ??= this.createClient();
    return this.client;
  }

  /** The package is large: it is loaded when the first call needs it. */
  private async createClient(): Promise<OpenAI> {
    const { OpenAI } = await import('openai');
    const { endpoint, key, http, headers, organisation, project } = this.options;
    return new OpenAI({
      apiKey: key?.value ?? 'none',
      // Without these, the package would read them from the environment for any endpoint.
      adminAPIKey: null,
      organization: organisation ?? null,
      project: project ?? null,
      webhookSecret: null,
      baseURL: endpoint.baseUrl,
      defaultQuery: { ...endpoint.query },
      defaultHeaders: {
        ...environmentHeadersOff(),
        Authorization: key === undefined ? null : `Bearer ${key.value}`,
        ...headers,
      },
      maxRetries: 0,
      // Never reached: our own timer ends the call earlier, reading of the reply included.
      timeout: (this.options.timeoutMs ?? defaultTimeoutMs) + 60_000,
      logLevel: 'off',
      fetch: http.fetch,
    });
  }
}

/** The package adds OPENAI_CUSTOM_HEADERS to every call, whoever is called; they may be secret. `models.ts` says who gets them. */
function environmentHeadersOff(): Record<string, null> {
  const names = Object.keys(headersOfLines(process.env.OPENAI_CUSTOM_HEADERS ?? ''));
  return Object.fromEntries(names.map((name) => [name, null]));
}

/** Values of headers whose names say that they are secret. */
function secretValues(headers: Headers = {}): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => isSecretHeader(name))
    .flatMap(([, value]) => [value, value.replace(/^\w+ /, '')]);
}
