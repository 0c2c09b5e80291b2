import assert from 'node:assert/strict';
import { place, sourceWith, story } from '../../support/panel/askRequests.ts';
import { TestHost } from '../../support/panel/testHost.ts';

describe('A session that is asked for a request that is very long', () => {
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
