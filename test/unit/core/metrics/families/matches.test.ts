import { metricTable } from '../../../../support/metricTable.ts';

describe('matches', () => {
  metricTable('matches', [
    ['it matches', { pattern: '\\d+' }, 'a 12', 'pass', { value: 1, evidence: ['12'] }],
    ['it does not match', { pattern: '\\d+' }, 'a', 'fail', { value: 0 }],
    ['an empty reply', { pattern: 'a' }, '', 'fail'],
    ['an empty reply that may be empty', { pattern: '^$' }, '', 'pass'],
    ['anchors cover the whole reply', { pattern: '^\\d+$' }, '1 2', 'fail'],
    ['too many matches', { pattern: '!', max: 1 }, 'a! b!', 'fail', { value: 0.5 }],
    ['no match where none is allowed', { pattern: '!', exactly: 0 }, 'a', 'pass', { value: 1 }],
    ['letters of any script', { pattern: '^\\p{L}+$' }, 'Grüße', 'pass'],
    ['a flag', { pattern: 'a', flags: 'i' }, 'A', 'pass'],
    [
      'an expression with a mistake',
      { pattern: '(' },
      'a',
      'failed',
      { explanation: /Unterminated group/ },
    ],
    ['a flag of other languages', { pattern: '(?i)a' }, 'A', 'failed', { explanation: /flags: i/ }],
    ['an unknown flag', { pattern: 'a', flags: 'x' }, 'A', 'failed'],
    [
      'limits that exclude each other',
      { pattern: 'a', min: 2, max: 1 },
      'A',
      'failed',
      { explanation: /Swap/ },
    ],
  ]);
});

describe('count', () => {
  metricTable('count', [
    ['enough', { value: 'a', min: 2 }, 'a a', 'pass', { value: 1, evidence: ['a', 'a'] }],
    [
      'too few',
      { value: 'a', min: 4 },
      'a',
      'fail',
      { value: 0.25, explanation: /Found 1 occurrence of “a”; at least 4 are needed/ },
    ],
    ['too many', { value: 'a', max: 1 }, 'a a', 'fail', { value: 0.5 }],
    ['not exactly', { value: 'a', exactly: 1 }, 'b', 'fail', { value: 0 }],
    ['none where none is allowed', { value: 'a', exactly: 0 }, 'b', 'pass', { value: 1 }],
    ['an empty reply where few are allowed', { value: 'a', max: 3 }, '', 'fail'],
    ['several together', { value: ['a', 'b'], exactly: 3 }, 'a b b', 'pass'],
    ['none overlapping', { value: 'aa', exactly: 1 }, 'aaa', 'pass'],
    ['letters in either case', { value: 'é', exactly: 2, 'ignore-case': true }, 'É é e', 'pass'],
    ['a pattern', { pattern: '\\d', exactly: 2 }, '1 2', 'pass'],
    ['no limit', { value: 'a' }, 'a', 'failed', { explanation: /add `min`, `max` or `exactly`/ }],
    ['text and pattern', { value: 'a', pattern: 'a', min: 1 }, 'a', 'failed'],
    ['exactly and a limit', { value: 'a', min: 1, exactly: 1 }, 'a', 'failed'],
  ]);
});
