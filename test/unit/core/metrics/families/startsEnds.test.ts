import { metricTable } from '../../../../support/metricTable.ts';

describe('starts-with', () => {
  metricTable('starts-with', [
    ['it does', { value: 'Dear' }, 'Dear Ann', 'pass', { evidence: ['Dear'] }],
    ['after white space', { value: 'Dear' }, '\n Dear Ann', 'pass'],
    ['it does not', { value: 'Dear' }, 'Oh Dear', 'fail', { value: 0, evidence: ['Oh D'] }],
    ['the text is longer than the reply', { value: 'Dear Ann' }, 'Dear', 'fail'],
    ['an empty reply', { value: 'Dear' }, '', 'fail'],
    ['any of several', { values: ['A', 'B'] }, 'B!', 'pass'],
    ['marks to skip', { value: 'No', skip: '*_' }, '**No**', 'pass'],
    ['only marks to skip', { value: 'No', skip: '*' }, '**', 'fail'],
    ['non-ASCII, ignoring case', { value: 'ÜBER', 'ignore-case': true }, 'über alles', 'pass'],
    ['trailing space of the text counts', { value: 'Dear ' }, 'Dearest', 'fail'],
  ]);
});

describe('ends-with', () => {
  metricTable('ends-with', [
    ['it does', { value: 'Bye.' }, 'So. Bye.', 'pass', { evidence: ['Bye.'] }],
    ['before white space', { value: 'Bye.' }, 'So. Bye.\n', 'pass'],
    ['it does not', { value: 'Bye.' }, 'Bye. So.', 'fail'],
    ['an empty reply', { value: 'Bye.' }, '', 'fail'],
    ['in quotation marks', { value: 'Bye.', skip: '"' }, '"So. Bye."', 'pass'],
    ['the whole reply', { value: 'Bye.' }, 'Bye.', 'pass'],
    ['twice, and the last counts', { value: 'aa' }, 'aaa', 'pass', { evidence: ['aa'] }],
    [
      'other letters of the same case pair',
      { value: 'ПОКА', 'ignore-case': true },
      'Ну, пока',
      'pass',
    ],
  ]);
});
