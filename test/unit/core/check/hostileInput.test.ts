// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${input:name}` is a variable of prompts
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkFile } from '../../../../src/core/check/checkFile.ts';
import type { Problem } from '../../../../src/core/problem.ts';
import { readPrompt, renderPrompt } from '../../../../src/core/prompt/formats.ts';
import { readSuite } from '../../../../src/core/suite/readSuite.ts';
import type { Range } from '../../../../src/core/text.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';
import { smallRegistry as registry } from '../../../support/smallRegistry.ts';

const valid = {
  '/w/s.prompt.md':
    '---\nmodel: gpt-5\ntemperature: 0.5\n---\n# System\nYou help {{ shop }}.\n\n# User\n${input:q:Ask}\n',
  '/w/g.prompt.yml':
    'model: x\nmessages:\n  - role: system\n    content: "Sum up {{a}}"\n  - role: user\n    content: |\n      {{ b }}\ntestData:\n  - { a: 1, b: 2 }\nevaluators:\n  - name: n\n    string: { contains: x }\n',
  '/w/s.metrics.yaml':
    'goals: { g: G }\nmetrics:\n  - type: language\n    goal: g\n    review: 2026-01-01\n    guards: You help\n  - { type: contains, value: \'x\' }\ncases:\n  - id: a\n    variables: &v { shop: A, q: "B" }\n    turns: [Hi]\n  - variables: *v\n  - file: c.jsonl\n  - file: c.csv\n',
  '/w/c.jsonl': '{"id":"j","shop":1,"q":"x","metrics":[{"type":"language"}]}\n{"turns":["x"]}\n',
  '/w/c.csv': 'id,shop,q,turns\n"k",A,"B ""x""\n",\nl,C,D,"[""Hi""]"\n',
} as const;
const paths = [
  '/w/s.prompt.md',
  '/w/g.prompt.yml',
  '/w/s.metrics.yaml',
  '/w/c.jsonl',
  '/w/c.csv',
] as const;

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/);
}

function isInside({ start, end }: Range, lines: readonly string[]): boolean {
  const isPlace = ({ line, column }: Range['start']) =>
    line >= 0 && column >= 0 && line < lines.length && column <= (lines[line] ?? '').length + 1;
  const isOrdered =
    start.line < end.line || (start.line === end.line && start.column <= end.column);
  return isPlace(start) && isPlace(end) && isOrdered;
}

function assertPlaces(problems: readonly Problem[], texts: Readonly<Record<string, string>>): void {
  const lines = new Map(Object.entries(texts).map(([path, text]) => [path, linesOf(text)]));
  for (const { file, range, message } of problems) {
    assert.ok(isInside(range, lines.get(file) ?? ['']), `${message} ${JSON.stringify(range)}`);
    assert.ok(message.length > 0);
  }
}

/** Pieces that readers give a meaning to, so that arbitrary texts reach past the first character. */
const piece = fc.constantFrom(
  ...[
    '---\n',
    '# User\n',
    'user:\n',
    '{{',
    '}}',
    '{{ a }}',
    '${input:',
    '\\',
    '```\n',
    'metrics:\n',
    '  - type: ',
    'length',
    'cases:\n',
  ],
  ...[
    '- ',
    ': ',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a',
    '__proto__',
    '!!js ',
    '|\n',
    '? ',
    ',',
    '\u0000',
    '\uFEFF',
    '😀',
    '\uD800',
  ],
);
const soup = fc
  .array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 40 })
  .map((parts) => parts.join(''));

/** A valid text with a few stretches replaced. */
function mutated(text: string): fc.Arbitrary<string> {
  const edit = fc.tuple(
    fc.nat(text.length),
    fc.nat(12),
    fc.oneof(piece, fc.string({ maxLength: 4 })),
  );
  return fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce(
        (current, [at, length, put]) => current.slice(0, at) + put + current.slice(at + length),
        text,
      ),
    );
}

