import { metricTable } from '../../../../support/metricTable.ts';

describe('numeric-difference', () => {
  metricTable('numeric-difference', [
    ['the number', { value: 42 }, 'It is 42.', 'pass', { value: 1, evidence: ['42'] }],
    ['the last number', { value: 42 }, '6 times 7 is 42', 'pass'],
    ['the first number', { value: 6, which: 'first' }, '6 times 7 is 42', 'pass'],
    [
      'more than the only number',
      { value: 42, which: 'only' },
      '6 times 7 is 42',
      'fail',
      { value: 0 },
    ],
    ['thousands separated', { value: 1234567.5 }, '1,234,567.5 in all', 'pass'],
    ['a decimal comma', { value: 1234.5, decimal: 'comma' }, 'zusammen 1.234,5', 'pass'],
    ['a real minus sign', { value: -3 }, '−3 °C', 'pass'],
    ['an exponent', { value: 1500 }, '1.5e3', 'pass'],
    ['near enough', { value: 0.2, within: 0.1 }, '0.3', 'pass', { value: 0.8 }],
    ['near enough in percent', { value: 100, 'within-percent': 1 }, '101', 'pass'],
    ['too far', { value: 100, 'within-percent': 1 }, '102', 'fail', { value: 1 - 2 / 202 }],
    ['the other sign', { value: 5 }, '-5', 'fail', { value: 0 }],
    ['digits inside a word', { value: 4 }, 'B4U', 'fail', { value: 0 }],
    ['no number', { value: 4 }, 'four', 'fail', { value: 0, explanation: /no number/ }],
    ['the expected answer', {}, '3', 'pass', { expected: 3 }],
    ['the expected text', {}, '3', 'pass', { expected: 'x = 3' }],
    ['no expected number', {}, '3', 'skipped'],
    ['an empty reply', { value: 0 }, '', 'fail', { value: 0 }],
    ['zero', { value: 0 }, '0', 'pass', { value: 1 }],
  ]);
});

describe('json-diff', () => {
  metricTable('json-diff', [
    [
      'another order of keys',
      { value: { a: 1, b: [2] } },
      '{"b": [2], "a": 1}',
      'pass',
      { value: 1 },
    ],
    [
      'one of two members',
      { value: { a: 1, b: true } },
      '{"a": 1, "b": false}',
      'fail',
      { value: 0.5, explanation: /\$\.b is false, not true/ },
    ],
    [
      'a missing key',
      { value: { a: 1, b: 2 } },
      '{"a": 1}',
      'fail',
      { value: 0.5, explanation: /\$\.b is missing/ },
    ],
    [
      'a key too many',
      { value: { a: 1 } },
      '{"a": 1, "b": 2}',
      'fail',
      { value: 0.5, explanation: /\$\.b is not expected/ },
    ],
    ['near texts', { value: 'kitten' }, '"sitting"', 'fail', { value: 4 / 7 }],
    ['near numbers', { value: 1 }, '3', 'fail', { value: 0.5 }],
    ['a longer list', { value: [1] }, '[1, 1]', 'fail', { value: 0.5 }],
    ['another kind', { value: { a: 1 } }, '[1]', 'fail', { value: 0 }],
    ['a fence', { value: [] }, '```json\n[]\n```', 'pass', { value: 1 }],
    ['non-ASCII', { value: { ä: 'ß' } }, '{"\\u00e4": "\\u00df"}', 'pass'],
    ['no JSON', { value: 1 }, 'one', 'fail', { value: 0 }],
    ['null is a value', { value: null }, 'null', 'pass'],
    ['a key __proto__', { value: { a: 1 } }, '{"a": 1, "__proto__": 2}', 'fail', { value: 0.5 }],
    ['the expected text as JSON', {}, '{"a":1}', 'pass', { expected: '{"a": 1}' }],
    ['nothing expected', {}, '1', 'skipped'],
    ['an empty reply', { value: 1 }, '', 'fail', { value: 0 }],
  ]);
});

describe('list-overlap', () => {
  const value = ['red', 'green', 'blue'];
  metricTable('list-overlap', [
    [
      'bullets in any order',
      { value },
      '- Blue\n- Red\n- Green',
      'pass',
      { value: 1, evidence: ['Blue', 'Red', 'Green'] },
    ],
    ['numbered', { value }, '1. red\n2) green\n3. blue', 'pass', { value: 1 }],
    ['commas on one line', { value }, 'red, green, blue.', 'pass', { value: 1 }],
    ['a JSON list', { value }, '["red", "green", "blue"]', 'pass', { value: 1 }],
    ['a separator', { value, separator: ' / ' }, 'red / green / blue', 'pass', { value: 1 }],
    ['one of three', { value, measure: 'recall' }, 'red', 'fail', { value: 1 / 3 }],
    ['one of three is right', { value, measure: 'precision' }, 'red', 'pass', { value: 1 }],
    [
      'two common of four',
      { value, measure: 'jaccard' },
      'red, green, pink',
      'pass',
      { value: 0.5 },
    ],
    ['said twice', { value: ['a'] }, 'a, A', 'pass', { value: 1 }],
    [
      'none',
      { value },
      'pink',
      'fail',
      { value: 0, explanation: /Missing: .*Not expected: “pink”/ },
    ],
    ['non-ASCII', { value: ['Größe'] }, '• GRÖSSE', 'pass', { value: 1 }],
    ['the expected list', {}, 'a\nb', 'pass', { expected: ['a', 'b'], value: 1 }],
    ['no expected list', {}, 'a', 'skipped'],
    ['an empty reply', { value }, '', 'fail', { value: 0 }],
  ]);
});
