import { metricTable } from '../../../../support/metricTable.ts';

describe('xml', () => {
  metricTable('xml', [
    ['a document', {}, '<?xml version="1.0"?>\n<a b="1"><c/>&amp;</a>', 'pass', { value: 1 }],
    ['in a fence', {}, '```xml\n<a/>\n```', 'pass'],
    ['no fence allowed', { 'code-fence': false }, '```xml\n<a/>\n```', 'fail'],
    ['not closed', {}, '<a>\n<b></a>', 'fail', { explanation: /line 2/ }],
    ['an attribute twice', {}, '<a b="1" b="2"/>', 'fail'],
    ['two roots', {}, '<a/><b/>', 'fail'],
    ['an unknown entity', {}, '<a>&nbsp;</a>', 'fail'],
    [
      'entities that grow are not expanded',
      {},
      '<!DOCTYPE a [<!ENTITY x "xxxx">]><a>&x;</a>',
      'fail',
    ],
    ['an unbound prefix', {}, '<x:a/>', 'fail'],
    [
      'half of the elements',
      { requires: ['a', 'b'] },
      '<a/>',
      'fail',
      { value: 0.5, explanation: /no <b>/ },
    ],
    ['non-ASCII', { requires: ['größe'] }, '<größe>ß</größe>', 'pass'],
    ['prose', {}, 'Hello', 'fail', { value: 0 }],
    ['an empty reply', {}, '', 'fail', { value: 0 }],
  ]);
});

describe('html', () => {
  metricTable('html', [
    ['a piece', {}, '<p>One<br>two</p>', 'pass', { value: 1 }],
    ['optional end tags', {}, '<ul><li>One<li>Two</ul><p>Three', 'pass'],
    [
      'a document',
      { document: true },
      '<!DOCTYPE html>\n<html lang="en"><head><title>T</title></head><body><p>x</p></body></html>',
      'pass',
    ],
    ['a piece where a document is asked for', { document: true }, '<p>x</p>', 'fail'],
    [
      'an element left open',
      {},
      '<div><b>x</div>',
      'fail',
      { explanation: /<b> is not closed/, evidence: ['<'] },
    ],
    [
      'an end tag too many',
      {},
      '<p>x</p></div>',
      'fail',
      { explanation: /<\/div> closes nothing/ },
    ],
    ['a tag in a script is text', {}, '<script>if (a < b) s = "</div>";</script>', 'pass'],
    ['a tag in a comment is text', {}, '<!-- </div> --><p>x</p>', 'pass'],
    [
      'an attribute twice',
      {},
      '<p id="a" id="b">x</p>',
      'fail',
      { explanation: /duplicate attribute/ },
    ],
    ['an unknown entity', {}, '<p>&notanentity;</p>', 'fail'],
    ['one of two elements', { requires: ['p', 'table'] }, '<p>x</p>', 'fail', { value: 0.5 }],
    ['svg inside', {}, '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', 'pass'],
    ['in a fence', {}, '```html\n<b>ä</b>\n```', 'pass'],
    ['prose', {}, 'Hello', 'fail', { value: 0 }],
    ['an empty reply', {}, '', 'fail', { value: 0 }],
  ]);
});

describe('yaml', () => {
  metricTable('yaml', [
    ['a mapping', {}, 'a: 1\nb:\n  - ä', 'pass', { value: 1 }],
    ['in a fence', {}, '```yaml\na: 1\n```', 'pass'],
    ['a bad indent', {}, 'a:\n  - b\n c: 1', 'fail', { value: 0 }],
    ['a key twice', {}, 'a: 1\na: 2', 'fail', { explanation: /unique/ }],
    ['prose', {}, 'Hello', 'fail'],
    ['prose where any value will do', { 'allow-scalar': true }, 'Hello', 'pass'],
    ['two documents', {}, 'a: 1\n---\nb: 2', 'pass'],
    ['an empty reply', {}, ' \n', 'fail', { value: 0 }],
  ]);
});

