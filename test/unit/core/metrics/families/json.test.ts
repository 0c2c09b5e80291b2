import { metricTable } from '../../../../support/metricTable.ts';

const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };

describe('json', () => {
  metricTable('json', [
    ['an object', {}, ' {"a": 1}\n', 'pass', { value: 1 }],
    ['prose', {}, 'Sure! {"a": 1}', 'fail', { value: 0, evidence: ['S'] }],
    [
      'a mistake in the middle',
      {},
      '{"a": 1,}',
      'fail',
      { evidence: ['}'], explanation: /key in double quotes/ },
    ],
    [
      'a mistake at the end',
      {},
      '{"a": 1',
      'fail',
      { evidence: ['1'], explanation: /closing brace/ },
    ],
    ['its line', {}, '{\n"a": x\n}', 'fail', { explanation: /line 2/ }],
    ['an empty reply', {}, '', 'fail'],
    ['a bare word', {}, 'null', 'pass'],
    ['a code fence', {}, '```json\n{}\n```', 'fail'],
    ['a code fence that may be there', { 'code-fence': true }, '```JSON\n{}\n```', 'pass'],
    ['a fence of another language', { 'code-fence': true }, '```python\n{}\n```', 'fail'],
    ['an open fence', { 'code-fence': true }, '```json\n{}', 'pass'],
    ['nothing in a fence', { 'code-fence': true }, '```json\n```', 'fail'],
    ['NaN', {}, '[NaN]', 'fail'],
    ['NaN that may be there', { 'allow-nan': true }, '[NaN, -Infinity]', 'pass'],
    ['non-ASCII', {}, '{"ключ": "👍"}', 'pass'],
    ['deep nesting', {}, '['.repeat(100000), 'fail', { explanation: /nested/ }],
    ['the schema holds', { schema }, '{"n": 1}', 'pass'],
    [
      'the schema is broken',
      { schema },
      '{"n": "one"}',
      'fail',
      { value: 0, evidence: ['"one"'], explanation: /\$\.n must be integer/ },
    ],
    ['a format', { schema: { type: 'string', format: 'date' } }, '"2026-02-30"', 'fail'],
    [
      'a schema of draft 7',
      {
        schema: {
          $schema: 'http://json-schema.org/draft-07/schema#',
          type: 'array',
          items: [{ type: 'null' }],
        },
      },
      '[1]',
      'fail',
    ],
    [
      'a schema that is none',
      { schema: { type: 'strnig' } },
      '1',
      'failed',
      { explanation: /schema cannot be used/ },
    ],
    ['a value at a path', { paths: [{ path: '$.a[-1]', equals: 2 }] }, '{"a": [1, 2]}', 'pass'],
    [
      'half of the paths',
      { paths: [{ path: '$.a' }, { path: '$.b' }] },
      '{"a": 1}',
      'fail',
      { value: 0.5, explanation: /\$\.b is missing/ },
    ],
    [
      'one of all items',
      { paths: [{ path: '$[*]', type: 'number' }] },
      '[1, "2"]',
      'fail',
      { evidence: ['"2"'], explanation: /\$\[1\]/ },
    ],
    [
      'a path that must not be there',
      { paths: [{ path: '$.a', exists: false }] },
      '{"a": null}',
      'fail',
    ],
    [
      'a text by pattern',
      { paths: [{ path: '$.a', matches: '^\\d{4}$' }] },
      '{"a": "2026"}',
      'pass',
    ],
    [
      'a text by length',
      { paths: [{ path: '$.a', max: 1 }] },
      '{"a": "👍👍"}',
      'fail',
      { explanation: /2 characters/ },
    ],
    [
      'the key __proto__',
      { paths: [{ path: '$.__proto__', equals: 1 }] },
      '{"__proto__": 1}',
      'pass',
    ],
    ['an inherited key', { paths: [{ path: '$.constructor' }] }, '{}', 'fail'],
    [
      'a path that is none',
      { paths: [{ path: 'a.b' }] },
      '{}',
      'failed',
      { explanation: /no JSON path/ },
    ],
  ]);
});
