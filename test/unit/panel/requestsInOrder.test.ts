import assert from 'node:assert/strict';
import type { RenderedRequest } from '../../../src/core/run/request.ts';
import { noFilter } from '../../../src/panel/slices/cases.ts';
import { caseId, place, sourceWith, story } from '../../support/panel/askRequests.ts';
import { requestWith } from '../../support/panel/requests.ts';
import { TestHost } from '../../support/panel/testHost.ts';

const page = { type: 'cases', filter: noFilter, offset: 0, limit: 10 } as const;

describe('A session that is asked for a request and other things', () => {
  it('answers in the order it was asked', async () => {
    const host = new TestHost(sourceWith(story()));
    host.ready();

    const ids = [
      host.send({ type: 'sentRequest', ...place }),
      host.send(page),
      host.send({ type: 'requestChanges', ...place }),
      host.send({ type: 'details', caseId }),
    ];
    await host.settle();

    assert.deepEqual(host.answered, ids);
  });

  it('does not wait for ever for the history, and has its answer when it is asked again', async () => {
    const source = sourceWith(story());
    const { promise, resolve } = Promise.withResolvers<RenderedRequest>();
    source.requestOf = () => promise;
    const host = new TestHost(source);
    host.ready();

    const late = host.askLater({ type: 'sentRequest', ...place });
    host.send(page);
    host.wait();
    const head = (await late)?.head;
    await host.settle();

    assert.deepEqual(head, {
      type: 'known',
      why: 'unreadable',
      reason: 'The history did not answer in good time.',
    });
    assert.equal(host.answered.length, 2);
    resolve(requestWith());
    await host.settle();
    source.requestOf = () => Promise.reject(new Error('Nobody asks again.'));
    const again = await host.askLater({ type: 'sentRequest', ...place });
    assert.equal(again?.head.type, 'exact');
  });

  it('says nothing any more once it is closed', async () => {
    for (const end of ['resolve', 'reject'] as const) {
      const source = sourceWith(story());
      const { promise, resolve, reject } = Promise.withResolvers<RenderedRequest>();
      source.requestOf = () => promise;
      const host = new TestHost(source);
      host.ready();
      host.send({ type: 'sentRequest', ...place });
      const before = host.sent.length;

      host.session.dispose();
      if (end === 'resolve') resolve(requestWith());
      else reject(new Error('gone'));
      await host.settle();
      host.wait();

      assert.equal(host.sent.length, before);
    }
  });

  it('asks the history once for the pages and texts of one request', async () => {
    const source = sourceWith(story());
    let asked = 0;
    const requestOf = source.requestOf.bind(source);
    source.requestOf = (key) => {
      asked++;
      return requestOf(key);
    };
    const host = new TestHost(source);

    await host.askLater({ type: 'sentRequest', ...place });
    await host.askLater({ type: 'sentMessages', ...place, offset: 2 });
    await host.askLater({ type: 'requestChanges', ...place });

    assert.equal(asked, 2);
  });
});
