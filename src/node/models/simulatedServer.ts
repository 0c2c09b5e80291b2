import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { EvalError, messageOf } from '../../core/errors.ts';
import { member, parsedJson, textOf } from './jsonAccess.ts';
import { simulateEmbedding, simulateModeration } from './simulator/aboutText.ts';
import { simulatedModelName, trialHeader } from './simulator/identity.ts';
import { type SimulatedReply, simulate } from './simulator/simulate.ts';
import { BadCall, readSimulatedCall, type SimulatedCall } from './simulator/simulatedCall.ts';

export interface SimulatedServerOptions {
  /** Default: any free port. */
  readonly port?: number;
  /** From request to last token, in milliseconds; the first comes after 40 % of it. Default 0. */
  readonly delayMs?: number;
}

export interface SimulatedServer {
  readonly port: number;
  /** E.g. `http://127.0.0.1:4010/v1`. */
  readonly baseUrl: string;
  /** Lets the process end although the server listens. */
  unref(): void;
  close(): Promise<void>;
}

/** Requests above this are refused, in bytes. */
const maxRequestBytes = 32 * 1024 * 1024;

/**
 * Starts the simulated model as an OpenAI-protocol server on 127.0.0.1: `POST /v1/chat/completions`,
 * streamed or not, and `GET /v1/models`. It asks for no key.
 * @throws {EvalError} usage, when the port is taken or may not be used
 */
export async function startSimulatedServer(
  options: SimulatedServerOptions = {},
): Promise<SimulatedServer> {
  const stopping = new AbortController();
  const server = http.createServer((request, response) => {
    handle(request, response, options.delayMs ?? 0, stopping.signal).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else sendError(response, error);
    });
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new EvalError(
          'usage',
          `The simulated model cannot listen on port ${options.port ?? 0}: ${cause.message}. Choose another port.`,
          { cause },
        ),
      );
    });
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const port = portOf(server.address());
  return {
    port,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    unref: () => server.unref(),
    close: () =>
      new Promise((resolve) => {
        stopping.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  return address === null || typeof address === 'string' ? 0 : address.port;
}

async function handle(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  delayMs: number,
  stopping: AbortSignal,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname.replace(/\/+$/, '');
  if (request.method === 'GET' && path === '/v1/models') {
    sendJson(response, 200, {
      object: 'list',
      data: [{ id: simulatedModelName, object: 'model', created: 0, owned_by: 'simulated' }],
    });
    return;
  }
  if (request.method === 'POST' && (path === '/v1/embeddings' || path === '/v1/moderations')) {
    sendJson(response, 200, aboutText(path, await bodyOf(request)));
    return;
  }
  if (path !== '/v1/chat/completions') {
    throw new BadCall(
      404,
      `Unknown path ${path}. The simulated model knows /v1/chat/completions, /v1/embeddings, /v1/moderations and /v1/models.`,
    );
  }
  if (request.method !== 'POST') throw new BadCall(405, 'Use POST.');
  const call = readSimulatedCall(await bodyOf(request));
  const reply = simulate({ ...call.request, trial: trialOf(request.headers[trialHeader]) });
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const wait = async (ms: number) => {
    if (ms > 0) await delay(ms, undefined, { signal: AbortSignal.any([gone.signal, stopping]) });
  };
  await wait(delayMs * 0.4);
  if (call.isStreamed) await stream(response, call, reply, () => wait(delayMs * 0.6));
  else {
    await wait(delayMs * 0.6);
    sendJson(response, 200, {
      ...envelope(call, 'chat.completion'),
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: reply.text },
          logprobs: null,
          finish_reason: reply.finishReason,
        },
      ],
      usage: usageOf(reply),
    });
  }
}

/** The answer of an endpoint that says something about a text. @throws {BadCall} */
function aboutText(path: string, body: string): unknown {
  const input = textOf(member(parsedJson(body), 'input'));
  if (input === undefined) throw new BadCall(400, "'input' is missing or not a text.");
  const tokens = Math.ceil(input.length / 4);
  return path === '/v1/moderations'
    ? { id: 'modr-simulated', model: simulatedModelName, results: [simulateModeration(input)] }
    : {
        object: 'list',
        model: simulatedModelName,
        data: [{ object: 'embedding', index: 0, embedding: simulateEmbedding(input) }],
        usage: { prompt_tokens: tokens, total_tokens: tokens },
      };
}

async function stream(
  response: http.ServerResponse,
  call: SimulatedCall,
  reply: SimulatedReply,
  waitForRest: () => Promise<void>,
): Promise<void> {
  const base = envelope(call, 'chat.completion.chunk');
  const chunk = (delta: unknown, finishReason: string | null) =>
    `data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const parts = reply.text.match(/\S*\s*/g)?.filter((part) => part !== '') ?? [];
  response.write(
    chunk({ role: 'assistant', content: '' }, null) + chunk({ content: parts[0] ?? '' }, null),
  );
  await waitForRest();
  const rest = parts.slice(1).map((content) => chunk({ content }, null));
  const usage = call.wantsUsage
    ? `data: ${JSON.stringify({ ...base, choices: [], usage: usageOf(reply) })}\n\n`
    : '';
  response.end(`${rest.join('')}${chunk({}, reply.finishReason)}${usage}data: [DONE]\n\n`);
}

function envelope(call: SimulatedCall, object: string): Record<string, unknown> {
  return {
    id: `chatcmpl-simulated-${call.id}`,
    object,
    created: 0,
    model: simulatedModelName,
    system_fingerprint: 'simulated-1',
  };
}

function usageOf(reply: SimulatedReply): Record<string, number> {
  const { inputTokens, outputTokens } = reply;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

function trialOf(header: string | readonly string[] | undefined): number {
  return typeof header === 'string' && /^\d{1,9}$/.test(header) ? Number(header) : 0;
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    size += part.length;
    if (size > maxRequestBytes) throw new BadCall(413, 'The request is too large.');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendError(response: http.ServerResponse, error: unknown): void {
  const status = error instanceof BadCall ? error.status : 500;
  const type = status >= 500 ? 'server_error' : 'invalid_request_error';
  const code = member(error, 'code') ?? null;
  response.shouldKeepAlive = false;
  sendJson(response, status, { error: { message: messageOf(error), type, param: null, code } });
}

function sendJson(response: http.ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
