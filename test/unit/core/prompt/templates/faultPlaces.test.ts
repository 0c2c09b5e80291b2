import assert from 'node:assert/strict';
import { isEvalError, messageWithPlace } from '../../../../../src/core/errors.ts';
import type { JsonObject } from '../../../../../src/core/json.ts';
import { readPrompt, renderPrompt } from '../../../../../src/core/prompt/formats.ts';
import { includeContext } from '../../../../../src/core/prompt/includeContext.ts';
import { memoryFiles } from '../../../../support/memoryFiles.ts';

/** The line and the text at which filling in a prompt ends. */
async function faultOf(
  name: string,
  texts: Readonly<Record<string, string>>,
  variables: JsonObject,
): Promise<string> {
  const files = Object.fromEntries(
    Object.entries(texts).map(([file, text]) => [`/w/${file}`, text]),
  );
  const source = { path: `/w/${name}`, text: texts[name] ?? '' };
  const { value, problems } = await readPrompt(source, includeContext(memoryFiles(files), '/w'));
  assert.deepEqual(problems, []);
  assert.ok(value);
  try {
    await renderPrompt(value, variables);
  } catch (error) {
    assert.ok(isEvalError(error, 'bad-template'));
    const { file = '', range } = error;
    assert.ok(range, 'the fault has no place');
    const line = files[file]?.split(/\r\n|\n/)[range.start.line] ?? '';
    const end = range.end.line === range.start.line ? range.end.column : line.length;
    return `${file.slice(3)}:${range.start.line + 1} ${line.slice(range.start.column, end)}`;
  }
  return 'none';
}

const jinja: readonly (readonly [
  what: string,
  template: string,
  variables: JsonObject,
  at: string,
])[] = [
  ['an output', 'Hello\n{{ a }} and {{ a() }}\n', { a: 1 }, '2 {{ a() }}'],
  [
    'the condition of an elif',
    '{% if a %}\nx\n{% elif a() %}\ny\n{% endif %}',
    { a: false },
    '3 {% elif a() %}',
  ],
  [
    'a loop over what is no list',
    'One\n\n{% for x in n %}{{ x }}{% endfor %}',
    { n: 3 },
    '3 {% for x in n %}',
  ],
  [
    'inside of a loop, at the tag of the second round',
    '{% for x in list %}\n{{ x() }}\n{% endfor %}',
    { list: [1] },
    '2 {{ x() }}',
  ],
  [
    'a macro, where it is written',
    '{% macro m(v) %}\n{{ v() }}\n{% endmacro %}\n\n{{ m(1) }}',
    {},
    '2 {{ v() }}',
  ],
  [
    'what comes after the call of a macro in one tag',
    '{% macro m(v) %}\n{{ v }}\n{% endmacro %}\n\n{{ m(1) + a() }}',
    { a: 1 },
    '5 {{ m(1) + a() }}',
  ],
  [
    'too much work',
    'a\n{% for x in range(99999) %}{% for y in range(99) %}.{% endfor %}{% endfor %}',
    {},
    '2 {% for y in range(99) %}',
  ],
  ['after Windows line ends', 'a\r\nb\r\n{{ a() }}\r\n', { a: 1 }, '3 {{ a() }}'],
];

describe('where a template cannot be filled in', () => {
  for (const [what, template, variables, at] of jinja)
    it(`is told of ${what}`, async () => {
      const found = await faultOf('x.jinja', { 'x.jinja': template }, variables);

      assert.equal(found, `x.jinja:${at}`);
    });

  it('leaves what a template makes as it is: elif, else, break and captured text', async () => {
    const text =
      "{% set t %}{% if n == 1 %}one{% elif n == 2 %}two{% elif n == 3 %}three{% else %}many{% endif %}{% endset %}[{{ t }}]{{ t == 'two' }}{% for x in [1, 2, 3] %}{% if x == 2 %}{% break %}{% elif x == 9 %}{% endif %}{{ x }}{% endfor %}";
    const source = { path: '/w/x.jinja', text };
    const { value } = await readPrompt(source, includeContext(memoryFiles({}), '/w'));
    assert.ok(value);

    const made = await Promise.all(
      [1, 2, 3, 4].map(async (n) => (await renderPrompt(value, { n })).messages[0]?.content),
    );

    assert.deepEqual(made, ['[one]false1', '[two]true1', '[three]false1', '[many]false1']);
  });

  it('is told in the file of a fragment, behind its messages', async () => {
    const found = await faultOf(
      'x.prompty',
      {
        'x.prompty': "---\nname: x\n---\nsystem:\n{% include 'rules.md' %}\n\nuser:\n{{ q }}\n",
        'rules.md': 'Be kind.\n\nuser:\n\nOne {{ q() }}\n',
      },
      { q: 'x' },
    );

    assert.equal(found, 'rules.md:5 {{ q() }}');
  });

  it('is told behind front matter and role markers', async () => {
    const found = await faultOf(
      'x.prompty',
      { 'x.prompty': '---\nname: x\n---\nsystem:\nBe kind.\n\n# user:\n{{ q }}\n  {{ q() }}\n' },
      { q: 'x' },
    );

    assert.equal(found, 'x.prompty:9 {{ q() }}');
  });

  it('is told of Handlebars and Mustache', async () => {
    const loop = (name: string) => ({ [name]: 'One\n\n{{> part}}\n', part: 'Two\n{{> part}}' });

    assert.equal(await faultOf('x.hbs', loop('x.hbs'), {}), 'part:2 {{> part}}');
    assert.equal(await faultOf('x.mustache', loop('x.mustache'), {}), 'part:2 part');
  });

  it('is said in words where there is no room for a range', async () => {
    const source = { path: '/w/x.jinja', text: 'a\n{{ a() }}' };
    const { value } = await readPrompt(source, includeContext(memoryFiles({}), '/w'));
    assert.ok(value);

    const error = await renderPrompt(value, { a: 1 }).catch((fault: unknown) => fault);

    assert.match(messageWithPlace(error), /\(x\.jinja, line 2\)\.$/);
  });
});
