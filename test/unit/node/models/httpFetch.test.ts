import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpFetch, type HttpFetch } from '../../../../src/node/models/httpFetch.ts';

describe('Replies that wait for a turn', () => {
  let server: Server;
  let address: string;
  let http: HttpFetch;
  let answer: (response: ServerResponse) => void;
  let turns: (() => void)[];
  let turn: () => Promise<void>;

  beforeEach(async () => {
    server = createServer((_, response) => answer(response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    turns = [];
    let asked = Promise.withResolvers<void>();
    http = createHttpFetch({
      nextTurn: (go) => {
        turns.push(go);
        asked.resolve();
      },
    });
    turn = async () => {
      await asked.promise;
      asked = Promise.withResolvers<void>();
    };
  });

  afterEach(async () => {
    http.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('are whole, however early their last byte came', async () => {
    answer = (response) => response.end('Hello');
    const reply = http.fetch(address);
    await turn();

    turns.shift()?.();

    assert.equal(await http.replyOf(await reply).text(), 'Hello');
  });

  it('come one in each', async () => {
    answer = (response) => response.end('Hello');
    const taken: number[] = [];
    const replies = [0, 1].map((number) =>
      http.fetch(address).then((response) => {
        taken.push(number);
        return response;
      }),
    );
    while (turns.length < 2) await turn();
    assert.deepEqual(taken, []);

    turns.shift()?.();
    await Promise.race(replies);
    assert.equal(taken.length, 1);

    turns.shift()?.();
    await Promise.all(replies);
    assert.equal(taken.length, 2);
  });

  it('tell that they were cut off meanwhile', async () => {
    let cutOff = () => undefined as unknown;
    answer = (response) => {
      response.write('Hel');
      cutOff = () => response.destroy();
    };
    const reply = http.fetch(address);
    await turn();
    const closed = once(server, 'connection').catch(() => undefined);
    cutOff();
    // The next call has a connection of its own, because the first one is gone by then.
    answer = (response) => response.end();
    const next = http.fetch(address);
    await closed;
    await turn();

    for (const go of turns) go();
    await next;

    await assert.rejects(http.replyOf(await reply).text(), /closed in the middle|aborted/);
  });

  it('are given up when they are stopped meanwhile', async () => {
    answer = (response) => response.write('Hel');
    const stop = new AbortController();
    const reply = http.fetch(address, { signal: stop.signal });
    await turn();

    stop.abort();
    turns.shift()?.();

    await assert.rejects(http.replyOf(await reply).text(), /closed in the middle|aborted/);
  });
});
