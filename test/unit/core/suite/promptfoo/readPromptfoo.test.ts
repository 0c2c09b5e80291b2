import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import * as z from 'zod';
import { EvalError } from '../../../../../src/core/errors.ts';
import { builtInMetrics } from '../../../../../src/core/metrics/builtIn.ts';
import type { Files } from '../../../../../src/core/ports.ts';
import { assertionTypes } from '../../../../../src/core/suite/promptfoo/assertionTypes.ts';
import { readPromptfoo } from '../../../../../src/core/suite/promptfoo/readPromptfoo.ts';
import type { MetricSpec } from '../../../../../src/core/suite/suite.ts';
import { memoryFiles } from '../../../../support/memoryFiles.ts';
import { readable } from '../../../../support/readable.ts';

const vectors = z.array(
  z.strictObject({
    name: z.string(),
    files: z.record(z.string(), z.string()),
    problems: z.array(z.string()).default([]),
    model: z.json().optional(),
    metrics: z.array(z.string()).default([]),
    cases: z.array(z.string()).default([]),
  }),
);

const config = '/w/promptfooconfig.yaml';

async function read(texts: Readonly<Record<string, string>>) {
  const files = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [`/w/${name}`, text]),
  );
  const source = { path: config, text: files[config] ?? '' };
  const context = { files: memoryFiles(files), registry: builtInMetrics, root: '/w' };
  const { value, problems } = await readPromptfoo(source, context);
  return { suite: value, files, problems };
}

const metricLine = ({ id, name, type, parameters }: MetricSpec) =>
  `${id} | ${name} | ${type} ${JSON.stringify(parameters)}`;

const folder = new URL('../../../../spec/promptfoo/', import.meta.url);
for (const file of readdirSync(folder)) {
  describe(`promptfoo vectors: ${file}`, () => {
    for (const vector of vectors.parse(parse(readFileSync(new URL(file, folder), 'utf8')))) {
      it(vector.name, async () => {
        const { suite, files, problems } = await read(vector.files);

        const sorted = problems.toSorted(
          (a, b) =>
            (a.file === b.file ? 0 : a.file < b.file ? -1 : 1) ||
            a.range.start.line - b.range.start.line ||
            a.range.start.column - b.range.start.column,
        );
        assert.deepEqual(
          sorted.map(
            (problem) => `${problem.file.slice(3)} ${readable(problem, files[problem.file] ?? '')}`,
          ),
          vector.problems,
        );
        assert.deepEqual(suite?.model, vector.model ?? undefined);
        assert.deepEqual(suite?.metrics.map(metricLine) ?? [], vector.metrics);
        const cases = suite?.cases.flatMap(({ id, tags, variables, metrics }) => [
          `${id} [${tags.join(',')}] ${JSON.stringify(variables).replaceAll('\\n', '\n')}`,
          ...metrics.map((metric) => `  ${metricLine(metric)}`),
        ]);
        assert.deepEqual(cases ?? [], vector.cases);
      });
    }
  });
}

