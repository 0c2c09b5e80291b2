import { metricTable } from '../../../../support/metricTable.ts';

describe('letter-case', () => {
  metricTable('letter-case', [
    ['all upper', { case: 'upper' }, 'ALL, 1!', 'pass', { value: 1 }],
    ['one lower', { case: 'upper' }, 'ALLe', 'fail', { value: 0.75, evidence: ['e'] }],
    ['all lower', { case: 'lower' }, 'all', 'pass'],
    ['swapped', { case: 'lower' }, 'ALL', 'fail', { value: 0, evidence: ['ALL'] }],
    ['no letters', { case: 'lower' }, '1 2 3', 'skipped'],
    ['letters without case', { case: 'upper' }, '世界', 'skipped'],
    ['an empty reply', { case: 'lower' }, '', 'fail'],
    ['sharp s is lower case', { case: 'upper' }, 'STRAßE', 'fail', { evidence: ['ß'] }],
    ['a title', { case: 'title' }, 'War and Peace', 'pass'],
    [
      'a title that begins small',
      { case: 'title' },
      'of Mice and Men',
      'fail',
      { value: 0.75, evidence: ['of'] },
    ],
    ['Greek title', { case: 'title' }, 'Ο Κόσμος', 'pass'],
  ]);
});

describe('capital-words', () => {
  metricTable('capital-words', [
    ['enough', { min: 2 }, 'STOP it NOW', 'pass', { evidence: ['STOP', 'NOW'] }],
    ['too many', { max: 1 }, 'STOP it NOW', 'fail', { value: 0.5 }],
    ['single letters are none', { exactly: 0 }, 'I am A.', 'pass'],
    ['single letters, simply', { exactly: 2, reading: 'simple' }, 'I am A.', 'pass'],
    [
      'an abbreviation with points is one',
      { exactly: 1 },
      'the U.S. way',
      'pass',
      { evidence: ['U.S.'] },
    ],
    [
      'a contraction, simply',
      { exactly: 2, reading: 'simple' },
      "DON'T",
      'pass',
      { evidence: ['DO', "N'T"] },
    ],
    ['hyphens join, simply', { exactly: 1, reading: 'simple' }, 'COVID-19', 'pass'],
    [
      'bold, brackets and colons, simply',
      { exactly: 3, reading: 'simple' },
      '**NOTE:** (SEE) AT 10:30',
      'pass',
    ],
    ['non-ASCII', { exactly: 1 }, 'ÄRGER über', 'pass'],
    ['an empty reply', { max: 1 }, '', 'fail'],
  ]);
});
