import assert from 'node:assert/strict';
import { syllablesIn } from '../../../../../src/core/metrics/text/readability.ts';
import { metricTable } from '../../../../support/metricTable.ts';

describe('reading-level', () => {
  // Six words, seven syllables, 20 letters, one sentence: values by hand from the published formulas.
  const cat = 'The cat sat under the mat.';
  metricTable('reading-level', [
    ['grade', { max: 1 }, cat, 'pass', { value: 1, explanation: /is 0\.5/ }],
    [
      'reading ease',
      { formula: 'flesch-reading-ease', min: 90 },
      cat,
      'pass',
      { explanation: /is 102/ },
    ],
    [
      'ARI',
      { formula: 'automated-readability-index', max: 0 },
      cat,
      'pass',
      { explanation: /is -2\.7/ },
    ],
    ['Coleman-Liau', { formula: 'coleman-liau', max: 1 }, cat, 'pass', { explanation: /is -1\.1/ }],
    [
      'LIX counts words of more than six letters',
      { formula: 'lix', max: 40 },
      'Das Wetter ist heute außergewöhnlich gut.',
      'pass',
      { explanation: /is 22\.7/ },
    ],
    [
      'too hard',
      { formula: 'lix', max: 12.7 },
      'Das Wetter ist heute außergewöhnlich gut.',
      'fail',
      { explanation: /at most 12\.7/ },
    ],
    ['too easy', { min: 8 }, cat, 'fail', { explanation: /at least 8/ }],
    ['no words', { max: 5 }, '...', 'skipped'],
    ['an empty reply', { max: 5 }, '', 'fail', { value: 0 }],
  ]);

  const counts: Readonly<Record<number, string>> = {
    1: 'the cat strengths made asked likes through played world',
    2: 'table under happy wanted houses lion making apple',
    3: 'banana important beautiful',
    4: 'information community',
  };
  for (const [count, words] of Object.entries(counts))
    for (const word of words.split(' '))
      it(`hears ${count} syllables in ${word}`, () => {
        assert.equal(syllablesIn(word), Number(count));
      });
});

describe('emoji', () => {
  metricTable('emoji', [
    ['none', { max: 0 }, 'Fine :) © 3', 'pass', { value: 1 }],
    ['a skin tone is part of it', { exactly: 1 }, '👍🏽', 'pass', { evidence: ['👍🏽'] }],
    ['a family is one', { exactly: 1 }, '👨‍👩‍👧‍👦', 'pass'],
    ['a flag is one', { exactly: 2 }, '🇩🇪🇫🇷', 'pass'],
    ['a keycap is one', { exactly: 1 }, '1️⃣', 'pass'],
    ['a heart as emoji', { exactly: 1 }, '❤️', 'pass', { evidence: ['❤️'] }],
    ['a flag of tags is one', { exactly: 1 }, '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 'pass'],
    ['too many', { max: 1 }, '🎉🎉', 'fail', { value: 0.5 }],
    ['an empty reply', { max: 0 }, '', 'fail'],
    ['an empty reply where none is asked for', { exactly: 0 }, '', 'pass'],
  ]);
});

describe('punctuation', () => {
  metricTable('punctuation', [
    ['all marks', { exactly: 3 }, 'Well, yes; no.', 'pass', { evidence: [',', ';', '.'] }],
    ['given marks', { marks: '!?', max: 1 }, 'What?! No.', 'fail', { value: 0.5 }],
    ['runs', { marks: '!?', runs: true, max: 1 }, 'What?! No.', 'pass'],
    ['marks that mean something in patterns', { marks: '^-]\\', exactly: 4 }, 'a^b-c]d\\', 'pass'],
    ['of other scripts', { exactly: 2 }, '你好，世界。', 'pass'],
    ['a sign is none', { exactly: 0 }, '3 + 4 = 7 $', 'pass'],
    ['none', { min: 1 }, 'nothing', 'fail', { value: 0 }],
    ['an empty reply', { min: 1 }, '', 'fail'],
  ]);
});
