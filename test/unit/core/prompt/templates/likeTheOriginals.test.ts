import assert from 'node:assert/strict';
import { Dotprompt } from 'dotprompt';
import fc from 'fast-check';
import Mustache from 'mustache';
import type { JsonObject } from '../../../../../src/core/json.ts';
import { readPrompt, renderPrompt } from '../../../../../src/core/prompt/formats.ts';
import { engineFor } from '../../../../../src/core/prompt/templates/engines.ts';

const data: JsonObject = {
  a: 'A',
  b: '<b>',
  n: 3,
  zero: 0,
  no: false,
  list: ['x', 'y'],
  people: [{ name: 'P', n: 1 }, { name: 'Q' }],
  deep: { a: 'inner', list: [1] },
  empty: [],
};

/** Well-formed Mustache; the library also takes away lines of several tags, which the specification leaves. */
const mustache: fc.Arbitrary<string> = fc.letrec<{ body: string; node: string }>((tie) => ({
  body: fc.array(tie('node'), { maxLength: 4 }).map((nodes) => nodes.join('')),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .constantFrom(
        '',
        '{{a}}',
        '{{{b}}}',
        '{{&b}}',
        '{{ n }}',
        '{{deep.a}}',
        '{{name}}',
        '{{! c }}',
      )
      .map((tag) => `x${tag}`),
    fc
      .tuple(
        fc.constantFrom('list', 'people', 'deep', 'no', 'empty', 'a'),
        fc.constantFrom('#', '^'),
        tie('body'),
      )
      .map(([name, sigil, body]) => `\n{{${sigil}${name}}}\n${body}\n{{/${name}}}\n`),
  ),
})).body;

describe('Mustache by our interpreter', () => {
  it('fills in what the library mustache fills in', async () => {
    const engine = await engineFor('mustache');
    fc.assert(
      fc.property(mustache, (template) => {
        assert.equal(
          engine.compile(template, new Map()).fill(data).text,
          Mustache.render(template, data),
        );
      }),
      { numRuns: 500 },
    );
  });
});

const dotprompt: fc.Arbitrary<string> = fc.letrec<{ body: string; node: string }>((tie) => ({
  body: fc.array(tie('node'), { maxLength: 4 }).map((nodes) => nodes.join('')),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'text',
      '\n',
      ' ',
      '{{a}}',
      '{{b}}',
      '{{{b}}}',
      '-{{n}}-',
      '-{{zero}}-',
      '-{{no}}-',
      '{{deep.a}}',
      '{{this.a}}',
      '{{list}}',
      '{{json @root.list}}',
      '{{json @root.people indent=2}}',
      '{{name}}',
      '-{{@index}}-',
      '-{{@first}}-',
      '-{{@key}}-',
      '{{../a}}',
      '{{@root.a}}',
      '{{lookup deep "a"}}',
      '{{!-- c --}}',
      '{{~a~}}',
      '\\{{a}}',
      '{{role "system"}}',
      '{{role "model"}}',
      '{{history}}',
      '{{>part}}',
      '\n  {{>part a="k"}}\n',
    ),
    fc
      .tuple(
        fc.constantFrom(
          'each list',
          'each people',
          'each deep',
          'each people as |p i|',
          'if a',
          'if zero',
          'if zero includeZero=true',
          'unless no',
          'with deep',
          'ifEquals n 3',
          'unlessEquals a "A"',
          'people',
          'deep',
          'no',
          'each empty',
        ),
        fc.constantFrom('', '\n'),
        tie('body'),
        fc.constantFrom('', 'e', '{{a}}'),
      )
      .map(
        ([head, line, body, other]) =>
          `${line}{{#${head}}}${line}${body}{{else}}${other}${line}{{/${head.split(' ', 1)[0]}}}${line}`,
      ),
  ),
})).body;

/** Numbers stand apart: the package's generated code would add neighbours up. */
describe('dotprompt by our interpreter', () => {
  it('sends what the package dotprompt sends', async () => {
    const part = '[{{a}}{{#if n}}\nn{{/if}}]\n';
    await fc.assert(
      fc.asyncProperty(dotprompt, async (template) => {
        const text = `---\nmodel: x\n---\n${template}`;
        const original = await new Dotprompt({ partials: { part } }).render(text, { input: data });
        const expected = original.messages
          .map(({ role, content }) => ({
            role: role === 'model' ? 'assistant' : role,
            content: content.map((piece) => ('text' in piece ? piece.text : '')).join(''),
          }))
          .filter(({ content }) => content !== '');
        const { value, problems } = await readPrompt(
          { path: '/w/a.prompt', text },
          { readText: async () => part },
        );
        if (value === undefined) {
          assert.ok(
            problems.some(({ code }) => code === 'prompt-empty'),
            JSON.stringify(problems),
          );
          return;
        }
        const { messages } = await renderPrompt(value, data);
        assert.deepEqual(messages, expected);
      }),
      { numRuns: 500 },
    );
  });
});
