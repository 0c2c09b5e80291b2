import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { askEndpoint } from '../../../../src/vscode/models/localEndpoints.ts';

describe('askEndpoint', () => {
  let server: Server;
  let answer: { readonly status: number; readonly body: string };

  beforeEach(async () => {
    server = createServer((_, response) => {
      response.writeHead(answer.status);
      response.end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function ask() {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return askEndpoint({ name: 'Local', baseUrl: `http://127.0.0.1:${port}/v1` });
  }

  it('gives the models of a server that answers', async () => {
    answer = { status: 200, body: '{"data":[{"id":"qwen3:4b"},{"id":"gemma3"}]}' };

    assert.deepEqual((await ask())?.models, ['qwen3:4b', 'gemma3']);
  });

  const others: readonly [string, number, string][] = [
    ['has no models', 200, '{"data":[]}'],
    ['is something else', 200, '<html>'],
    ['answers in another form', 200, '[1, null]'],
    ['refuses', 401, '{"data":[{"id":"x"}]}'],
  ];
  for (const [name, status, body] of others) {
    it(`leaves out a server that ${name}`, async () => {
      answer = { status, body };

      assert.equal(await ask(), undefined);
    });
  }

  it('leaves out a port where nobody listens', async () => {
    assert.equal(await askEndpoint({ name: 'x', baseUrl: 'http://127.0.0.1:9/v1' }), undefined);
  });
});
