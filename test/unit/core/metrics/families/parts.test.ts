import { metricTable } from '../../../../support/metricTable.ts';

const blocks = { 'separator-pattern': '\\n\\n' };

describe('parts', () => {
  metricTable('parts', [
    ['as many as asked', { separator: '***', exactly: 2 }, 'a\n***\nb', 'pass', { value: 1 }],
    ['too few', { separator: '***', exactly: 2 }, 'a', 'fail', { value: 0.5 }],
    ['separators at the ends', { separator: '***', exactly: 2 }, '***\na\n***\nb\n***', 'pass'],
    ['a blank part inside, ignored', { separator: '***', exactly: 2 }, 'a******b', 'pass'],
    [
      'a blank part inside',
      { separator: '***', exactly: 2, blank: 'fail-inside' },
      'a******b',
      'fail',
      { explanation: /Part 2 of 3 is empty/ },
    ],
    [
      'blank parts at the ends',
      { separator: '***', exactly: 2, blank: 'fail-inside' },
      '***a***b***',
      'pass',
    ],
    [
      'a blank part at the end where none may be',
      { separator: '***', exactly: 2, blank: 'fail' },
      'a***b***',
      'fail',
    ],
    [
      'the same parts',
      { separator: '***', distinct: true },
      'é *** e\u0301',
      'fail',
      { explanation: /same/ },
    ],
    ['different parts', { separator: '***', distinct: true }, 'a *** b', 'pass'],
    ['a first word', { ...blocks, part: 2, 'first-word': 'ÜBER' }, 'a\n\n**Über** b', 'pass'],
    [
      'marks before a first word, simply',
      { ...blocks, part: 2, 'first-word': 'b', reading: 'simple' },
      'a\n\n**b** c',
      'fail',
    ],
    [
      'quotation marks before a first word, simply',
      { ...blocks, part: 2, 'first-word': 'b', reading: 'simple' },
      'a\n\n"B, c',
      'pass',
    ],
    ['blank parts have no number', { ...blocks, part: 2, 'first-word': 'b' }, 'a\n\n\n\nb', 'pass'],
    [
      'blank parts have a number, simply',
      { ...blocks, part: 2, 'first-word': 'b', reading: 'simple' },
      'a\n\n\n\nb',
      'fail',
    ],
    ['every part', { ...blocks, 'first-word': 'so' }, 'So a\n\nSo b', 'pass'],
    [
      'not every part',
      { ...blocks, 'first-word': 'so' },
      'So a\n\nNo b',
      'fail',
      { evidence: ['No b'] },
    ],
    [
      'no such part',
      { ...blocks, part: 3, 'first-word': 'so' },
      'So',
      'fail',
      { explanation: /no part 3/ },
    ],
    ['an empty reply', { separator: '***', max: 3 }, '', 'fail'],
    ['no separator', { exactly: 2 }, 'a', 'failed'],
    ['nothing asked', { separator: '***' }, 'a', 'failed'],
    ['a number of a part without a word', { separator: '***', exactly: 1, part: 1 }, 'a', 'failed'],
  ]);
});
