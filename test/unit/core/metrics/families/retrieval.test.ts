import { metricTable } from '../../../../support/metricTable.ts';

// Average precision, reciprocal rank and the like by hand from the definitions in Manning and others (2008), chapter 8. The
// graded example (3, 2, 3, 0, 1, 2) with ideal 3, 3, 3, 2, 2, 2, 1 at 6 is the one of the Wikipedia article "Discounted
// cumulative gain": 6.861 / 8.740 = 0.785.
describe('retrieval', () => {
  const relevant = ['d1', 'd3', 'd9'];
  const output = '["d1", "d2", "d3", "d4"]';
  const graded = { a: 3, b: 2, c: 3, e: 1, f: 2, g: 3, h: 2 };
  metricTable('retrieval', [
    ['precision', { measure: 'precision', relevant }, output, 'pass', { value: 0.5 }],
    ['precision at 1', { measure: 'precision', k: 1, relevant }, output, 'pass', { value: 1 }],
    [
      'precision at more than came',
      { measure: 'precision', k: 8, relevant },
      output,
      'fail',
      { value: 2 / 8 },
    ],
    [
      'recall',
      { measure: 'recall', relevant },
      output,
      'pass',
      { value: 2 / 3, explanation: /without “d9”/ },
    ],
    ['recall at 2', { measure: 'recall', k: 2, relevant }, output, 'fail', { value: 1 / 3 }],
    ['F1', { measure: 'f1', relevant }, output, 'pass', { value: 4 / 7 }],
    ['reciprocal rank', { measure: 'mrr', relevant: ['d3'] }, output, 'fail', { value: 1 / 3 }],
    [
      'reciprocal rank beyond k',
      { measure: 'mrr', k: 2, relevant: ['d3'] },
      output,
      'fail',
      { value: 0 },
    ],
    [
      'average precision',
      { measure: 'average-precision', relevant },
      output,
      'pass',
      { value: (1 + 2 / 3) / 3 },
    ],
    ['hit', { measure: 'hit-rate', relevant }, output, 'pass', { value: 1 }],
    ['NDCG, best order', { measure: 'ndcg', relevant: ['d1', 'd2'] }, output, 'pass', { value: 1 }],
    [
      'NDCG, the first is second',
      { measure: 'ndcg', relevant: ['d2'] },
      output,
      'pass',
      { value: 1 / Math.log2(3) },
    ],
    [
      'NDCG, graded',
      { measure: 'ndcg', k: 6, relevant: graded },
      'a\nb\nc\nd\ne\nf',
      'pass',
      { explanation: /NDCG at 6 is 0\.785/ },
    ],
    [
      'an id twice counts once',
      { measure: 'precision', relevant: ['d1'] },
      'd1\nd1\nd2',
      'pass',
      { value: 0.5 },
    ],
    [
      'from a variable',
      { measure: 'recall', retrieved: '{{ hits }}', relevant: '{{ gold }}' },
      'Whatever.',
      'pass',
      { variables: { hits: ['a', 'b'], gold: ['b'] }, value: 1 },
    ],
    [
      'objects with ids',
      { measure: 'recall', relevant: ['7'] },
      '[{"id": 7, "text": "x"}]',
      'pass',
      { value: 1 },
    ],
    ['the expected ids', { measure: 'recall' }, 'ä', 'pass', { expected: ['ä'], value: 1 }],
    ['nothing relevant', { measure: 'recall', relevant: [] }, 'a', 'skipped'],
    ['nothing expected', { measure: 'recall' }, 'a', 'skipped'],
    ['nothing retrieved', { measure: 'ndcg', retrieved: [], relevant }, 'x', 'fail', { value: 0 }],
    ['an empty reply', { measure: 'recall', relevant }, '', 'fail', { value: 0 }],
  ]);
});