describe('readPromptfoo', () => {
  it('says of every assertion what becomes of it: a metric, or a problem at its type', async () => {
    for (const type of Object.keys(assertionTypes)) {
      const text = `prompts: [x]\ntests:\n  - assert:\n      - { type: '${type}', value: x, threshold: 0.5 }\n`;

      const { suite, problems } = await read({ 'promptfooconfig.yaml': text });

      const isRun = suite?.cases[0]?.metrics.length === 1;
      const isSaid = problems.some(({ range }) => range.start.line === 3);
      assert.ok(isRun || isSaid, `${type} is passed over in silence`);
    }
  });

  it('cuts what would unfold into more cases than anybody runs', async () => {
    const list = `[${Array.from({ length: 200 }, (_, i) => i).join(',')}]`;
    const text = `prompts: [x]\ntests:\n  - vars: { a: ${list}, b: ${list}, c: ${list}, d: ${list} }\n`;

    const { suite, problems } = await read({ 'promptfooconfig.yaml': text });

    assert.equal(suite?.cases.length, 10_000);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['This config unfolds into more than 10000 cases; the first 10000 are read.'],
    );
  });

  it('reads tables line by line, and no further than it keeps', async () => {
    let given = 0;
    async function* endless() {
      yield 'q,__expected,__description';
      for (;;) yield `${given++},contains: x,Same`;
    }
    const text = 'prompts: [x]\ntests: file://rows.csv\n';
    const files: Files = {
      ...memoryFiles({ [config]: text, '/w/rows.csv': '' }),
      readText: async () => assert.fail('the table is read whole'),
      readLines: endless,
    };

    const { value, problems } = await readPromptfoo(
      { path: config, text },
      { files, registry: builtInMetrics, root: '/w' },
    );

    assert.equal(value?.cases.length, 10_000);
    assert.deepEqual(
      value.cases.slice(0, 3).map(({ id }) => id),
      ['same', 'same-2', 'same-3'],
    );
    assert.equal(value.cases.at(-1)?.id, 'same-10000');
    assert.ok(given < 10_010);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['not-supported'],
    );
  });

  it('tells of a table that cannot be read on, and keeps the rows before', async () => {
    const text = 'prompts: [x]\ntests: file://rows.csv\n';
    async function* torn() {
      yield 'q';
      yield 'one';
      throw new EvalError('bad-file', 'The disk is gone.');
    }
    const files: Files = { ...memoryFiles({ [config]: text, '/w/rows.csv': '' }), readLines: torn };

    const { value, problems } = await readPromptfoo(
      { path: config, text },
      { files, registry: builtInMetrics, root: '/w' },
    );

    assert.equal(value?.cases.length, 1);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ["'rows.csv' cannot be read: The disk is gone."],
    );
  });

  it('refuses what is too large or no mapping, and survives bombs', async () => {
    const bomb = `a: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(20)}]\nc: &c [${'*b,'.repeat(20)}]\nd: &d [${'*c,'.repeat(20)}]\ntests: *d\nprompts: [x]\n`;
    const refused = {
      'file-too-large': `prompts: [${'x'.repeat(3 * 1024 * 1024)}]`,
      'bad-value': '- a\n- b\n',
      'yaml-syntax': 'prompts: [\n',
      'yaml-aliases': bomb,
      'forbidden-key': '__proto__: { a: 1 }\nprompts: [x]\n',
      'yaml-depth': `prompts: ${'['.repeat(100)}${']'.repeat(100)}\n`,
    };
    for (const [code, text] of Object.entries(refused)) {
      const { problems } = await read({ 'promptfooconfig.yaml': text });

      assert.ok(
        problems.some((problem) => problem.code === code),
        `${code}: ${problems.map((problem) => problem.code).join()}`,
      );
    }
  });

  it('never runs in circles: templates and test files that name each other', async () => {
    const { problems } = await read({
      'promptfooconfig.yaml':
        "prompts: [x]\nassertionTemplates:\n  a: { $ref: '#/assertionTemplates/b' }\n  b: { $ref: '#/assertionTemplates/a' }\ntests:\n  - assert: [{ $ref: '#/assertionTemplates/a' }]\n  - file://t.yaml\n",
      't.yaml': '- file://t.yaml\n',
    });

    assert.deepEqual(
      problems.map(({ code }) => code),
      ['bad-reference', 'not-supported'],
    );
  });

  it('takes any config without harm', async () => {
    const word = fc.constantFrom(
      ...['contains', 'equals', 'not-is-json', 'assert-set', 'regex', '(', '{{a}}', 'file://t.csv'],
      ...['file://t.yaml', '#/assertionTemplates/x', 'openai:gpt-5', 'openai:chat:x', '../..', ''],
    );
    const key = fc.constantFrom(
      ...['prompts', 'providers', 'tests', 'scenarios', 'defaultTest', 'assertionTemplates', 'x'],
      ...['vars', 'assert', 'type', 'value', 'threshold', 'weight', 'metric', '$ref', 'options'],
      ...['config', 'id', 'raw', 'label', 'metadata', 'description', 'path', 'role', 'content'],
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6, withCrossShrink: true },
        fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.double()),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
      ),
    }));
    const top = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 7 });

    await fc.assert(
      fc.asyncProperty(top, tree, fc.string(), async (value, tests, csv) => {
        const { suite, problems, files } = await read({
          'promptfooconfig.yaml': stringify(value, { aliasDuplicateObjects: false }),
          't.yaml': stringify(tests, { aliasDuplicateObjects: false }) ?? '',
          't.csv': `a,__expected\n${csv}`,
        });

        for (const { file, range, message } of problems) {
          const lines = (files[file] ?? '').split(/\r\n|\n|\r/);
          assert.ok(range.start.line >= 0 && range.start.line <= lines.length, message);
          assert.ok(message.length > 0);
        }
        const ids = suite?.cases.map(({ id }) => id) ?? [];
        assert.equal(new Set(ids).size, ids.length);
      }),
      { numRuns: 300 },
    );
  });
});