describe('reading hostile input', function () {
  this.timeout(60_000);

  it('never throws for any text, and every place lies in the text', async () => {
    await fc.assert(
      fc.asyncProperty(soup, fc.constantFrom(...paths), async (text, path) => {
        const texts = { ...valid, [path]: text };
        const context = { files: memoryFiles(texts), registry, root: '/w', today: '2026-11-24' };
        for (const target of ['/w/s.metrics.yaml', '/w/s.prompt.md', '/w/g.prompt.yml'])
          assertPlaces(await checkFile(target, context), texts);
      }),
      { numRuns: 300 },
    );
  });

  it('never throws for valid files with mistakes', async () => {
    const changed = fc
      .constantFrom(...paths)
      .chain((path) => mutated(valid[path]).map((text) => ({ path, text })));
    await fc.assert(
      fc.asyncProperty(changed, async ({ path, text }) => {
        const texts = { ...valid, [path]: text };
        const context = { files: memoryFiles(texts), registry, root: '/w', today: '2026-11-24' };
        for (const target of ['/w/s.metrics.yaml', '/w/s.prompt.md', '/w/g.prompt.yml'])
          assertPlaces(await checkFile(target, context), texts);
      }),
      { numRuns: 500 },
    );
  });

  it('gives every part of what it reads a place in the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(soup, mutated(valid['/w/s.metrics.yaml'])), async (text) => {
        const { value } = readSuite({ path: '/w/s.metrics.yaml', text }, registry);
        const parts = [
          value?.metrics,
          value?.cases,
          value?.goals,
          value?.retired,
          value?.caseFiles,
          value?.prompts,
        ];
        for (const { range } of parts.flatMap((part): readonly { range: Range }[] => part ?? []))
          assert.ok(isInside(range, linesOf(text)));
        const ids = [...(value?.metrics ?? []).map(({ id }) => id)];
        assert.equal(new Set(ids).size, ids.length);
        for (const path of ['/w/a.prompt.md', '/w/a.prompt.yml']) {
          const prompt = (await readPrompt({ path, text }, { readText: async () => '' })).value;
          for (const { range } of [...(prompt?.messages ?? []), ...(prompt?.variables ?? [])])
            assert.ok(isInside(range, linesOf(text)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('sends values exactly as they are', async () => {
    const text = 'A {{ x }} B {{y}} C ${input:z} D';
    const { value: prompt } = await readPrompt(
      { path: '/w/a.prompt.md', text },
      { readText: async () => '' },
    );
    assert.ok(prompt);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), soup, soup, async (x, y, z) => {
        const { messages, missing } = await renderPrompt(prompt, { x, y, z });

        assert.equal(messages[0]?.content, `A ${x} B ${y} C ${z} D`);
        assert.deepEqual(missing, []);
      }),
      { numRuns: 200 },
    );
  });

  // Mocha takes the limit off; thousands of YAML errors with whole stacks would take longest here.
  const stackTraceLimit = Error.stackTraceLimit;
  before(() => {
    Error.stackTraceLimit = 10;
  });
  after(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });

  it('takes no more than a moment for long runs of any one piece', () => {
    // What takes more than linear time would not end within the limit of this test.
    const pieces = [
      '{{',
      '\\',
      '${input:',
      '# ',
      '`',
      '- ',
      '  ',
      '"a: ',
      "'",
      '[',
      '{a: ',
      '*a ',
      '---\n',
      '\n',
      ': ',
      '# User\n',
      '- a\n',
      'a: b\n',
    ];
    return Promise.all(
      pieces.map(async (part) => {
        const text = part.repeat(Math.ceil(60_000 / part.length));
        await readPrompt({ path: '/w/a.prompt.md', text }, { readText: async () => '' });
        await readPrompt({ path: '/w/a.prompt.yml', text }, { readText: async () => '' });
        const { problems } = readSuite({ path: '/w/a.metrics.yaml', text }, registry);
        assertPlaces(problems, { '/w/a.metrics.yaml': text });
      }),
    );
  });
});
