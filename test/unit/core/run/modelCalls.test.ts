import assert from 'node:assert/strict';
import { aborted, EvalError, isEvalError } from '../../../../src/core/errors.ts';
import type { CallClaim, Ports } from '../../../../src/core/ports.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import { type Answer, ModelCalls } from '../../../../src/core/run/modelCalls.ts';
import type { RenderedRequest } from '../../../../src/core/run/request.ts';
import { openSpending } from '../../../../src/core/run/spending.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { completion, FakeModel, fakePorts } from '../../../support/fakePorts.ts';

const request: RenderedRequest = {
  endpoint: 'e',
  model: 'm',
  parameters: {},
  messages: [{ role: 'user', content: 'hello' }],
  tools: [],
  trial: 0,
};
const held: CallClaim = { kind: 'held' };
const answered: CallClaim = {
  kind: 'answered',
  stored: { key: 'k', completion: completion('of another process'), time: 1 },
};

/** A store that other processes use too: it says of each claim in turn what a test has it say. */
class SharedStore extends MemoryStore {
  readonly said: CallClaim['kind'][] = [];
  released = 0;
  private readonly script: readonly (CallClaim | 'leased')[];

  constructor(script: readonly (CallClaim | 'leased')[]) {
    super();
    this.script = script;
  }

  override async claimCall(): Promise<CallClaim> {
    const next = this.script[Math.min(this.said.length, this.script.length - 1)] ?? 'leased';
    const claim: CallClaim =
      next === 'leased'
        ? {
            kind: 'leased',
            lease: {
              release: async () => {
                this.released++;
              },
            },
          }
        : next;
    this.said.push(claim.kind);
    return claim;
  }
}

describe('ModelCalls with a store that several processes use', () => {
  let stop: AbortController;
  let waits: number[];
  beforeEach(() => {
    stop = new AbortController();
    waits = [];
  });

  async function callsWith(store: SharedStore, own: { useCache?: boolean } = {}) {
    let now = 1;
    const clock: Ports['clock'] = {
      now: () => now,
      elapsed: () => 1,
      delay: async (ms, signal) => {
        waits.push(ms);
        now += ms;
        await new Promise((resolve) => setImmediate(resolve));
        if (signal.aborted) throw aborted();
      },
    };
    const ports = fakePorts({ store, clock });
    const spending = await openSpending(undefined, 0, store);
    const pool = new CallPool<Answer>(2);
    const { signal } = stop;
    return {
      spending,
      calls: new ModelCalls({ ports, pool, spending, isAllowed: true, signal, ...own }),
    };
  }

  it('waits for the answer that another process is asking for, and counts it as cached', async () => {
    const store = new SharedStore([held, held, answered]);
    const { calls, spending } = await callsWith(store);
    const model = new FakeModel();

    const answer = await calls.ask(model, request);

    assert.equal(answer.completion.text, 'of another process');
    assert.equal(answer.isCached, true);
    assert.equal(model.asked.length, 0);
    assert.equal(spending.usage.requests, 0);
    assert.equal(spending.usage.cached, 1);
  });

  it('asks the store again no sooner than after 100 ms', async () => {
    const store = new SharedStore([held, held, held, answered]);
    const { calls } = await callsWith(store);

    await calls.ask(new FakeModel(), request);

    assert.equal(waits.length, 3);
    assert.ok(waits.every((ms) => ms >= 100 && ms <= 250));
  });

  it('makes the call itself once the other process has given it up or died', async () => {
    const store = new SharedStore([held, 'leased']);
    const { calls, spending } = await callsWith(store);
    const model = new FakeModel();

    await calls.ask(model, request);

    assert.equal(model.asked.length, 1);
    assert.equal(spending.usage.requests, 1);
  });

  it('makes the call itself after some minutes, should the other process hang for good', async () => {
    const store = new SharedStore([held]);
    const { calls } = await callsWith(store);
    const model = new FakeModel();

    await calls.ask(model, request);

    assert.equal(model.asked.length, 1);
    const waited = waits.reduce((sum, ms) => sum + ms, 0);
    assert.ok(waited > 120_000 && waited < 300_000, String(waited));
  });

  it('waits for nothing when it is alone', async () => {
    const store = new SharedStore(['leased']);
    const { calls } = await callsWith(store);

    await calls.ask(new FakeModel(), request);

    assert.deepEqual(waits, []);
    assert.deepEqual(store.said, ['leased']);
  });

  it('gives the call up when it fails', async () => {
    const store = new SharedStore(['leased']);
    const { calls } = await callsWith(store);
    const model = new FakeModel(async () => {
      throw new EvalError('model-bad-request', 'No.');
    });

    await assert.rejects(calls.ask(model, request), (error) =>
      isEvalError(error, 'model-bad-request'),
    );

    assert.equal(store.released, 1);
  });

  it('gives the call up when it is stopped', async () => {
    const store = new SharedStore(['leased']);
    const { calls } = await callsWith(store);
    const model = new FakeModel(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new EvalError('aborted', 'Stopped.')));
          stop.abort();
        }),
    );

    await assert.rejects(calls.ask(model, request), (error) => isEvalError(error, 'aborted'));
    await new Promise((resolve) => setImmediate(resolve));

    assert.equal(store.released, 1);
  });

  it('waits no longer when it is stopped', async () => {
    const store = new SharedStore([held]);
    const { calls } = await callsWith(store);
    const asking = calls.ask(new FakeModel(), request);
    stop.abort();

    await assert.rejects(asking, (error) => isEvalError(error, 'aborted'));
  });

  it('neither waits nor makes others wait where every answer is to be new', async () => {
    const store = new SharedStore([held]);
    const { calls } = await callsWith(store, { useCache: false });
    const model = new FakeModel();

    await calls.ask(model, request);

    assert.equal(model.asked.length, 1);
    assert.deepEqual(store.said, []);
  });
});
