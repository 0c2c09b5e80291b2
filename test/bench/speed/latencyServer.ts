import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { instructions } from './workspace.ts';

/** A server on loopback that speaks Chat Completions and answers everything after the same time. */
export interface LatencyServer extends AsyncDisposable {
  readonly baseUrl: string;
  /** Calls answered so far. */
  readonly calls: number;
  latencyMs: number;
}

/** The reply follows the first two of `instructions`, and nothing else. */
function replyTo(body: string): string {
  const name = body.includes(instructions[0]) ? 'Thank you for choosing Nordlicht. ' : '';
  const closing = body.includes(instructions[1]) ? 'Kind regards, your team.' : 'Bye.';
  return `${name}Your order was sent yesterday and arrives within three days. You can follow it with the number in our mail. If it is late, write to us and we look into it at once. ${closing}`;
}

/** Starts the server; it streams, word by word, where a call asks for that. */
export async function startLatencyServer(latencyMs: number): Promise<LatencyServer> {
  let calls = 0;
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const isStreamed = /"stream":\s*true/.test(body);
      setTimeout(() => {
        calls++;
        answer(response, isStreamed, replyTo(body));
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

function wholeBody(content: string): string {
  const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' };
  return JSON.stringify({ ...head, object: 'chat.completion', choices: [choice], usage });
}

const chunk = (choices: readonly unknown[], rest: object = {}) =>
  `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...rest })}\n\n`;

function streamedBody(reply: string): string {
  const words = reply.match(/\S+\s*/g) ?? [];
  return [
    ...words.map((content) => chunk([{ index: 0, delta: { content } }])),
    chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]),
    chunk([], { usage }),
    'data: [DONE]\n\n',
  ].join('');
}

function answer(response: ServerResponse, isStreamed: boolean, reply: string): void {
  const type = isStreamed ? 'text/event-stream' : 'application/json';
  response.writeHead(200, { 'content-type': type });
  response.end(isStreamed ? streamedBody(reply) : wholeBody(reply));
}

async function readAll(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const part of request) body += part;
  return body;
}
