import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RenderedRequest } from '../../../src/core/run/request.ts';
import type { PanelInput } from '../../../src/panel/source.ts';
import {
  askRequest,
  caseId,
  headOf,
  place,
  rolesOf,
  sourceWith,
  story,
} from '../../support/panel/askRequests.ts';
import { FakeSource } from '../../support/panel/fakeSource.ts';
import { comparisonInput, storyCases } from '../../support/panel/inputs.ts';
import { TestHost } from '../../support/panel/testHost.ts';

describe('A session that is asked for the request of a reply', () => {
  it('gives endpoint, model, parameters as they were sent, tools and messages of that turn', async () => {
    const tools = [{ name: 'refund', description: 'Pays back.', parameters: { type: 'object' } }];
    const parameters = { temperature: 0.7, topP: 1, stop: ['END'] };
    const source = sourceWith(story(), () => ({ parameters, tools }));

    const first = await askRequest(source, { reply: 0 });
    const second = await askRequest(source);

    assert.deepEqual(second?.head, {
      type: 'exact',
      endpoint: 'simulated 1',
      model: 'simulated-small',
      caseId: null,
      parameters: [
        { name: 'temperature', value: { text: '0.7', length: 3 } },
        { name: 'top_p', value: { text: '1', length: 1 } },
        { name: 'stop', value: { text: '["END"]', length: 7 } },
      ],
      tools: [{ name: 'refund', description: { text: 'Pays back.', length: 10 }, hasSchema: true }],
      parameterCount: 3,
      toolCount: 1,
    });
    assert.deepEqual(rolesOf(first), ['system', 'user']);
    assert.deepEqual(rolesOf(second), ['system', 'user', 'assistant', 'user']);
  });

  it('gives both sides of every turn of every trial', async () => {
    const source = sourceWith(story(), (side) => ({ model: `model of ${side}` }));

    for (const side of ['old', 'new'] as const) {
      for (const trial of [0, 1, 2]) {
        const head = await headOf(source, { side, trial });
        assert.equal(head?.type === 'exact' && head.model, `model of ${side}`);
      }
    }
  });

  it('marks the messages that differ from the other side, on both', async () => {
    const source = sourceWith(story());

    for (const side of ['old', 'new'] as const) {
      const sent = await askRequest(source, { side, reply: 0 });
      assert.deepEqual(
        sent?.pages[0]?.messages.map(({ change }) => change?.parts ?? null),
        [['text'], null],
        side,
      );
    }
  });

  it('marks none where the other side is not known exactly, whatever the history says of it', async () => {
    const known = sourceWith(story()).requests;
    const failing = {
      absent: async () => undefined,
      unreadable: () => Promise.reject(new Error('It is locked.')),
    };

    for (const of of Object.values(failing)) {
      const source = new FakeSource(story());
      source.requestOf = (key) => (key.includes('old') ? of() : Promise.resolve(known.get(key)));
      const sent = await askRequest(source, { reply: 0 });
      assert.deepEqual(
        sent?.pages[0]?.messages.map(({ change }) => change),
        [null, null],
      );
      assert.equal(sent?.head.type, 'exact');
    }
  });

  it('says on which sides of which turns there is something', async () => {
    const [plan] = storyCases(1);
    assert.ok(plan);
    const error = 'The server answered 500.';
    const host = new TestHost(
      new FakeSource(comparisonInput([plan, { ...plan, id: 'failed', verdict: 'missing', error }])),
    );
    const both = { old: true, new: true };

    assert.deepEqual(host.ask({ type: 'details', caseId })?.requests, [both, both]);
    assert.deepEqual(host.ask({ type: 'details', caseId: 'failed' })?.requests, [
      both,
      { old: true, new: false },
    ]);
  });

  it('gives parts as they are: calls, their results, names', async () => {
    const messages = [
      { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'find', arguments: '{}' }] },
      { role: 'tool', content: '{"status":"sent"}', toolCallId: 'c1' },
      { role: 'user', content: 'Hello', name: 'anna' },
    ] as const;
    const source = sourceWith(story(), () => ({ messages }));

    const sent = await askRequest(source);

    assert.deepEqual(
      sent?.pages[0]?.messages.map(({ toolCalls, toolCallId, name }) => [
        toolCalls.map((call) => [call.id, call.name, call.arguments.text]),
        toolCallId,
        name,
      ]),
      [
        [[['c1', 'find', '{}']], null, null],
        [[], 'c1', null],
        [[], null, 'anna'],
      ],
    );
  });

  describe('where the history does not have it', () => {
    const imported = (): PanelInput => {
      const input = story();
      const run = input.new?.run;
      assert.ok(input.new && run);
      const cases = run.cases.map((item) => ({
        ...item,
        trials: item.trials.map((trial) => ({
          ...trial,
          replies: trial.replies.map((reply) => ({ ...reply, key: '' })),
        })),
      }));
      return { ...input, new: { ...input.new, run: { ...run, cases } } };
    };
    const failed = (): PanelInput => {
      const [plan] = storyCases(1);
      assert.ok(plan);
      return comparisonInput([{ ...plan, verdict: 'missing', error: 'The server answered 500.' }]);
    };
    const refusing = (reason: string) => {
      const source = new FakeSource(story());
      source.requestOf = () => Promise.reject(new Error(reason));
      return source;
    };
    const damaged = () => {
      const source = new FakeSource(story());
      const request: RenderedRequest = JSON.parse('{"endpoint":"x","messages":[{"role":7}]}');
      source.requestOf = async () => request;
      return source;
    };
    const without = () => Object.assign(new FakeSource(story()), { requestOf: undefined });
    const cases = [
      ['it was pruned or is of another machine', new FakeSource(story()), 1, 'absent', ''],
      ['there is no history', without(), 1, 'absent', ''],
      ['the reply is of a report or recording', new FakeSource(imported()), 1, 'imported', ''],
      ['the reply failed', new FakeSource(failed()), 0, 'failed', ''],
      ['the history cannot be read', refusing('It is locked.'), 1, 'unreadable', 'It is locked.'],
      ['it is damaged', damaged(), 1, 'unreadable', 'What the history has of it is damaged.'],
    ] as const;
    for (const [name, source, reply, why, reason] of cases) {
      it(`says so where ${name}, with the messages that the result knows`, async () => {
        const sent = await askRequest(source, { reply });

        assert.deepEqual(sent?.head, { type: 'known', why, reason });
        assert.deepEqual(
          rolesOf(sent),
          why === 'failed' ? ['system'] : ['system', 'user', 'assistant', 'user'],
        );
      });
    }

    it('takes out of what the result knows what looks like a secret', async () => {
      const key = `sk-${'a1B2'.repeat(8)}`;
      const [plan] = storyCases(1);
      assert.ok(plan);
      const source = new FakeSource(comparisonInput([{ ...plan, turns: [`My key is ${key}.`] }]));

      const sent = await askRequest(source, { reply: 0 });
      const text = await new TestHost(source).askLater({
        type: 'sentText',
        ...place,
        reply: 0,
        part: { type: 'message', message: 1 },
        isWhole: true,
      });

      assert.equal(JSON.stringify(sent).includes(key), false);
      assert.equal(text?.text, 'My key is [redacted].');
    });
  });

  it('has an answer whatever the history gives', async () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          endpoint: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
          model: fc.string(),
          parameters: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
          messages: fc.array(
            fc.record({ role: fc.string(), content: fc.string({ unit: 'binary' }) }),
          ),
          tools: fc.array(fc.record({ name: fc.string(), parameters: fc.jsonValue() })),
          trial: fc.nat(),
        },
        { requiredKeys: ['messages', 'tools', 'trial'] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(anything, anything, async (old, now) => {
        const source = new FakeSource(story());
        source.requestOf = async (key) =>
          JSON.parse(JSON.stringify(key.includes('old') ? old : now));
        const host = new TestHost(source);

        const sent = await host.askLater({ type: 'sentRequest', ...place });
        await host.askLater({ type: 'requestChanges', ...place });

        assert.ok(sent?.head.type === 'exact' || sent?.head.why !== undefined);
        assert.deepEqual(host.logged, []);
      }),
      { numRuns: 60 },
    );
  });

  it('has nothing of a case, trial or turn that is not there', async () => {
    const source = sourceWith(story());

    for (const none of [{ caseId: 'no' }, { trial: 9 }, { reply: 2 }, { reply: 2 ** 40 }])
      assert.equal(await askRequest(source, none), null);
  });

  it('is not taken in by a request that changes while the history is asked', async () => {
    const source = sourceWith(story());
    const host = new TestHost(source);
    host.ready();

    const asked = host.askLater({ type: 'sentRequest', ...place });
    source.set(comparisonInput([{ id: 'another', verdict: 'unchanged' }]));
    host.elapse();

    assert.equal((await asked)?.head.type, 'exact');
  });

  it('works for the cases of a run that goes on', async () => {
    const input = story();
    const source = sourceWith(input, (side) => ({ model: `model of ${side}` }));
    const settled = input.old?.run?.cases ?? [];
    const baseline = input.new?.run;
    assert.ok(baseline);
    source.set({ ...input, progress: { done: 1, total: 1, cost: null, settled, baseline } });

    const head = await headOf(source);

    assert.equal(head?.type === 'exact' && head.model, 'model of old');
  });
});