describe('sql', () => {
  metricTable('sql', [
    [
      'a query',
      {},
      'SELECT a, count(*) FROM t JOIN u ON t.id = u.id GROUP BY a HAVING count(*) > 1;',
      'pass',
      { value: 1 },
    ],
    ['two statements', {}, 'INSERT INTO t VALUES (1); UPDATE t SET a = 2', 'pass'],
    ['in a fence', {}, '```sql\nSELECT 1\n```', 'pass'],
    [
      'a misspelt word',
      {},
      'SELEC 1',
      'fail',
      { explanation: /“1” does not belong here \(line 1\)/, evidence: ['1'] },
    ],
    ['cut off', {}, 'SELECT a FROM', 'fail', { explanation: /ends too early/ }],
    [
      'another kind',
      { allow: ['select'] },
      'DELETE FROM t; SELECT 1',
      'fail',
      { value: 0.5, explanation: /“delete”/ },
    ],
    ['non-ASCII', {}, `SELECT 'größe' AS "straße"`, 'pass'],
    ['a comment alone', {}, '-- nothing', 'fail'],
    ['prose', {}, 'Here you are', 'fail'],
    ['MySQL', { dialect: 'mysql' }, 'SELECT `a` FROM `t` LIMIT 5, 10', 'pass'],
    ['MySQL as PostgreSQL', {}, 'SELECT `a` FROM `t` LIMIT 5, 10', 'fail'],
    [
      'MySQL, a word too many',
      { dialect: 'mysql' },
      'SELECT a FROM t WHERE',
      'fail',
      { explanation: /ends too early/ },
    ],
    [
      'MySQL, another kind',
      { dialect: 'mysql', allow: ['select'] },
      'DROP TABLE t; SELECT 1',
      'fail',
      { value: 0.5, explanation: /“drop table”/ },
    ],
    ['prose as MySQL', { dialect: 'mysql' }, 'I would run SELECT 1.', 'fail'],
    ['a comment alone in MySQL', { dialect: 'mysql' }, '-- nothing', 'fail'],
    [
      'MySQL, nested deeper than a stack',
      { dialect: 'mysql' },
      `SELECT ${'('.repeat(9000)}1`,
      'fail',
    ],
    ['MariaDB', { dialect: 'mariadb' }, 'INSERT INTO t VALUES (1) RETURNING a', 'pass'],
    ['SQLite', { dialect: 'sqlite' }, 'INSERT OR REPLACE INTO t VALUES (1)', 'pass'],
    ['BigQuery', { dialect: 'bigquery' }, 'SELECT * EXCEPT(a) FROM `p.d.t`', 'pass'],
    ['BigQuery, mistyped', { dialect: 'bigquery' }, 'SELECT * FORM `p.d.t`', 'fail'],
    ['an empty reply', {}, '', 'fail'],
  ]);
});

describe('code-blocks', () => {
  const block = (language: string, code: string) => `So:\n\`\`\`${language}\n${code}\n\`\`\`\n`;
  const good: Readonly<Record<string, string>> = {
    json: '{"a": [1]}',
    yaml: 'a: 1',
    xml: '<a/>',
    html: '<p>x</p>',
    sql: 'select 1',
    js: 'const f = async (x) => <b>{x}</b>;',
    ts: 'interface A { readonly x?: number }\nconst a = <A>{};',
    tsx: 'const a: number = 1; const b = <p>{a}</p>;',
    py: 'def f(x: int) -> str:\n    return f"{x}"',
    css: 'a:hover { color: red; }',
    java: 'class A { int x = 1; }',
    rust: 'fn main() { println!("x"); }',
    go: 'package main\nfunc main() { x := 1; _ = x }',
    'c++': 'int main() { std::cout << 1; return 0; }',
    php: '<?php echo 1; ?>',
  };
  const bad: Readonly<Record<string, string>> = {
    json: '{"a": }',
    yaml: 'a: [1',
    xml: '<a>',
    html: '<b>x',
    sql: 'select from where',
    js: 'let x = ;',
    ts: 'interface { x: }',
    tsx: 'const b = <p>;',
    py: 'def f(x)\n    return x',
    css: 'a { color: red',
    java: 'class { int = ; }',
    rust: 'fn main( {',
    go: 'package main\nfunc {',
    'c++': 'int main( { return }',
    php: '<?php echo (1; ?>',
  };
  metricTable('code-blocks', [
    ...Object.entries(good).map(
      ([name, code]) =>
        [`right ${name}`, { language: name }, block(name, code), 'pass', { value: 1 }] as const,
    ),
    ...Object.entries(bad).map(
      ([name, code]) =>
        [`wrong ${name}`, { language: name }, block(name, code), 'fail', { value: 0 }] as const,
    ),
    [
      'one of two',
      {},
      block('js', 'let x = ;') + block('json', '{}'),
      'fail',
      { value: 0.5, explanation: /js in line 3/ },
    ],
    [
      'others do not count',
      { language: 'json' },
      block('js', 'let x = ;') + block('json', '{}'),
      'pass',
    ],
    ['no block', {}, 'None.', 'fail', { value: 0, explanation: /no code blocks/ }],
    ['no block is asked for', { max: 0 }, 'None.', 'pass'],
    ['too many', { max: 1 }, block('js', '1') + block('js', '2'), 'fail'],
    [
      'a language nobody checks',
      {},
      block('brainfuck', '+'),
      'skipped',
      { explanation: /brainfuck/ },
    ],
    ['a block that is not closed', {}, '```js\nlet x = 1', 'pass'],
    ['an empty block', {}, '```js\n```', 'pass'],
    ['non-ASCII', {}, block('py', 'größe = "ß"'), 'pass'],
    ['an empty reply', {}, '', 'fail'],
  ]);
});
