import { metricTable } from '../../../../support/metricTable.ts';

describe('levenshtein', () => {
  metricTable('levenshtein', [
    ['the same', { value: 'kitten' }, 'kitten', 'pass', { value: 1 }],
    ['the textbook pair', { value: 'kitten' }, 'sitting', 'pass', { value: 1 - 3 / 7 }],
    ['swapped', { value: 'sitting' }, 'kitten', 'pass', { value: 1 - 3 / 7 }],
    ['nothing common', { value: 'abc' }, 'xyz', 'fail', { value: 0 }],
    ['an empty reply', { value: 'abc' }, '', 'fail', { value: 0 }],
    [
      'emoji and accents are one character each',
      { value: 'é👍🏽' },
      'e\u0301x',
      'pass',
      { value: 0.5 },
    ],
    ['the most similar of several', { value: ['x', 'ab'] }, 'ab', 'pass', { value: 1 }],
    ['no expected text', {}, 'ab', 'skipped'],
  ]);
});

describe('token-f1', () => {
  metricTable('token-f1', [
    [
      'the same, articles and punctuation aside',
      { value: 'the red house' },
      'Red house!',
      'pass',
      { value: 1 },
    ],
    ['half', { value: 'red house' }, 'blue house', 'pass', { value: 0.5 }],
    ['words count as often as they are there', { value: 'so' }, 'so so so', 'pass', { value: 0.5 }],
    ['nothing common', { value: 'red' }, 'blue', 'fail', { value: 0 }],
    ['non-ASCII', {}, 'straße', 'pass', { expected: 'STRASSE', value: 1 }],
    ['an empty reply', { value: 'red' }, '', 'fail', { value: 0 }],
  ]);
});

// Values of the example in Lin (2004), section 3.1: S1 against S2 is 3/4 and against S3 2/4; both share one bigram.
describe('rouge', () => {
  const value = 'police killed the gunman';
  metricTable('rouge', [
    ['L of S2', { value }, 'police kill the gunman', 'pass', { value: 0.75 }],
    ['L of S3', { value }, 'the gunman kill police', 'pass', { value: 0.5 }],
    ['2 of S2', { value, variant: '2' }, 'police kill the gunman', 'fail', { value: 1 / 3 }],
    ['2 of S3', { value, variant: '2' }, 'the gunman kill police', 'fail', { value: 1 / 3 }],
    ['1 in any order', { value, variant: '1' }, 'gunman the killed police', 'pass', { value: 1 }],
    ['L of a shorter reply', { value: 'a b c d' }, 'a b', 'pass', { value: 2 / 3 }],
    ['nothing common', { value }, 'we are here', 'fail', { value: 0 }],
    ['non-ASCII', { value: 'ÜBER alles' }, 'über Alles', 'pass', { value: 1 }],
    ['an empty reply', { value }, '', 'fail', { value: 0 }],
  ]);
});
