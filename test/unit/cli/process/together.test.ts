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

  it('do not pay for what the other one was answered meanwhile', async () => {
    const good = chatReply('good');
    let release = () => {};
    let onHeld = () => {};
    const held = new Promise<void>((resolve) => {
      onHeld = resolve;
    });
    const hold: Fault = (response, request) => {
      release = () => good(response, request);
      onHeld();
    };
    await using server = await startFaultyServer(good, good, hold, good);
    await using folder = await makeCliFolder(files);
    const args = ['run', 'a.prompt.md', '--model', 'm', '--base-url', server.baseUrl];
    const first = folder.start([...args, '--concurrency', '1']);
    await held;

    const second = await folder.run(args);
    release();
    const { code, out, err } = await first.done;

    assert.equal(second.code, 0, second.err);
    assert.match(second.out, /2 calls, 2 from the cache/);
    assert.equal(code, 0, err);
    assert.match(out, /3 calls, 1 from the cache/);
    assert.match(out, /contains: value good +100 % +4\/4/);
    // Four cases, and once more the one that was under way in both.
    assert.equal(server.requests.length, 5);
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
