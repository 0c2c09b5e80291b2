import { metricTable } from '../../../../support/metricTable.ts';

describe('consistency', () => {
  const others = (...otherTrials: string[]) => ({ otherTrials });
  metricTable('consistency', [
    ['all the same', {}, 'Yes.', 'pass', { ...others('yes', 'YES!'), value: 1 }],
    [
      'one of two',
      {},
      'Yes',
      'pass',
      { ...others('yes', 'no'), value: 0.5, explanation: /1 of 2 other trials gives?/ },
    ],
    ['one of three', {}, 'Yes', 'fail', { ...others('yes', 'no', 'no'), value: 1 / 3 }],
    ['alone', {}, 'Maybe', 'fail', { ...others('yes', 'no'), value: 0 }],
    [
      'the answer inside',
      { pattern: 'is (\\w+)$' },
      'It is 4',
      'pass',
      { ...others('So: is 4'), value: 1 },
    ],
    [
      'no answer inside',
      { pattern: 'is (\\w+)$' },
      'It was',
      'fail',
      { ...others('It was'), value: 0, explanation: /no answer/ },
    ],
    [
      'the last number',
      { compare: 'last-number' },
      '2 and 2 is 4.0',
      'pass',
      { ...others('4'), value: 1 },
    ],
    ['no number', { compare: 'last-number' }, 'four', 'fail', { ...others('four'), value: 0 }],
    ['common words', { compare: 'words' }, 'a b', 'pass', { ...others('b a', 'a c'), value: 0.75 }],
    ['non-ASCII', {}, 'Straße', 'pass', { ...others('STRASSE'), value: 1 }],
    ['one trial', {}, 'Yes', 'skipped', { explanation: /trials/ }],
    ['an empty reply', {}, '', 'fail', others('')],
  ]);
});
