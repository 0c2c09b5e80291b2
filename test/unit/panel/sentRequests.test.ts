import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RenderedRequest } from '../../../src/core/run/request.ts';
import { noFilter } from '../../../src/panel/slices/cases.ts';
import type { SentRequest } from '../../../src/panel/slices/sentRequest.ts';
import type { PanelInput } from '../../../src/panel/source.ts';
import { FakeSource } from '../../support/panel/fakeSource.ts';
import { type CasePlan, comparisonInput, storyCases } from '../../support/panel/inputs.ts';
import { requestsOf, requestWith } from '../../support/panel/requests.ts';
import { TestHost } from '../../support/panel/testHost.ts';

const caseId = 'german-fifth-turn';
const place = { caseId, trial: 0, reply: 1, side: 'new' } as const;
const page = { type: 'cases', filter: noFilter, offset: 0, limit: 10 } as const;

function sourceWith(
  input: PanelInput,
  of?: (side: 'old' | 'new') => Partial<RenderedRequest>,
): FakeSource {
  return new FakeSource(input, requestsOf(input, of));
}

const story = () => comparisonInput(storyCases(1));
const ask = (source: FakeSource, place_: object = {}) =>
  new TestHost(source).askLater({ type: 'sentRequest', ...place, ...place_ });
const headOf = async (source: FakeSource, place_?: object) => (await ask(source, place_))?.head;
const rolesOf = (sent: SentRequest | null | undefined) =>
  sent?.pages.flatMap(({ messages }) => messages.map(({ role }) => role));

