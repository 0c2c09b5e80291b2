import { metricTable } from '../../../../support/metricTable.ts';

describe('length', () => {
  metricTable('length', [
    ['within the limit', { unit: 'words', max: 3 }, 'one two three', 'pass', { value: 1 }],
    [
      'past the limit',
      { unit: 'words', max: 2 },
      'one two three, four.',
      'fail',
      {
        value: 0.5,
        evidence: ['three, four'],
        explanation: /^Found 4 words; at most 2 are allowed\.$/,
      },
    ],
    ['below the limit', { unit: 'words', min: 4 }, 'one', 'fail', { value: 0.25 }],
    ['between', { unit: 'words', min: 1, max: 2 }, 'one', 'pass'],
    ['an empty reply with an upper limit', { unit: 'words', max: 3 }, '', 'fail'],
    ['an empty reply where nothing is asked for', { unit: 'words', exactly: 0 }, '', 'pass'],
    [
      'contractions, hyphens and figures',
      { unit: 'words', exactly: 3 },
      'don’t well-known 3.14',
      'pass',
    ],
    [
      'the same, simply',
      { unit: 'words', exactly: 6, reading: 'simple' },
      'don’t well-known 3.14',
      'pass',
    ],
    ['Hindi', { unit: 'words', exactly: 2 }, 'हिन्दी भाषा', 'pass'],
    ['Chinese', { unit: 'words', exactly: 2 }, '你好世界', 'pass'],
    ['emoji as one character', { unit: 'characters', exactly: 2 }, '👨‍👩‍👧é', 'pass'],
    ['a Windows line end as one character', { unit: 'characters', exactly: 3 }, 'a\r\nb', 'pass'],
    ['lines, blank ones aside', { unit: 'lines', exactly: 3 }, 'a\n\nb\r\nc\n', 'pass'],
    ['paragraphs', { unit: 'paragraphs', exactly: 2 }, '\na\nb\n \n\nc\n', 'pass'],
    ['sentences', { unit: 'sentences', max: 1 }, 'One. Two.', 'fail', { evidence: ['Two.'] }],
    ['no unit', { max: 1 }, 'a', 'failed'],
    ['a limit below 0', { unit: 'words', max: -1 }, 'a', 'failed'],
  ]);
});
