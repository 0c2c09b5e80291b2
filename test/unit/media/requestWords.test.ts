import assert from 'node:assert/strict';
import { comparisonText } from '../../../media/compare/requestWords.ts';
import type { RequestChange } from '../../../src/panel/slices/sentRequest.ts';

const change = (
  what: RequestChange['what'],
  name: string,
  old: string | null,
  now: string | null,
  isLong = what === 'tool',
): RequestChange => ({ what, name, old, new: now, isLong });

describe('comparisonText', () => {
  const table: readonly [readonly RequestChange[], 'same' | 'differ', string][] = [
    [[], 'same', 'The same as the old request.'],
    [[], 'differ', 'Only the messages differ from the old request.'],
    [
      [change('model', '', 'a', 'b'), change('parameter', 'temperature', '0', '0.7')],
      'same',
      'Differs from the old request: model a \u2192 b, temperature 0 \u2192 0.7. The messages are the same.',
    ],
    [
      [change('parameter', 'seed', '7', null), change('parameter', 'stop', null, '["x"]')],
      'differ',
      'Differs from the old request: seed 7 \u2192 not sent, stop not sent \u2192 ["x"]. The messages differ too.',
    ],
    [
      [
        change('parameter', 'response_format', '', '', true),
        change('tool', 'a', null, ''),
        change('tool', 'b', '', null),
        change('tool', 'c', '', ''),
        change('tool', '', '', ''),
      ],
      'same',
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
      { changes: [change('tool', 'a', null, '')], more: 3, messages: 'same' },
      'new',
    );

    assert.match(text, /^Differs from the new request: tool a is new, and 3 more\./);
  });
});
