import http from 'node:http';

/** A request as the server got it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
}

/** How the server treats a request. */
export type Fault = (response: http.ServerResponse, request: ReceivedRequest) => void;

export interface FaultyServer extends AsyncDisposable {
  readonly origin: string;
  readonly baseUrl: string;
  /** Oldest first. */
  readonly requests: readonly ReceivedRequest[];
  /** Resolves when a request has come whose connection its client closed. */
  readonly hungUp: Promise<void>;
}

/** Starts a server on loopback that answers its requests with the faults in turn, then the last one again. */
export async function startFaultyServer(...faults: readonly Fault[]): Promise<FaultyServer> {
  const requests: ReceivedRequest[] = [];
  let onHungUp = () => {};
  const hungUp = new Promise<void>((resolve) => {
    onHungUp = resolve;
  });
  const server = http.createServer(async (request, response) => {
    response.on('error', () => {});
    response.on('close', () => {
      if (!response.writableFinished) onHungUp();
    });
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const received: ReceivedRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    const fault = faults[Math.min(requests.length, faults.length - 1)];
    requests.push(received);
    if (fault === undefined) throw new Error('A request came that nobody announced.');
    fault(response, received);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    hungUp,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An error in the shape of the protocol. */
export function status(code: number, error: unknown, headers: Record<string, string> = {}): Fault {
  return json({ error }, code, headers);
}

export function json(body: unknown, code = 200, headers: Record<string, string> = {}): Fault {
  return raw(JSON.stringify(body), 'application/json', code, headers);
}

export function raw(
  body: string,
  type: string,
  code = 200,
  headers: Record<string, string> = {},
): Fault {
  return (response) => {
    response.writeHead(code, { 'content-type': type, ...headers }).end(body);
  };
}

/** Events of a stream, as given; strings are sent as they are, other values as JSON. */
export function events(...data: readonly unknown[]): Fault {
  const text = data.map(
    (item) => `data: ${typeof item === 'string' ? item : JSON.stringify(item)}\n\n`,
  );
  return raw(text.join(''), 'text/event-stream');
}

/** A piece of a streamed chat reply. */
export function chunk(delta: unknown, finishReason: string | null = null): unknown {
  return {
    model: 'm-2026-01-01',
    system_fingerprint: 'fp_1',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  };
}

/** A good reply that is not streamed. */
export function chatReply(content: string): Fault {
  return json({
    model: 'm-2026-01-01',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 5, completion_tokens: 2 },
  });
}

/** Says nothing and keeps the connection open. */
export const silent: Fault = () => {};

/** Closes the connection without an answer. */
export const closedSocket: Fault = (response) => {
  response.socket?.destroy();
};

/** Begins a reply of a stated length and closes the connection. */
export const cutOff: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"choices": [', () => response.socket?.destroy());
};

/** Streams the beginning of a reply and closes the connection. */
export const halfStream: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const event = `data: ${JSON.stringify(chunk({ content: 'go' }))}\n\n`;
  response.write(event, () => response.socket?.destroy());
};

/** Streams for ever, until the client goes away. */
export const endless: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const more = () => {
    const event = `data: ${JSON.stringify(chunk({ content: 'x'.repeat(100_000) }))}\n\n`;
    while (!response.destroyed && response.write(event));
  };
  response.on('drain', more);
  more();
};
