import { metricTable } from '../../../../support/metricTable.ts';

const guide = [
  'It is a guide to action that ensures that the military will forever heed Party commands',
  'It is the guiding principle which guarantees the military forces always being under the command of the Party',
  'It is the practical guide for the army always to heed the directions of the party',
];
const candidate1 =
  'It is a guide to action which ensures that the military always obeys the commands of the party';
const candidate2 =
  'It is to insure the troops forever hearing the activity guidebook that party direct';

// Papineni and others (2002), section 2: 17 of 18 and 8 of 14 words, 2 of 7 for "the". The value of candidate 1 over four
// orders is the one in the documentation of NLTK's sentence_bleu.
describe('bleu', () => {
  metricTable('bleu', [
    [
      'candidate 1, four orders',
      { value: guide },
      candidate1,
      'pass',
      { value: 0.5045666840058485 },
    ],
    [
      'candidate 1, words',
      { value: guide, 'max-order': 1 },
      candidate1,
      'pass',
      { value: 17 / 18 },
    ],
    [
      'candidate 2, words, shorter than any reference',
      { value: guide, 'max-order': 1 },
      candidate2,
      'fail',
      { value: (8 / 14) * Math.exp(1 - 16 / 14) },
    ],
    [
      'a word counts as often as in one reference',
      { value: ['the cat is on the mat', 'there is a cat on the mat'], 'max-order': 1 },
      'the the the the the the the',
      'fail',
      { value: 2 / 7 },
    ],
    ['the same', { value: 'this is a test' }, 'this is a test', 'pass', { value: 1 }],
    [
      'no common run of 4, smoothed as in sacreBLEU',
      { value: 'this is a test' },
      'this is a fest',
      'pass',
      { value: ((3 / 4) * (2 / 3) * (1 / 2) * (1 / 2)) ** 0.25 },
    ],
    [
      'not smoothed',
      { value: 'this is a test', smoothing: 'none' },
      'this is a fest',
      'fail',
      { value: 0 },
    ],
    [
      'one added',
      { value: 'this is a test', smoothing: 'add-one' },
      'this is a fest',
      'pass',
      { value: ((3 / 4) * (3 / 4) * (2 / 3) * (1 / 2)) ** 0.25 },
    ],
    ['a text too short for four orders', { value: 'a test' }, 'a test', 'pass', { value: 1 }],
    ['a shorter text', { value: 'a test' }, 'test', 'fail', { value: Math.exp(-1) }],
    ['punctuation stands alone', { value: 'Yes , 3.5 % .' }, 'Yes, 3.5%.', 'pass', { value: 1 }],
    ['case counts', { value: 'A B C D' }, 'a b c d', 'fail', { value: 0 }],
    ['case is ignored', { value: 'Ä B C D', 'ignore-case': true }, 'ä b c d', 'pass', { value: 1 }],
    ['nothing common', { value: 'x y' }, 'a b', 'fail', { value: 0 }],
    ['an empty reply', { value: 'x' }, '', 'fail', { value: 0 }],
    ['no expected text', {}, 'x', 'skipped'],
    ['the expected text', {}, 'a b', 'pass', { expected: 'a b', value: 1 }],
  ]);
});

// Values of the tests of sacreBLEU 2 (test/test_chrf.py), in percent there, rounded to the digits given.
describe('chrf', () => {
  const published = (value: number) => ({
    explanation: new RegExp(`${Math.round(value * 100)} %`),
  });
  metricTable('chrf', [
    ['one letter', { value: 'a', beta: 3 }, 'a', 'pass', { value: 1 }],
    ['white space aside', { value: 'abc', beta: 3 }, 'a b c', 'pass', { value: 1 }],
    ['half of one order of two', { value: 'ab', beta: 3 }, 'aa', 'fail', { value: 0.25 }],
    ['nothing common', { value: 'hijklmnop' }, 'abcdefg', 'fail', { value: 0 }],
    [
      'a long pair',
      {
        value:
          'risk assessment has to be undertaken by those who are qualified and expert in that area - that is the scientists .',
        beta: 3,
      },
      ' risk assessment must be made of those who are qualified and expertise in the sector - these are the scientists .',
      'pass',
      published(0.6336173),
    ],
    [
      'German',
      {
        value: 'Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich.',
        beta: 3,
      },
      ' Die    Beziehung zwischen  Obama und Netanjahu ist nicht gerade  freundlich. ',
      'pass',
      published(0.641302698),
    ],
    [
      'Czech, beta 2',
      { value: 'A někdy nemáme ani potřebný materiál, abychom jim pomohli, popsali lékaři.' },
      'Nebo prostě nemají vybavení, které by jim pomohlo, uvedli lékaři.',
      'fail',
      published(0.3122557079),
    ],
    [
      'words count too',
      { value: 'a b', 'word-order': 2, 'max-order': 1 },
      'b a',
      'pass',
      { value: 2 / 3 },
    ],
    ['an empty reply', { value: 'c' }, '', 'fail', { value: 0 }],
  ]);
});

// Values of the documentation of NLTK's sentence_gleu: 0.4393..., 0.1206..., 0.0909...
describe('gleu', () => {
  metricTable('gleu', [
    [
      'candidate 1',
      { value: guide[0] ?? '' },
      candidate1,
      'fail',
      { value: 29 / 66, explanation: /44 %/ },
    ],
    ['candidate 2', { value: guide[0] ?? '' }, candidate2, 'fail', { explanation: /12 %/ }],
    [
      'one word over and over',
      { value: 'the cat is on the mat' },
      'the the the the the the the',
      'fail',
      { value: 1 / 11 },
    ],
    ['the same', { value: 'so ist es' }, 'so ist es', 'pass', { value: 1 }],
    ['the same either way', { value: 'a b' }, 'a', 'fail', { value: 1 / 3 }],
    ['swapped', { value: 'a' }, 'a b', 'fail', { value: 1 / 3 }],
    ['an empty reply', { value: 'a' }, ' ', 'fail', { value: 0 }],
  ]);
});

// The example of Banerjee and Lavie (2005), section 2.2: six words of seven, two chunks.
describe('meteor', () => {
  const mean = (p: number, r: number) => (10 * p * r) / (r + 9 * p);
  metricTable('meteor', [
    [
      'the example of the paper',
      { value: 'the president then spoke to the audience' },
      'the president spoke to the audience',
      'pass',
      { value: mean(1, 6 / 7) * (1 - 0.5 * (2 / 6) ** 3), explanation: /6 words of 6 .* 2 pieces/ },
    ],
    ['the same', { value: 'All is well' }, 'all is well', 'pass', { value: 1 }],
    [
      'all words in another order',
      { value: 'a b c d' },
      'd c b a',
      'pass',
      { value: 0.5, explanation: /4 pieces/ },
    ],
    ['nothing common', { value: 'x' }, 'y', 'fail', { value: 0 }],
    ['non-ASCII', { value: 'Größe' }, 'GRÖSSE', 'pass', { value: 1 }],
    ['an empty reply', { value: 'x' }, '', 'fail', { value: 0 }],
  ]);
});
