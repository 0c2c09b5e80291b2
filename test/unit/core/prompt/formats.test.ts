import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { basename } from '../../../../src/core/path.ts';
import type { ReadContext } from '../../../../src/core/prompt/format.ts';
import { formatFor, readPrompt, renderPrompt } from '../../../../src/core/prompt/formats.ts';
import { includeContext } from '../../../../src/core/prompt/includeContext.ts';
import { isPromptName } from '../../../../src/core/prompt/promptNames.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';
import { readable } from '../../../support/readable.ts';

const context = { readText: async () => '' };

const vectors = z.array(
  z.strictObject({
    name: z.string(),
    file: z.string(),
    text: z.string(),
    messages: z.array(z.unknown()).optional(),
    variables: z.array(z.string()).optional(),
    model: z.unknown().optional(),
    metadata: z.unknown().optional(),
    problems: z.array(z.string()).optional(),
    /** Texts of other files, by their names in the folder of the prompt. */
    files: z.record(z.string(), z.string()).optional(),
    tools: z.unknown().optional(),
    defaults: z.unknown().optional(),
    dependencies: z.array(z.string()).optional(),
    /** Variables of a case, and what is sent with them. */
    given: z.record(z.string(), z.json()).optional(),
    sent: z.unknown().optional(),
    missing: z.array(z.string()).optional(),
    historyAt: z.number().optional(),
  }),
);

function folderOf(files: Readonly<Record<string, string>>): ReadContext {
  const texts = Object.entries(files).map(([name, text]) => [`/w/${name}`, text] as const);
  return includeContext(memoryFiles(Object.fromEntries(texts)), '/w');
}

const folder = new URL('../../../spec/prompt/', import.meta.url);
for (const file of readdirSync(folder)) {
  describe(`prompt vectors: ${file}`, () => {
    for (const vector of vectors.parse(parse(readFileSync(new URL(file, folder), 'utf8')))) {
      it(vector.name, async () => {
        const { text } = vector;

        const path = `/w/${vector.file}`;
        const { value, problems } = await readPrompt({ path, text }, folderOf(vector.files ?? {}));

        assert.deepEqual(
          problems.map((problem) =>
            problem.file === path
              ? readable(problem, text)
              : `${basename(problem.file)} ${readable(problem, vector.files?.[basename(problem.file)] ?? '')}`,
          ),
          vector.problems ?? [],
        );
        const messages = value?.messages.map(({ role, template }) => ({ role, template }));
        assert.deepEqual(messages, vector.messages);
        if (vector.messages === undefined) return;
        if (vector.variables !== undefined)
          assert.deepEqual(
            value?.variables.map(({ name }) => name),
            vector.variables,
          );
        assert.deepEqual(value?.model, vector.model ?? {});
        assert.deepEqual(value?.metadata, vector.metadata);
        assert.deepEqual(value?.tools, vector.tools ?? []);
        assert.deepEqual(value?.defaults, vector.defaults ?? {});
        assert.deepEqual(value?.dependencies.map(basename), vector.dependencies ?? []);
        if (vector.sent === undefined || value === undefined) return;
        const {
          messages: sent,
          missing,
          historyAt,
        } = await renderPrompt(value, vector.given ?? {});
        assert.deepEqual(sent, vector.sent);
        assert.deepEqual(missing, vector.missing ?? []);
        if (vector.historyAt !== undefined) assert.equal(historyAt, vector.historyAt);
      });
    }
  });
}

describe('formatFor', () => {
  const table: readonly (readonly [string, string | undefined])[] = [
    ['/w/a.prompt.md', 'prompt-md'],
    ['/w/notes.txt', 'prompt-md'],
    ['/w/a.prompt.yml', 'prompt-yml'],
    ['/w/a.prompt.yaml', 'prompt-yml'],
    ['/w/a.metrics.yaml', undefined],
    ['/w/md', undefined],
  ];
  for (const [path, id] of table)
    it(`reads ${path} as ${id ?? 'no prompt'}`, () => assert.equal(formatFor(path)?.id, id));

  it('takes a name alone for a prompt only with its own ending', () => {
    assert.equal(isPromptName('/w/a.prompt.md'), true);
    assert.equal(isPromptName('/w/readme.md'), false);
    assert.equal(isPromptName('/w/.prompt.md'), false);
  });
});

