import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback that speaks Chat Completions and answers everything after the same time. */
export interface LatencyServer extends AsyncDisposable {
  readonly baseUrl: string;
  /** Calls answered so far. */
  readonly calls: number;
  latencyMs: number;
}

const reply =
  'Your order was sent yesterday and arrives within three days. You can follow it with the number in our mail. ' +
  'If it is late, write to us and we look into it at once. Kind regards, your Nordlicht team.';

/** Starts the server; it streams, word by word, where a call asks for that. */
export async function startLatencyServer(latencyMs: number): Promise<LatencyServer> {
  let calls = 0;
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const isStreamed = /"stream":\s*true/.test(body);
      setTimeout(() => {
        calls++;
        answer(response, isStreamed);
      }, state.latencyMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const state = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    latencyMs,
    get calls() {
      return calls;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return state;
}

const head = { id: 'chatcmpl-1', created: 1, model: 'bench-model' };
const usage = { prompt_tokens: 60, completion_tokens: 50, total_tokens: 110 };

const wholeBody = JSON.stringify({
  ...head,
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: reply }, finish_reason: 'stop' }],
  usage,
});

const chunk = (choices: readonly unknown[], rest: object = {}) =>
  `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...rest })}\n\n`;

const streamedBody = [
  ...(reply.match(/\S+\s*/g) ?? []).map((content) => chunk([{ index: 0, delta: { content } }])),
  chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]),
  chunk([], { usage }),
  'data: [DONE]\n\n',
].join('');

function answer(response: ServerResponse, isStreamed: boolean): void {
  const type = isStreamed ? 'text/event-stream' : 'application/json';
  response.writeHead(200, { 'content-type': type });
  response.end(isStreamed ? streamedBody : wholeBody);
}

async function readAll(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const part of request) body += part;
  return body;
}
