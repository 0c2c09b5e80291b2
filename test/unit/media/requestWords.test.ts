import assert from 'node:assert/strict';
import { changedText, comparisonText } from '../../../media/compare/requestWords.ts';
import type {
  MessageChange,
  RequestChange,
  RequestChanges,
} from '../../../src/panel/slices/sentRequest.ts';

const change = (
  what: RequestChange['what'],
  name: string,
  old: string | null,
  now: string | null,
  isLong = what === 'tool',
): RequestChange => ({ what, name, old, new: now, isLong });

const same = { type: 'same' } as const;

describe('comparisonText', () => {
  const differ = { type: 'differ', first: 2, total: 4 } as const;
  const table: readonly [readonly RequestChange[], RequestChanges['messages'], string][] = [
    [[], same, 'The same as the old request.'],
    [
      [],
      differ,
      'Only the messages differ from the old request. The first that differs is message 3 of 4.',
    ],
    [
      [],
      { type: 'unlike', partnered: 0 },
      'Only the messages differ from the old request. Their roles do not follow each other in the same way: they are not compared one by one.',
    ],
    [
      [change('model', '', 'a', 'b')],
      { type: 'unlike', partnered: 1 },
      'Differs from the old request: model a \u2192 b. The messages differ too. Their roles do not follow each other in the same way: only the first is compared one by one.',
    ],
    [
      [change('endpoint', '', 'simulated 1', 'vscode copilot')],
      same,
      'Differs from the old request: endpoint the simulated model (version 1) \u2192 the language models of VS Code (copilot). The messages are the same.',
    ],
    [
      [change('model', '', 'a', 'b'), change('parameter', 'temperature', '0', '0.7')],
      same,
      'Differs from the old request: model a \u2192 b, temperature 0 \u2192 0.7. The messages are the same.',
    ],
    [
      [change('parameter', 'seed', '7', null), change('parameter', 'stop', null, '["x"]')],
      differ,
      'Differs from the old request: seed 7 \u2192 not sent, stop not sent \u2192 ["x"]. The messages differ too. The first that differs is message 3 of 4.',
    ],
    [
      [
        change('parameter', 'response_format', '', '', true),
        change('tool', 'a', null, ''),
        change('tool', 'b', '', null),
        change('tool', 'c', '', ''),
        change('tool', '', '', ''),
      ],
      same,
      'Differs from the old request: response_format differs, tool a is new, tool b is gone, tool c differs, the order of the tools. The messages are the same.',
    ],
  ];
  for (const [changes, messages, expected] of table) {
    it(`says: ${expected}`, () => {
      assert.equal(comparisonText({ changes, more: 0, messages }, 'old'), expected);
    });
  }

  it('says how many more there are', () => {
    const text = comparisonText(
      { changes: [change('tool', 'a', null, '')], more: 3, messages: same },
      'new',
    );

    assert.match(text, /^Differs from the new request: tool a is new, and 3 more\./);
  });
});

describe('changedText', () => {
  const segments = [{ kind: 'added', text: 'x' }] as const;
  const table: readonly [MessageChange, string][] = [
    [{ parts: ['text'], segments }, 'changed'],
    [{ parts: ['text'], segments: null }, 'changed; too long to show where'],
    [{ parts: ['text', 'calls'], segments }, 'changed: text, tool calls'],
    [{ parts: ['name', 'callId'], segments: null }, 'changed: name, the call it answers'],
    [{ parts: [], segments: null }, 'changed'],
  ];
  for (const [change, expected] of table) {
    it(`says: ${expected}`, () => {
      assert.equal(changedText(change), expected);
    });
  }
});