describe('A session that is asked for the request of a reply', () => {
  it('gives endpoint, model, parameters as they were sent, tools and messages of that turn', async () => {
    const tools = [{ name: 'refund', description: 'Pays back.', parameters: { type: 'object' } }];
    const parameters = { temperature: 0.7, topP: 1, stop: ['END'] };
    const source = sourceWith(story(), () => ({ parameters, tools }));

    const first = await ask(source, { reply: 0 });
    const second = await ask(source);

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
      const sent = await ask(source, { side, reply: 0 });
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
      const sent = await ask(source, { reply: 0 });
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

    const sent = await ask(source);

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
        const sent = await ask(source, { reply });

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

      const sent = await ask(source, { reply: 0 });
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
      assert.equal(await ask(source, none), null);
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

  describe('and other things', () => {
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

  describe('that is very long', () => {
    const many = Array.from({ length: 500 }, (_, at) => ({
      role: at % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content: `Message ${at}`,
    }));

    it('gives the first and the last messages, and the others in pages', async () => {
      const host = new TestHost(sourceWith(story(), () => ({ messages: many })));

      const sent = await host.askLater({ type: 'sentRequest', ...place });
      const next = await host.askLater({ type: 'sentMessages', ...place, offset: 10 });
      const behind = await host.askLater({ type: 'sentMessages', ...place, offset: 500 });

      assert.deepEqual(
        sent?.pages.map(({ offset, total, messages }) => [offset, total, messages.length]),
        [
          [0, 500, 10],
          [490, 500, 10],
        ],
      );
      assert.deepEqual(
        next?.messages.map(({ content }) => content.text),
        many.slice(10, 30).map(({ content }) => content),
      );
      assert.deepEqual(behind?.messages, []);
    });

    it('sends neither a megabyte nor more than a page, whatever is long', async () => {
      const long = '<b>|`*'.repeat(200_000);
      const some = long.slice(0, 3000);
      const call = { id: some, name: some, arguments: some };
      const source = sourceWith(story(), (side) => ({
        endpoint: long,
        model: `${side}${some}`,
        caseId: some,
        parameters: {
          responseFormat: { schema: long },
          extra: Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`${some}${at}`, some])),
        },
        tools: [
          { name: long, description: long, parameters: { type: 'object', description: long } },
          ...Array.from({ length: 300 }, (_, at) => ({
            name: `${side}${at}${some}`,
            description: some,
          })),
        ],
        messages: [
          ...many.map((message) => ({ ...message, content: some })),
          { role: 'tool', content: long },
          { role: 'assistant', content: long, name: long, toolCalls: Array(9).fill(call) },
        ],
      }));
      const host = new TestHost(source);
      const part = { type: 'schema', tool: 0 } as const;

      await host.askLater({ type: 'sentRequest', ...place });
      await host.askLater({ type: 'sentMessages', ...place, offset: 485 });
      await host.askLater({ type: 'requestChanges', ...place });
      const cut = await host.askLater({ type: 'sentText', ...place, part, isWhole: false });

      for (const message of host.sent)
        assert.ok(JSON.stringify(message).length < 300_000, `${JSON.stringify(message).length}`);
      assert.equal(cut?.text.length, 20_000);
      assert.ok((cut?.length ?? 0) > 1_000_000);
    });

    it('gives every text whole on demand', async () => {
      const long = 'x'.repeat(50_000);
      const toolCalls = [{ name: 'find', arguments: long }];
      const host = new TestHost(
        sourceWith(story(), () => ({
          parameters: { extra: { guide: long } },
          tools: [{ name: 'find', description: long, parameters: { description: long } }],
          messages: [{ role: 'assistant', content: long, toolCalls }],
        })),
      );
      const parts = [
        [{ type: 'message', message: 0 }, long],
        [{ type: 'call', message: 0, call: 0 }, long],
        [{ type: 'parameter', parameter: 0 }, JSON.stringify(long)],
        [{ type: 'description', tool: 0 }, long],
        [{ type: 'schema', tool: 0 }, JSON.stringify({ description: long }, undefined, 2)],
        [{ type: 'message', message: 1 }, undefined],
        [{ type: 'call', message: 0, call: 1 }, undefined],
        [{ type: 'schema', tool: 1 }, undefined],
      ] as const;

      for (const [part, expected] of parts) {
        const whole = await host.askLater({ type: 'sentText', ...place, part, isWhole: true });
        assert.equal(whole?.text, expected, part.type);
      }
    });
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

describe('A session that is asked what two requests differ in', () => {
  const plan: CasePlan = { id: 'a', verdict: 'regressed' };
  const changesOf = async (
    old: Partial<RenderedRequest>,
    now: Partial<RenderedRequest>,
    more: Partial<CasePlan> = {},
  ) => {
    const input = comparisonInput([{ ...plan, ...more }]);
    const host = new TestHost(sourceWith(input, (side) => (side === 'old' ? old : now)));
    return host.askLater({ type: 'requestChanges', caseId: 'a', trial: 0, reply: 0 });
  };
  const told = async (old: Partial<RenderedRequest>, now: Partial<RenderedRequest>) =>
    (await changesOf(old, now))?.changes.map(({ what, name, old: was, new: is }) => [
      what,
      name,
      was,
      is,
    ]);

  it('tells endpoint, model and parameters with both values', async () => {
    const schema = { type: 'json_schema', json_schema: { name: 'x'.repeat(80) } };

    const changes = await changesOf(
      { parameters: { temperature: 0, seed: 7, topP: 1 } },
      {
        endpoint: 'openai https://api.example/v1',
        model: 'gpt',
        parameters: { temperature: 0.7, topP: 1, responseFormat: schema },
      },
    );

    assert.deepEqual(changes, {
      changes: [
        change('endpoint', '', 'simulated 1', 'openai https://api.example/v1'),
        change('model', '', 'simulated-small', 'gpt'),
        change('parameter', 'temperature', '0', '0.7'),
        change('parameter', 'seed', '7', null),
        { ...change('parameter', 'response_format', null, ''), isLong: true },
      ],
      more: 0,
      messages: { type: 'differ', first: 0, total: 1 },
    });
  });

  it('tells which tools came, went or are others, and where only their order is another', async () => {
    const tool = (name: string, description = '') => ({ name, description });

    assert.deepEqual(
      await told(
        { tools: [tool('a'), tool('b'), tool('c')] },
        { tools: [tool('a'), tool('b', 'x'), tool('d')] },
      ),
      [
        ['tool', 'b', '', ''],
        ['tool', 'c', '', null],
        ['tool', 'd', null, ''],
      ],
    );
    assert.deepEqual(
      await told({ tools: [tool('a'), tool('b')] }, { tools: [tool('b'), tool('a')] }),
      [['tool', '', '', '']],
    );
  });

  it('calls the same what is written in another order', async () => {
    assert.deepEqual(
      await told(
        { tools: [{ name: 'a', parameters: { x: 1, y: 2 } }] },
        { tools: [{ parameters: { y: 2, x: 1 }, name: 'a' }] },
      ),
      [],
    );
  });

  it('says whether the messages are the same', async () => {
    const messages = [{ role: 'user', content: 'Hello' }] as const;

    const other = [{ role: 'user', content: 'Hello!' }] as const;
    const longer = [...messages, { role: 'assistant', content: 'Hi' }] as const;

    assert.deepEqual((await changesOf({ messages }, { messages }))?.messages, { type: 'same' });
    assert.deepEqual((await changesOf({ messages }, { messages: other }))?.messages, {
      type: 'differ',
      first: 0,
      total: 1,
    });
    assert.deepEqual((await changesOf({ messages }, { messages: longer }))?.messages, {
      type: 'unlike',
      partnered: 0,
    });
  });

  it('tells so many, and how many more there are', async () => {
    const extra = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`p${at}`, at]));

    const changes = await changesOf({}, { parameters: { temperature: 0, extra } });

    assert.equal(changes?.changes.length, 20);
    assert.equal(changes?.more, 30);
  });

  it('has nothing to say where one of them is not known exactly', async () => {
    const source = sourceWith(comparisonInput([plan]));
    source.requests.delete('a-old-0-0');

    const changes = await new TestHost(source).askLater({
      type: 'requestChanges',
      caseId: 'a',
      trial: 0,
      reply: 0,
    });

    assert.equal(changes, null);
  });
});

function change(what: string, name: string, old: string | null, now: string | null) {
  return { what, name, old, new: now, isLong: false };
}
