import type { ToolCall } from '../../../../../src/core/prompt/message.ts';
import { metricTable } from '../../../../support/metricTable.ts';

describe('tool-calls', () => {
  const made = (
    ...calls: readonly (readonly [string, string?])[]
  ): { reply: { toolCalls: ToolCall[] } } => ({
    reply: { toolCalls: calls.map(([name, args = '{}']) => ({ name, arguments: args })) },
  });
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  metricTable('tool-calls', [
    ['the call', { calls: [a] }, '', 'pass', { ...made(['a']), value: 1 }],
    ['no call', { calls: [a] }, 'Hm.', 'fail', { value: 0, explanation: /“a” was not called/ }],
    [
      'another call',
      { calls: [a] },
      '',
      'fail',
      { ...made(['b']), value: 0, explanation: /“b” was called though/ },
    ],
    ['one of two', { calls: [a, b] }, '', 'fail', { ...made(['a']), value: 2 / 3 }],
    ['one too many', { calls: [a] }, '', 'fail', { ...made(['a'], ['b']), value: 2 / 3 }],
    [
      'one too many, allowed',
      { calls: [a], extra: true },
      '',
      'pass',
      { ...made(['b'], ['a']), value: 1 },
    ],
    ['the same call twice', { calls: [a] }, '', 'fail', { ...made(['a'], ['a']), value: 2 / 3 }],
    ['any order', { calls: [a, b] }, '', 'pass', made(['b'], ['a'])],
    [
      'the wrong order',
      { calls: [a, b], order: 'same' },
      '',
      'fail',
      { ...made(['b'], ['a']), value: 0.5, explanation: /out of order/ },
    ],
    [
      'others between',
      { calls: [a, b], order: 'same', extra: true },
      '',
      'pass',
      made(['a'], ['c'], ['b']),
    ],
    [
      'arguments',
      { calls: [{ name: 'a', arguments: { n: 1, o: { x: [1] } } }] },
      '',
      'pass',
      made(['a', '{"o": {"x": [1]}, "n": 1, "z": 0}']),
    ],
    [
      'no other arguments',
      { calls: [{ name: 'a', arguments: { n: 1 }, 'only-arguments': true }] },
      '',
      'fail',
      { ...made(['a', '{"n": 1, "z": 0}']), explanation: /“z”, which is not asked for/ },
    ],
    [
      'a wrong argument',
      { calls: [{ name: 'a', arguments: { n: 1 } }] },
      '',
      'fail',
      { ...made(['a', '{"n": 2}']), value: 0, explanation: /“n” “2”, not “1”/ },
    ],
    [
      'a missing argument',
      { calls: [{ name: 'a', arguments: { n: 1 } }] },
      '',
      'fail',
      { ...made(['a']), explanation: /without “n”/ },
    ],
    [
      'a pattern',
      { calls: [{ name: 'a', arguments: { q: { pattern: '^ö' } } }] },
      '',
      'pass',
      made(['a', '{"q": "öl"}']),
    ],
    [
      'a pattern that does not match',
      { calls: [{ name: 'a', arguments: { q: { pattern: '^o' } } }] },
      '',
      'fail',
      made(['a', '{"q": "öl"}']),
    ],
    [
      'a schema',
      { calls: [{ name: 'a', schema: { required: ['n'] } }] },
      '',
      'fail',
      { ...made(['a']), explanation: /required property/ },
    ],
    [
      'a schema that is met',
      { calls: [{ name: 'a', schema: { required: ['n'] } }] },
      '',
      'pass',
      made(['a', '{"n": 1}']),
    ],
    [
      'a schema that cannot be used',
      { calls: [{ name: 'a', schema: { type: 'nope' } }] },
      '',
      'failed',
      made(['a']),
    ],
    [
      'the pairs that fit best',
      { calls: [{ name: 'a' }, { name: 'a', arguments: { n: 1 } }] },
      '',
      'pass',
      made(['a', '{"n": 1}'], ['a', '{"n": 2}']),
    ],
    [
      'broken arguments',
      { calls: [{ name: 'a', arguments: { n: 1 } }] },
      '',
      'fail',
      { ...made(['a', '{"n":']), explanation: /not JSON/ },
    ],
    ['no call is asked for', { calls: [] }, 'Hm.', 'pass', { value: 1 }],
    ['no call, no text', { calls: [] }, '', 'pass'],
    ['a call where none is asked for', { calls: [] }, '', 'fail', { ...made(['a']), value: 0 }],
    ['an empty reply', { calls: [a] }, '', 'fail', { value: 0 }],
  ]);
});
