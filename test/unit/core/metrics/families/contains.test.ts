import { metricTable } from '../../../../support/metricTable.ts';

describe('contains', () => {
  metricTable('contains', [
    ['all are there', { values: ['a', 'b'] }, 'b a', 'pass', { value: 1, evidence: ['a', 'b'] }],
    [
      'half are there',
      { values: ['x', 'b'] },
      'b a',
      'fail',
      { value: 0.5, explanation: /“x” is missing/ },
    ],
    ['none is there', { values: ['x', 'y'] }, 'b a', 'fail', { value: 0 }],
    ['any is there', { values: ['x', 'b'], require: 'any' }, 'b a', 'pass', { value: 1 }],
    ['any, none is there', { values: ['x', 'y'], require: 'any' }, 'b a', 'fail', { value: 0 }],
    ['the reply is a part of the text', { value: 'ab' }, 'a', 'fail'],
    ['an empty reply', { value: 'a' }, '', 'fail', { explanation: /empty/ }],
    ['inside a word', { value: '5' }, '25', 'pass'],
    ['inside a word, whole words', { value: '5', 'whole-words': true }, '25', 'fail'],
    ['inside a German word, whole words', { value: 'Bar', 'whole-words': true }, 'Barüber', 'fail'],
    [
      'before a combining mark, whole words',
      { value: 'cafe', 'whole-words': true },
      'cafe\u0301',
      'fail',
    ],
    ['a text of marks, whole words', { value: '+1', 'whole-words': true }, 'Call +1 now', 'pass'],
    ['characters that mean something in patterns', { value: 'a.b*(c)' }, 'axb a.b*(c)', 'pass'],
    ['a pattern is no pattern', { value: 'a.b' }, 'axb', 'fail'],
    [
      'a line break in between, ignoring space',
      { value: 'a b', 'ignore-space': true },
      'a\n\tb',
      'pass',
    ],
    [
      'Cyrillic, ignoring case',
      { value: 'ПРИВЕТ', 'ignore-case': true },
      'Ну, привет!',
      'pass',
      { evidence: ['привет'] },
    ],
    ['a decomposed accent in the text', { value: 'cafe\u0301' }, 'un caf\u00e9', 'pass'],
    [
      'after characters that grow in lower case',
      { value: 'x', 'ignore-case': true },
      'İİX',
      'pass',
      { evidence: ['X'] },
    ],
    ["the case's expected text", {}, 'The answer is 42.', 'pass', { expected: '42' }],
    ['both keys', { value: 'a', values: ['b'] }, 'a', 'failed'],
  ]);
});

describe('excludes', () => {
  metricTable('excludes', [
    ['none is there', { values: ['a', 'b'] }, 'c', 'pass', { value: 1 }],
    [
      'one is there twice',
      { values: ['a', 'b'] },
      'a c a',
      'fail',
      { value: 0, evidence: ['a', 'a'], explanation: /2 times/ },
    ],
    ['a part of a word', { value: 'can', 'whole-words': true }, 'candle', 'pass'],
    ['beside a full stop', { value: 'can', 'whole-words': true }, 'I can.', 'fail'],
    ['beside an underscore', { value: 'can', 'whole-words': true }, '_can_', 'pass'],
    ['an ideographic comma is no comma', { value: ',' }, '一、二，三', 'pass'],
    ['an empty reply', { value: 'a' }, '', 'fail'],
    ['no text at all', {}, 'a', 'failed', { explanation: /add `value`/ }],
  ]);
});
