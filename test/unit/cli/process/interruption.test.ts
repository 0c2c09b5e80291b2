import assert from 'node:assert/strict';
import { makeCliFolder } from '../../../support/cli.ts';
import { chatReply, type Fault, silent, startFaultyServer } from '../../../support/faultyServer.ts';

const suiteOf = (ids: readonly string[]) => `metrics:
  - { type: contains, value: good }
cases:
${ids.map((id) => `  - { id: ${id}, variables: { q: ${id} } }`).join('\n')}
`;
const files = {
  'a.prompt.md': 'Answer {{ q }}',
  'a.metrics.yaml': suiteOf(['a', 'b', 'c', 'd']),
};

/** Resolves when the server has as many requests. */
function announced(count: number, fault: Fault): { readonly fault: Fault; came: Promise<void> } {
  let seen = 0;
  let resolve = () => {};
  const came = new Promise<void>((done) => {
    resolve = done;
  });
  return {
    came,
    fault: (response, request) => {
      if (++seen === count) resolve();
      fault(response, request);
    },
  };
}

describe('An interrupted run', function () {
  this.timeout(60_000);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`reports what is done after ${signal}, ends with 130, and keeps what was paid for`, async () => {
      const hanging = announced(1, silent);
      await using server = await startFaultyServer(
        chatReply('good'),
        chatReply('good'),
        hanging.fault,
      );
      await using folder = await makeCliFolder(files);
      const args = ['run', 'a.prompt.md', '--model', 'm', '--base-url', server.baseUrl];
      const running = folder.start([...args, '--concurrency', '1']);
      await hanging.came;

      running.child.kill(signal);
      const { code, out, err } = await running.done;

      assert.equal(code, 130, err);
      assert.match(out, /contains: value good +100 % +2\/2/);
      assert.match(out, /stopped early/);
      assert.match(err, /Stopping; what is done is kept/);
      await using again = await startFaultyServer(chatReply('good'));
      const args2 = ['run', 'a.prompt.md', '--model', 'm', '--offline', '--base-url'];
      const offline = await folder.run([...args2, server.baseUrl]);
      assert.match(offline.out, /0 calls, 2 from the cache/);
      assert.equal(again.requests.length, 0);
    });
  }

  it('ends at once at the second signal', async () => {
    const hanging = announced(1, silent);
    await using server = await startFaultyServer(hanging.fault);
    await using folder = await makeCliFolder(files);
    const running = folder.start(['run', '.', '--model', 'm', '--base-url', server.baseUrl]);
    await hanging.came;

    running.child.kill('SIGINT');
    running.child.kill('SIGINT');
    const { code } = await running.done;

    assert.equal(code, 130);
  });

  it('loses no answer that came before it was killed: only the others are asked for again', async () => {
    const hanging = announced(1, silent);
    const good = chatReply('good');
    await using server = await startFaultyServer(good, good, hanging.fault, good);
    await using folder = await makeCliFolder(files);
    const args = ['run', 'a.prompt.md', '--model', 'm', '--base-url', server.baseUrl];
    const running = folder.start([...args, '--concurrency', '1']);
    await hanging.came;

    running.child.kill('SIGKILL');
    await running.done;
    const { code, out, err } = await folder.run(args);

    assert.equal(code, 0, err);
    assert.equal(err, '');
    assert.match(out, /2 calls, 2 from the cache/);
    assert.match(out, /contains: value good +100 % +4\/4/);
    assert.equal(server.requests.length, 5);
  });

  it('loses at most what was under way when it was killed among many calls', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `c${index}`);
    const many = announced(40, chatReply('good'));
    await using server = await startFaultyServer(many.fault);
    await using folder = await makeCliFolder({ ...files, 'a.metrics.yaml': suiteOf(ids) });
    const args = ['run', 'a.prompt.md', '--model', 'm', '--base-url', server.baseUrl];
    const running = folder.start([...args, '--concurrency', '4']);
    await many.came;

    running.child.kill('SIGKILL');
    await running.done;
    const asked = server.requests.length;
    const { code, err } = await folder.run(args);

    assert.equal(code, 0, err);
    const twice = server.requests.length - ids.length;
    assert.ok(twice <= 4, `${twice} of ${asked} were asked for twice`);
  });

  it('goes on when nobody reads its results any more', async () => {
    await using server = await startFaultyServer(chatReply('good'));
    await using folder = await makeCliFolder(files);
    const args = ['run', 'a.prompt.md', '--model', 'm', '--base-url', server.baseUrl];
    const running = folder.start([...args, '--reporter', 'json']);

    running.child.stdout?.destroy();
    const { code, err } = await running.done;

    assert.equal(code, 0, err);
    assert.equal(err, '');
  });
});
