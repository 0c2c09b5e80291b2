import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readConversation } from '../../../../src/core/complaint/readConversation.ts';
import { isEvalError } from '../../../../src/core/errors.ts';

const short = (text: string) => {
  const { form, messages } = readConversation(text);
  return [form, ...messages.map(({ role, content }) => `${role}: ${content}`)];
};

const turns = ['user: Wo ist mein Paket?', 'assistant: It is on its way.'];

describe('A pasted conversation', () => {
  const list = [
    { role: 'user', content: 'Wo ist mein Paket?' },
    { role: 'assistant', content: 'It is on its way.' },
  ];
  const otlp = (attributes: Readonly<Record<string, string>>, events: readonly unknown[] = []) =>
    JSON.stringify({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  name: 'chat gpt',
                  attributes: Object.entries(attributes).map(([key, stringValue]) => ({
                    key,
                    value: { stringValue },
                  })),
                  events,
                },
              ],
            },
          ],
        },
      ],
    });
  const parts = (role: string, content: string) =>
    JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);

  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ['a transcript', 'User: Wo ist mein Paket?\nBot: It is on its way.', ['transcript', ...turns]],
    [
      'a transcript with times and names',
      '[10:41] Anna Berg: Wo ist mein Paket?\n[10:42] Support: It is on its way.',
      ['transcript', ...turns],
    ],
    [
      'a transcript of two names',
      'Anna: Hi\nNova: Hello\nAnna: Bye\nNova: See you: soon\nand take care',
      [
        'transcript',
        'user: Hi',
        'assistant: Hello',
        'user: Bye',
        'assistant: See you: soon\nand take care',
      ],
    ],
    [
      'a transcript in Markdown',
      '**Customer:** Wo ist mein Paket?\n\n**Assistant:** It is on its way.',
      ['transcript', ...turns],
    ],
    [
      'a transcript whose other speaker has a name, and speaks once',
      'Customer: Wo ist mein Paket?\nNora: It is on its way.',
      ['transcript', ...turns],
    ],
    ['messages in the OpenAI form', JSON.stringify(list), ['messages', ...turns]],
    [
      'an object with messages',
      JSON.stringify({ model: 'x', messages: list }),
      ['messages', ...turns],
    ],
    [
      'a log line',
      JSON.stringify({ messages: list.slice(0, 1), output: 'It is on its way.', time: 1 }),
      ['log line', ...turns],
    ],
    [
      'a log line with a question',
      JSON.stringify({ input: 'Wo ist mein Paket?', output: 'It is on its way.' }),
      ['log line', ...turns],
    ],
    [
      'a request with its response',
      JSON.stringify({
        request: { messages: list.slice(0, 1) },
        response: { choices: [{ message: list[1] }] },
      }),
      ['log line', ...turns],
    ],
    [
      'content in parts',
      JSON.stringify([
        { role: 'user', content: [{ type: 'text', text: 'Wo ist mein Paket?' }] },
        list[1],
      ]),
      ['messages', ...turns],
    ],
    [
      'the first line of a log that has one',
      `{"level":"info"}\n${JSON.stringify(list)}`,
      ['messages', ...turns],
    ],
    [
      'a trace with messages as attributes',
      otlp({
        'gen_ai.input.messages': parts('user', 'Wo ist mein Paket?'),
        'gen_ai.output.messages': parts('assistant', 'It is on its way.'),
      }),
      ['trace', ...turns],
    ],
    [
      'a trace with numbered attributes',
      otlp({
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': 'Wo ist mein Paket?',
        'gen_ai.completion.0.content': 'It is on its way.',
      }),
      ['trace', ...turns],
    ],
    [
      'a trace with events',
      otlp({ 'gen_ai.system': 'openai' }, [
        {
          name: 'gen_ai.user.message',
          attributes: [{ key: 'content', value: { stringValue: 'Wo ist mein Paket?' } }],
        },
        {
          name: 'gen_ai.choice',
          attributes: [
            { key: 'message', value: { stringValue: '{"content":"It is on its way."}' } },
          ],
        },
      ]),
      ['trace', ...turns],
    ],
    ['a reply alone', 'It is on its way.', ['reply', 'assistant: It is on its way.']],
    [
      'a reply with colons',
      'Please note: the box is red.\nThanks',
      ['reply', 'assistant: Please note: the box is red.\nThanks'],
    ],
  ];
  for (const [what, text, expected] of table)
    it(`is read from ${what}`, () => assert.deepEqual(short(text), expected));

  it('keeps tool calls', () => {
    const call = { id: 'c', type: 'function', function: { name: 'track', arguments: '{"n":1}' } };
    const { messages } = readConversation(
      JSON.stringify([list[0], { role: 'assistant', content: null, tool_calls: [call] }]),
    );

    assert.deepEqual(messages[1]?.toolCalls, [{ id: 'c', name: 'track', arguments: '{"n":1}' }]);
  });

  for (const [what, text] of [
    ['nothing', ' \n'],
    ['JSON without a conversation', '{"a":1}'],
    ['a whole log', 'x'.repeat(1024 * 1024 + 1)],
  ] as const)
    it(`is refused with a reason where there is ${what}`, () => {
      assert.throws(
        () => readConversation(text),
        (error) => isEvalError(error, 'bad-file'),
      );
    });

  it('is read from any text and any JSON without another error', () => {
    const attempt = (text: string) => {
      try {
        readConversation(text);
      } catch (error) {
        if (!isEvalError(error)) throw error;
      }
    };
    fc.assert(fc.property(fc.string({ unit: 'binary' }), attempt));
    fc.assert(fc.property(fc.json(), attempt));
  });
});
