import { metricTable } from '../../../../support/metricTable.ts';

const german = 'Bitte starten Sie den Router neu und warten Sie eine Minute.';
const english = 'Please restart the router and wait for another minute.';

describe('language-share', () => {
  metricTable('language-share', [
    ['all', { is: 'de' }, `${german} ${german}`, 'pass', { value: 1 }],
    ['none', { is: 'de' }, english, 'fail', { value: 0, explanation: /100 % English/ }],
    [
      'about half',
      { is: 'de' },
      `${german} ${english}`,
      'fail',
      { explanation: /% German and .*% English/ },
    ],
    ['half is enough', { is: 'de', min: 0.4 }, `${german} ${english}`, 'pass'],
    ['any of several', { is: ['de', 'en'] }, `${german} ${english}`, 'pass', { value: 1 }],
    [
      'the language of the user',
      { 'same-as': 'last-user-message' },
      german,
      'pass',
      { input: 'Mein Router blinkt rot, was tun?' },
    ],
    [
      'code does not count',
      { is: 'de' },
      `${german}\n\`\`\`\nwhile true do the thing end\n\`\`\``,
      'pass',
      { value: 1 },
    ],
    ['nothing to tell', { is: 'de' }, '42', 'skipped'],
    ['an empty reply', { is: 'de' }, '', 'fail', { value: 0 }],
  ]);
});

describe('language-switch', () => {
  const turns = [['Mein Router blinkt rot.', german]] as const;
  metricTable('language-switch', [
    ['the same', {}, 'Dann prüfen Sie bitte das Kabel.', 'pass', { turns, value: 1 }],
    [
      'another one',
      {},
      english,
      'fail',
      { turns, input: 'Und was mache ich jetzt?', value: 0, explanation: /English; .* German/ },
    ],
    [
      'the user changed',
      {},
      english,
      'pass',
      { turns, input: 'Sorry, could we speak English please?' },
    ],
    [
      'the user may not',
      { 'follow-user': false },
      english,
      'fail',
      { turns, input: 'Sorry, could we speak English please?' },
    ],
    [
      'over a reply that does not tell',
      {},
      english,
      'fail',
      { turns: [...turns, ['Ja?', 'OK']], input: 'Und was mache ich jetzt?' },
    ],
    [
      'each turn',
      { 'apply-to': 'every-turn' },
      german,
      'fail',
      {
        turns: [
          ['Hallo, wer ist da?', german],
          ['Und was mache ich jetzt?', english],
        ],
        input: 'Wie bitte?',
        explanation: /^Turn 2/,
      },
    ],
    ['the first reply', {}, german, 'skipped'],
    ['nothing to tell', {}, '42', 'skipped', { turns }],
    ['an empty reply', {}, '', 'fail', { turns }],
  ]);
});