describe('readPrompt', () => {
  it('refuses a file over 2 MiB and names the limit', async () => {
    const text = 'x'.repeat(5 * 1024 * 1024);

    const { value, problems } = await readPrompt({ path: '/w/a.prompt.md', text }, context);

    assert.equal(value, undefined);
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.message ?? '', /5\.0 MiB; the limit is 2 MiB/);
  });

  it('says which kinds of file are known', async () => {
    const { problems } = await readPrompt({ path: '/w/a.docx', text: 'x' }, context);

    assert.equal(problems[0]?.code, 'unknown-format');
    assert.match(problems[0]?.message ?? '', /\*\.prompt\.md/);
  });

  it('warns of a placeholder that is not closed, at its place', async () => {
    const text = 'Hi.\nYou greet visitors of {{ shop\nUse \\{{ as it is, and {{ shop }}.';

    const { problems } = await readPrompt({ path: '/w/a.prompt.md', text }, context);

    assert.deepEqual(
      problems.map(({ severity, code, range }) => [severity, code, range.start]),
      [['warning', 'not-a-variable', { line: 1, column: 22 }]],
    );
  });

  it('gives the place of a message and of a variable in the file', async () => {
    const text = '---\nmodel: x\n---\n\n# User\n  Hi {{ who }}\n';

    const { value } = await readPrompt({ path: '/w/a.prompt.md', text }, context);

    assert.deepEqual(value?.messages[0]?.range, {
      start: { line: 5, column: 0 },
      end: { line: 5, column: 14 },
    });
    assert.deepEqual(value?.variables[0]?.range, {
      start: { line: 5, column: 8 },
      end: { line: 5, column: 11 },
    });
  });
});

describe('renderPrompt', () => {
  const render = async (text: string, variables: Parameters<typeof renderPrompt>[1]) => {
    const { value } = await readPrompt({ path: '/w/a.prompt.md', text }, context);
    assert.ok(value);
    return renderPrompt(value, variables);
  };

  it('fills in text, numbers, lists and members', async () => {
    const { messages, missing } = await render(
      '{{ a }}|{{ b }}|{{ c }}|{{ d.e }}|${input:f:Which?}',
      {
        a: 'x',
        b: 3,
        c: ['y', 1],
        d: { e: true },
        f: 'z',
      },
    );

    assert.deepEqual(messages, [{ role: 'system', content: 'x|3|["y",1]|true|z' }]);
    assert.deepEqual(missing, []);
  });

  it('names missing variables once, in order of first use', async () => {
    const { missing } = await render('{{ b }} {{ a }} {{ b }} {{ c.d }}', { c: 'text' });

    assert.deepEqual(missing, ['b', 'a', 'c.d']);
  });

  it('takes an empty value as given', async () => {
    const { messages, missing } = await render('[{{ a }}]', { a: '' });

    assert.deepEqual([messages[0]?.content, missing], ['[]', []]);
  });

  it('does not look for variables in values', async () => {
    const { messages } = await render('{{ a }}', { a: '{{ b }}', b: 'no' });

    assert.equal(messages[0]?.content, '{{ b }}');
  });

  it('writes escaped braces without the backslash', async () => {
    const { messages } = await render('\\{{ a }} \\\\{{ a }} {{{ a }}}', { a: 'x' });

    assert.equal(messages[0]?.content, '{{ a }} \\x {x}');
  });

  it('does not reach into what objects inherit', async () => {
    const { missing } = await render('{{ toString }} {{ a.length }} {{ __proto__ }}', { a: {} });

    assert.deepEqual(missing, ['toString', 'a.length', '__proto__']);
  });
});
