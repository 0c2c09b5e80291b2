import assert from 'node:assert/strict';
import { scoreWith, shortOf, turnsSample } from '../../../../support/metricSample.ts';
import { metricTable } from '../../../../support/metricTable.ts';

const german = 'Bitte starten Sie den Router neu und warten Sie dann eine Minute.';
const english = 'Please restart the router first and then wait for about a minute.';

describe('language', () => {
  metricTable('language', [
    ['the language asked for', { is: 'de' }, german, 'pass', { value: 1, explanation: /German/ }],
    [
      'another language',
      { is: 'de' },
      english,
      'fail',
      { value: 0, explanation: /English; German is expected/ },
    ],
    ['swapped', { is: 'en' }, german, 'fail'],
    ['a region makes no difference', { is: 'de-AT' }, german, 'pass'],
    ['a name', { is: 'German' }, german, 'pass'],
    ['any of several', { is: ['fr', 'en'] }, english, 'pass'],
    [
      'another script',
      { is: 'ru' },
      'Пожалуйста, перезагрузите роутер и подождите минуту.',
      'pass',
    ],
    ['an empty reply', { is: 'de' }, '', 'fail'],
    [
      'nothing to tell it by',
      { is: 'de' },
      '12345 67',
      'skipped',
      { explanation: /cannot be told/ },
    ],
    ['nothing to tell it by, with negate', { is: 'de', negate: true }, '12345 67', 'skipped'],
    ['nothing to tell it by, to pass', { is: 'de', 'when-unknown': 'pass' }, '12345 67', 'pass'],
    ['nothing to tell it by, to fail', { is: 'de', 'when-unknown': 'fail' }, '12345 67', 'fail'],
    [
      'as the user writes',
      { 'same-as': 'last-user-message' },
      german,
      'pass',
      { input: 'Mein Router blinkt rot, was kann ich jetzt tun?' },
    ],
    [
      'a user whose language cannot be told',
      { 'same-as': 'last-user-message' },
      german,
      'skipped',
      { input: '42', explanation: /user/ },
    ],
    [
      'a short question that would also do in a far rarer language',
      { 'same-as': 'last-user-message' },
      german,
      'pass',
      { input: 'Wann habt ihr am Samstag geöffnet?' },
    ],
    [
      'as a variable',
      { 'same-as': 'variable:question' },
      english,
      'fail',
      { variables: { question: german } },
    ],
    ['a variable that is missing', { 'same-as': 'variable:question' }, english, 'failed'],
    [
      'as the input of the case',
      { 'same-as': 'input' },
      german,
      'pass',
      { variables: { input: german } },
    ],
    ['no language', { is: 'Germann' }, german, 'failed', { explanation: /Did you mean `de`/ }],
    ['both keys', { is: 'de', 'same-as': 'input' }, german, 'failed'],
    ['no key', {}, german, 'failed'],
  ]);

  it('compares each reply with the message that it answers', async () => {
    const sample = turnsSample([
      ['Mein Router blinkt rot, was kann ich tun?', german],
      ['And what does the green light mean, please?', english],
      ['Vielen Dank, und was mache ich danach mit dem Kabel?', english],
    ]);

    const score = await scoreWith(
      { type: 'language', 'same-as': 'last-user-message', 'apply-to': 'every-turn' },
      sample,
    );

    assert.equal(shortOf(score), 'fail');
    assert.match(score.explanation, /^Turn 3: The reply is in English; German is expected/);
    assert.ok(score.status === 'scored');
    assert.deepEqual(
      score.evidence.map(({ reply }) => reply),
      [2],
    );
  });
});
