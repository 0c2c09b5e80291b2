import assert from 'node:assert/strict';
import { makeCliFolder } from '../../../support/cli.ts';
import { chatReply, type Fault, startFaultyServer } from '../../../support/faultyServer.ts';

const suiteOf = (ids: readonly string[]) => `metrics:
  - { type: contains, value: good }
cases:
${ids.map((id) => `  - { id: ${id}, variables: { q: ${id} } }`).join('\n')}
`;
const files = {
  'a.prompt.md': 'Answer {{ q }}',
  'a.metrics.yaml': suiteOf(['a', 'b', 'c', 'd']),
};

describe('Command lines at the same time on one folder', function () {
  this.timeout(60_000);

  /** A first command line with its third call unanswered, and a second that has asked for all that is left but this. */
  async function startBoth() {
    const good = chatReply('good');
    const held = signal();
    const asked = signal();
    let answer = () => {};
    const hold: Fault = (response, request) => {
      answer = () => good(response, request);
      held.give();
    };
    const last: Fault = (response, request) => {
      good(response, request);
      asked.give();
    };
    const server = await startFaultyServer(good, good, hold, last, good);
    const folder = await makeCliFolder(files);
    const args = ['run', 'a.prompt.md', '--model', 'm', '--base-url', server.baseUrl];
    const first = folder.start([...args, '--concurrency', '1']);
    await held.given;
    const second = folder.start(args);
    await asked.given;
    return {
      ...{ server, first, second, answer },
      async [Symbol.asyncDispose]() {
        await folder[Symbol.asyncDispose]();
        await server[Symbol.asyncDispose]();
      },
    };
  }

  it('pay for no answer twice', async () => {
    await using both = await startBoth();
    both.answer();
    const [first, second] = await Promise.all([both.first.done, both.second.done]);

    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /3 calls, 1 from the cache/);
    assert.equal(second.code, 0, second.err);
    assert.match(second.out, /1 call, 3 from the cache/);
    assert.match(second.out, /contains: value good +100 % +4\/4/);
    assert.equal(second.err, '');
    assert.equal(both.server.requests.length, 4);
  });

  it('ask for what the other one will no longer be answered', async () => {
    await using both = await startBoth();
    both.first.child.kill('SIGKILL');

    const second = await both.second.done;

    assert.equal(second.code, 0, second.err);
    assert.match(second.out, /2 calls, 2 from the cache/);
    assert.equal(both.server.requests.length, 5);
  });

  it('both end as asked, with nothing to complain of', async () => {
    const ids = Array.from({ length: 150 }, (_, index) => `c${index}`);
    await using server = await startFaultyServer(chatReply('good'));
    await using folder = await makeCliFolder({ ...files, 'a.metrics.yaml': suiteOf(ids) });
    const args = ['run', 'a.prompt.md', '--model', 'm', '--base-url', server.baseUrl];

    const both = await Promise.all([folder.run(args), folder.run([...args, '--no-cache'])]);
    const offline = await folder.run([...args, '--offline']);

    for (const { code, err } of both) assert.deepEqual({ code, err }, { code: 0, err: '' });
    assert.match(offline.out, /0 calls, 150 from the cache/);
  });
});

function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
