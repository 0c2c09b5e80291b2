import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isEvalError } from '../../../../src/core/errors.ts';
import { readPrompt, renderPrompt } from '../../../../src/core/prompt/formats.ts';
import { includeContext } from '../../../../src/core/prompt/includeContext.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';

const names = [
  'a.prompty',
  'a.prompt',
  'a.j2',
  'a.mustache',
  'a.hbs',
  'SKILL.md',
  'a.json',
  'a.prompt.yml',
  'a.prompt.md',
];
const context = includeContext(
  memoryFiles({ '/w/x.md': '{{ a }}', '/w/_p.prompt': '{{>p}}', '/w/p': '{{> p}}' }),
  '/w',
);

async function tryAll(
  name: string,
  text: string,
  variables: Record<string, string | string[]> = {},
) {
  const { value, problems } = await readPrompt({ path: `/w/${name}`, text }, context);
  for (const { message } of problems) assert.doesNotMatch(message, /cannot be read: .*undefined/);
  if (value === undefined) return problems.length;
  try {
    await renderPrompt(value, variables);
  } catch (error) {
    assert.ok(isEvalError(error, 'bad-template'), String(error));
  }
  return problems.length;
}

/** Pieces of the languages, so that random texts are nearly right. */
const pieces = fc.constantFrom(
  '---\n',
  'model: x\n',
  'inputs:\n  - name: a\n',
  'sample: ${file:x.md}\n',
  'system:\n',
  'user[a="b"]:\n',
  '{{ a }}',
  '{{',
  '}}',
  '{%',
  '%}',
  '{% if a %}',
  '{% endif %}',
  '{% for x in a %}',
  '{% endfor %}',
  '{% set y = ',
  '{% raw %}',
  "{% include 'x.md' %}",
  '{{ a|upper }}',
  '{{ a.constructor.constructor }}',
  '{{ __proto__ }}',
  '{#',
  '#}',
  '{{#a}}',
  '{{/a}}',
  '{{^a}}',
  '{{> p}}',
  '{{=<% %>=}}',
  '{{{a}}}',
  '{{#each a}}',
  '{{/each}}',
  '{{role "user"}}',
  '{{history}}',
  '{{#if (a b)}}',
  '{{else}}',
  '{{a.[b]}}',
  '{{@index}}',
  '{{../a}}',
  '"',
  "'",
  '\\',
  '\n',
  ' ',
  'text',
  'é',
  '\u0000',
  '\uFDD0role:system\uFDD1',
  '[{"role":"user","content":"',
  '"}]',
  '!',
  '![x](y)',
  '${input:a}',
  '# User\n',
  '```\n',
);

describe('hostile prompts', () => {
  for (const name of names)
    it(`${name}: any text gives a prompt or problems, and nothing else is thrown`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(pieces, { maxLength: 25 }), fc.string(), async (parts, value) => {
          await tryAll(name, parts.join(''), { a: value });
        }),
        { numRuns: 300 },
      );
    });

  const bombs: Readonly<Record<string, readonly [string, string]>> = {
    'a range without end': ['a.j2', '{% for i in range(1000000000) %}x{% endfor %}'],
    'loops in loops': [
      'a.j2',
      '{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}',
    ],
    'a text that doubles': [
      'a.j2',
      `{% set x = 'xxxxxxxx' %}${'{% set x = x ~ x %}'.repeat(60)}{{ x }}`,
    ],
    'a list that doubles': ['a.j2', `{% set x = [1] %}${'{% set x = x + x %}'.repeat(60)}{{ x }}`],
    'a macro that calls itself': [
      'a.j2',
      '{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}',
    ],
    'a partial that includes itself (Mustache)': ['a.mustache', '{{> p}}'],
    'a partial that includes itself (dotprompt)': ['a.prompt', '{{>p}}'],
    'a long loop in Handlebars': [
      'a.hbs',
      '{{#each l}}{{#each ../l}}{{#each ../../l}}x{{/each}}{{/each}}{{/each}}',
    ],
    'a long loop in Mustache': ['a.mustache', '{{#l}}{{#l}}{{#l}}x{{/l}}{{/l}}{{/l}}'],
  };
  for (const [what, [name, text]] of Object.entries(bombs))
    it(`ends ${what} with an error`, async () => {
      const { value, problems } = await readPrompt({ path: `/w/${name}`, text }, context);
      assert.deepEqual(problems, []);
      assert.ok(value);
      const l = Array.from({ length: 3000 }, () => 'x');

      await assert.rejects(async () => renderPrompt(value, { l }), { code: 'bad-template' });
    });

  const long: readonly string[] = [
    '{{ ',
    '{% ',
    '{#',
    '{{x}} ',
    '{{#x}}',
    '{{#if x}}',
    '{% if x %}',
    '{{> ',
    '\n',
    ' ',
    '{',
    '\\',
    '"',
    '{{"',
    "{{ '",
    '{{(',
    '{{ x|',
    'user:\n',
    '![',
    '---\n',
    '- a\n',
    '[',
    '${env:',
    '{% raw %}',
    '{%raw',
    '{{{{',
  ];
  // What is YAML as a whole is tried with the reader of YAML.
  for (const name of names.filter((one) => !/json|yml/.test(one)))
    it(`${name}: the same piece again and again takes no more than linear time`, async () => {
      for (const piece of long) await tryAll(name, piece.repeat(Math.floor(15_000 / piece.length)));
    }).timeout(60_000);

  const reaching = {
    'a.j2': "{{ a.constructor }}{{ a['__proto__'] }}{{ ''.constructor }}{{ [].map.constructor }}",
    'a.mustache':
      '{{constructor}}{{a.constructor.constructor}}{{#constructor}}x{{/constructor}}{{__proto__}}',
    'a.hbs':
      '{{constructor}}{{a.constructor.name}}{{lookup a "constructor"}}{{#with __proto__}}x{{/with}}',
  };
  for (const [name, text] of Object.entries(reaching))
    it(`${name}: a template does not reach what objects inherit`, async () => {
      const { value } = await readPrompt({ path: `/w/${name}`, text: `|${text}|` }, context);
      assert.ok(value);

      const { messages } = await renderPrompt(value, { a: { b: 1 } });

      assert.equal((messages[0]?.content ?? '||').replaceAll('|', ''), '');
    });
});
