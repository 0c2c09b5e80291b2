import http from 'node:http';
import https from 'node:https';
import { StringDecoder } from 'node:string_decoder';
import { urlToHttpOptions } from 'node:url';
import zlib from 'node:zlib';
import { EvalError } from '../../core/errors.ts';
import { isLoopback } from './endpoint.ts';

/** The largest reply that is read, in bytes. */
export const maxReplyBytes = 10 * 1024 * 1024;

/** A `fetch` on `node:http` with connections kept open between calls. */
export interface HttpFetch {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** The reply of a call of this fetch, with its body readable. @throws {Error} for any other response */
  readonly replyOf: (response: Response) => HttpResponse;
  /** Closes idle connections; running calls go on. */
  close(): void;
}

/**
 * The reply to a call of `HttpFetch`. The body is read through `readText` or `text`, never through
 * web streams: those cost more processor time per call than all the rest of it.
 */
export class HttpResponse extends Response {
  private readonly message: http.IncomingMessage;

  constructor(message: http.IncomingMessage, status: number, headers: Headers) {
    super(null, { status, headers });
    this.message = message;
  }

  /**
   * Hands over the body as text while it arrives, and resolves when it has ended.
   * @throws {EvalError} model-bad-response above `maxReplyBytes`; otherwise the error of the connection
   */
  readText(onText: (text: string) => void): Promise<void> {
    return readBody(this.message, onText);
  }

  override readonly text = async (): Promise<string> => {
    let all = '';
    await this.readText((part) => {
      all += part;
    });
    return all;
  };

  override readonly json = async (): Promise<unknown> => JSON.parse(await this.text());
}

export interface HttpFetchOptions {
  /**
   * Calls back in a turn of the event loop in which little else is done. Replies are then taken one in each, so that many that
   * arrive at once do not hold up what else waits for the loop. Absent: as they arrive.
   */
  readonly nextTurn?: (go: () => void) => void;
}

export function createHttpFetch({ nextTurn = (go) => go() }: HttpFetchOptions = {}): HttpFetch {
  const agents = {
    http: new http.Agent({ keepAlive: true }),
    https: new https.Agent({ keepAlive: true }),
  };
  return {
    fetch: (input, init) => send({ agents, nextTurn }, input, init),
    replyOf: (response) => {
      if (response instanceof HttpResponse) return response;
      throw new Error('The reply cannot be read.');
    },
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

interface Means {
  readonly agents: Agents;
  readonly nextTurn: (go: () => void) => void;
}

async function send(
  means: Means,
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<HttpResponse> {
  const url = new URL(input instanceof Request ? input.url : input);
  const headers: Record<string, string> = {};
  for (const [name, value] of new Headers(init.headers)) headers[name] = value;
  const body = typeof init.body === 'string' ? init.body : undefined;
  if (body === undefined && init.body) throw new TypeError('Only text can be sent as a body.');
  // An editor may put an agent of its own before ours, which closes connections unless it is asked not to:
  // https://github.com/microsoft/vscode/issues/173861
  headers.connection = 'keep-alive';
  if (body !== undefined) headers['content-length'] = String(Buffer.byteLength(body));
  const method = init.method ?? 'GET';
  const signal = init.signal ?? undefined;
  const call: Call = { ...means, url, method, headers, body, signal };
  try {
    return await sendOnce(call);
  } catch (error) {
    // A server may close an idle connection at the moment it is used again: nothing was answered.
    if (error instanceof StaleConnection && !signal?.aborted) return await sendOnce(call);
    throw error instanceof StaleConnection ? error.cause : error;
  }
}

interface Call extends Means {
  readonly url: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
}

class StaleConnection extends Error {}

function sendOnce(call: Call): Promise<HttpResponse> {
  const { agents, nextTurn, url, method, headers, body, signal } = call;
  return new Promise((resolve, reject) => {
    const request = begin(url, { method, headers }, agents);
    const stop = () => request.destroy(new DOMException('Stopped.', 'AbortError'));
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    request.on('close', () => signal?.removeEventListener('abort', stop));
    request.on('response', (message) => {
      const status = message.statusCode ?? 0;
      if (status < 200 || status > 599) {
        message.resume();
        reject(new Error(`The server answered with the invalid status ${status}.`));
        return;
      }
      nextTurn(() => resolve(new HttpResponse(message, status, headersOf(message))));
    });
    request.on('error', (error) => {
      const isStale = request.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
      reject(isStale ? new StaleConnection(error.message, { cause: error }) : error);
    });
    request.end(body);
  });
}

function headersOf(message: http.IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/**
 * An editor may have put its own proxies and certificates behind `request`, which take a good part of a millisecond for every
 * call. No proxy stands before this machine itself, so its servers are asked directly.
 */
function begin(
  url: URL,
  how: Pick<http.RequestOptions, 'method' | 'headers'>,
  agents: Agents,
): http.ClientRequest {
  if (url.protocol === 'https:') return https.request(url, { ...how, agent: agents.https });
  const options = { ...how, agent: agents.http };
  return isLoopback(url.hostname)
    ? new http.ClientRequest({ ...urlToHttpOptions(url), ...options })
    : http.request(url, options);
}

function readBody(message: http.IncomingMessage, onText: (text: string) => void): Promise<void> {
  // Stopped or lost before its turn: no event tells of it any more.
  if (message.destroyed) return Promise.reject(cutShort());
  return new Promise((resolve, reject) => {
    const decoder = new StringDecoder('utf8');
    const encoding = message.headers['content-encoding'] ?? 'identity';
    const unpacked = encoding === 'identity' ? undefined : unpack(encoding);
    const stream = unpacked === undefined ? message : message.pipe(unpacked);
    let bytes = 0;
    const fail = (error: unknown) => {
      message.destroy();
      unpacked?.destroy();
      reject(error);
    };
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxReplyBytes) {
        fail(
          new EvalError('model-bad-response', `The reply is larger than ${maxReplyBytes} bytes.`),
        );
        return;
      }
      try {
        onText(decoder.write(chunk));
      } catch (error) {
        fail(error);
      }
    });
    stream.on('end', () => {
      try {
        const rest = decoder.end();
        if (rest !== '') onText(rest);
        resolve();
      } catch (error) {
        fail(error);
      }
    });
    stream.on('error', fail);
    if (unpacked !== undefined) message.on('error', fail);
    message.on('close', () => {
      if (!message.complete) fail(cutShort());
    });
  });
}

function cutShort(): Error {
  return new Error('The connection was closed in the middle of the reply.');
}

function unpack(encoding: string): NodeJS.ReadWriteStream & { destroy(): void } {
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip();
    case 'deflate':
      return zlib.createInflate();
    case 'br':
      return zlib.createBrotliDecompress();
    default:
      throw new EvalError(
        'model-bad-response',
        `The reply is packed as '${encoding}', which cannot be read.`,
      );
  }
}
