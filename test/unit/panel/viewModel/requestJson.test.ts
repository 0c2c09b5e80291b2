import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Message } from '../../../../src/core/prompt/message.ts';
import { finished } from '../../../../src/panel/slicedWork.ts';
import { requestJson } from '../../../../src/panel/viewModel/requestJson.ts';
import { requestWith } from '../../../support/panel/requests.ts';

const jsonOf = (more: Parameters<typeof requestWith>[0]) =>
  finished(requestJson(requestWith(more)));

describe('requestJson', () => {
  it('is laid out, with parameters by the names that they were sent under', () => {
    const text = jsonOf({
      parameters: { temperature: 0, topP: 0.5, stop: ['a'] },
      tools: [{ name: 'find' }],
    });

    assert.equal(
      text,
      `{
  "endpoint": "simulated 1",
  "model": "simulated-small",
  "parameters": {
    "temperature": 0,
    "top_p": 0.5,
    "stop": [
      "a"
    ]
  },
  "tools": [
    {
      "name": "find"
    }
  ],
  "messages": [
    {
      "role": "system",
      "content": "You help."
    }
  ],
  "trial": 0
}
`,
    );
  });

  it('is JSON of the same request whatever is in it', () => {
    const text = fc.string({ unit: 'binary' });
    const message = fc.record({ role: fc.constantFrom('user', 'tool'), content: text });
    fc.assert(
      fc.property(fc.array(message), text, fc.jsonValue(), (messages, name, value) => {
        const all: Message[] = messages.map(({ role, content }) =>
          role === 'tool' ? { role, content, toolCallId: name } : { role: 'user', content },
        );
        const tools = [{ name, parameters: { value: JSON.parse(JSON.stringify(value)) } }];

        const parsed: unknown = JSON.parse(
          jsonOf({ messages: all, tools, model: name, caseId: name }),
        );

        assert.deepEqual(parsed, {
          endpoint: 'simulated 1',
          model: name,
          parameters: { temperature: 0 },
          tools: JSON.parse(JSON.stringify(tools)),
          messages: all,
          trial: 0,
          caseId: name,
        });
      }),
    );
  });

  it('does not tell what a name calls a secret', () => {
    const extra = {
      api_key: 'hunter2-a',
      headers: { Authorization: 'hunter2-b', list: [{ 'access-token': 'hunter2-c' }] },
      password: 'hunter2-d',
    };

    const text = jsonOf({ parameters: { maxTokens: 9, extra } });

    assert.doesNotMatch(text, /hunter2/);
    assert.match(text, /"max_tokens": 9/);
  });
});
