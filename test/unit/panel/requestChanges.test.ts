import assert from 'node:assert/strict';
import type { RenderedRequest } from '../../../src/core/run/request.ts';
import { sourceWith } from '../../support/panel/askRequests.ts';
import { type CasePlan, comparisonInput } from '../../support/panel/inputs.ts';
import { TestHost } from '../../support/panel/testHost.ts';

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
