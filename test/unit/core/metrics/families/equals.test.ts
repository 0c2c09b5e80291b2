import { metricTable } from '../../../../support/metricTable.ts';

describe('equals', () => {
  metricTable('equals', [
    ['the same', { value: 'yes' }, 'yes', 'pass', { value: 1 }],
    ['something else', { value: 'yes' }, 'no', 'fail', { value: 0, evidence: ['no'] }],
    ['an empty reply', { value: 'yes' }, '', 'fail', { value: 0 }],
    ['an empty reply where it is asked for', { value: '' }, ' ', 'pass'],
    ['white space around it', { value: ' yes' }, 'yes\n', 'pass'],
    ['another case', { value: 'Yes' }, 'yes', 'fail'],
    ['another case, ignored', { value: 'STRASSE', 'ignore-case': true }, 'Straße', 'pass'],
    [
      'the Greek final sigma, ignoring case',
      { value: 'ΟΔΟΣ', 'ignore-case': true },
      'οδος',
      'pass',
    ],
    ['other white space, ignored', { value: 'a b', 'ignore-space': true }, 'a\n  b', 'pass'],
    ['composed and decomposed accents', { value: 'caf\u00e9' }, 'cafe\u0301', 'pass'],
    [
      'text after it',
      { value: 'yes' },
      'yes, sir',
      'fail',
      { explanation: /goes on/, evidence: [', sir'] },
    ],
    ['text that is missing', { value: 'yes, sir' }, 'yes', 'fail', { explanation: /ends before/ }],
    ['a difference in the middle', { value: 'a b c' }, 'a x c', 'fail', { evidence: ['x c'] }],
    ["the case's answer", {}, '4', 'pass', { expected: 4 }],
    ["not the case's answer", {}, '5', 'fail', { expected: 4 }],
    ['an object with its keys swapped', {}, '{"b":1,"a":2}', 'pass', { expected: { a: 2, b: 1 } }],
    ['a list with its items swapped', {}, '[2,1]', 'fail', { expected: [1, 2] }],
    ['no expected answer', {}, 'x', 'skipped'],
  ]);
});

describe('one-of', () => {
  metricTable('one-of', [
    ['the first', { values: ['a', 'b'] }, 'a', 'pass'],
    ['the last', { values: ['a', 'b'] }, 'b', 'pass'],
    ['none', { values: ['a', 'b'] }, 'c', 'fail', { explanation: /“a” or “b”/ }],
    ['one inside other text', { values: ['a', 'b'] }, 'It is a.', 'fail'],
    ['an empty reply', { values: ['a'] }, '', 'fail'],
    ['non-ASCII, ignoring case', { values: ['ÄRGER'], 'ignore-case': true }, 'ärger', 'pass'],
    ["the case's list", {}, '3', 'pass', { expected: [1, 2, 3] }],
    ['no list', {}, '3', 'skipped'],
  ]);
});
