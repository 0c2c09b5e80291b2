import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { readSuite } from '../../../../src/core/suite/readSuite.ts';
import { LineMap } from '../../../../src/core/text.ts';
import { readable } from '../../../support/readable.ts';
import { smallRegistry } from '../../../support/smallRegistry.ts';

const path = '/w/support.metrics.yaml';
const read = (text: string) => readSuite({ path, text }, smallRegistry);

const vectors = z.array(
  z.strictObject({
    name: z.string(),
    text: z.string(),
    problems: z.array(z.string()),
    metrics: z.array(z.string()).default([]),
    cases: z.array(z.string()).default([]),
    isUnusable: z.boolean().default(false),
  }),
);

const folder = new URL('../../../spec/suite/', import.meta.url);
for (const file of readdirSync(folder)) {
  describe(`suite vectors: ${file}`, () => {
    for (const vector of vectors.parse(parse(readFileSync(new URL(file, folder), 'utf8')))) {
      it(vector.name, () => {
        const { value, problems } = read(vector.text);

        const sorted = problems.toSorted(
          (a, b) =>
            a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column,
        );
        assert.deepEqual(
          sorted.map((problem) => readable(problem, vector.text)),
          vector.problems,
        );
        assert.equal(value === undefined, vector.isUnusable);
        assert.deepEqual(value?.metrics.map(({ id }) => id) ?? [], vector.metrics);
        assert.deepEqual(value?.cases.map(({ id }) => id) ?? [], vector.cases);
      });
    }
  });
}

const example = `prompt: support.prompt.md
prompts: [a/*.prompt.md]
model: { provider: openai, name: gpt-5-mini, temperature: 0.7, stop: [END] }
judge: gpt-5
trials: 3
goals:
  multilingual: Fewer escalations
metrics:
  - id: same-language
    name: Replies in the customer's language
    type: language
    same-as: last-user-message
    guards: Always reply in the language of the customer.
    goal: multilingual
    issue: https://tracker.example/4711
    stage: async
    severity: warning
    target: 0.95
    owner: support-ai
    added: 2026-11-23
    review: 2027-02-23
  - type: length
    unit: words
    max: 120
  - type: length
    unit: characters
    max: 900
  - name: Says Router X
    type: contains
    value: Router X
cases:
  - id: german-fifth-turn
    tags: [multilingual, production]
    variables: { product: Router X, list: [1, 2] }
    turns:
      - Mein Router blinkt rot.
      - Ja, habe ich.
    metrics:
      - { type: contains, value: Router X }
    expected: { a: 1 }
  - file: cases/*.jsonl
  - messages:
      - { role: user, content: Hi }
      - role: assistant
        tool_calls: [{ id: c1, type: function, function: { name: f, arguments: "{}" } }]
      - { role: tool, tool-call-id: c1, content: done }
retired:
  - { id: no-emoji, on: 2026-10-01, reason: Never failed. }
`;

describe('readSuite', () => {
  const { value, problems } = read(example);
  assert.ok(value);

  it('finds no mistake in the example', () => assert.deepEqual(problems, []));

  it('reads prompts, models, trials and goals', () => {
    assert.deepEqual(
      value.prompts.map(({ pattern }) => pattern),
      ['support.prompt.md', 'a/*.prompt.md'],
    );
    assert.deepEqual(value.model, {
      provider: 'openai',
      name: 'gpt-5-mini',
      parameters: { temperature: 0.7, stop: ['END'] },
    });
    assert.deepEqual(value.judge, { name: 'gpt-5' });
    assert.equal(value.trials, 3);
    assert.deepEqual(
      value.goals.map(({ id, text }) => [id, text]),
      [['multilingual', 'Fewer escalations']],
    );
    assert.deepEqual(
      value.retired.map(({ id, on, reason }) => [id, on, reason]),
      [['no-emoji', '2026-10-01', 'Never failed.']],
    );
  });

  it('reads every key of a metric', () => {
    const { range, ...metric } = value.metrics[0] ?? assert.fail();

    assert.deepEqual(metric, {
      id: 'same-language',
      name: "Replies in the customer's language",
      type: 'language',
      parameters: { 'same-as': 'last-user-message' },
      stage: 'async',
      severity: 'warning',
      target: 0.95,
      goal: 'multilingual',
      issue: 'https://tracker.example/4711',
      owner: 'support-ai',
      added: '2026-11-23',
      review: '2027-02-23',
      guards: 'Always reply in the language of the customer.',
      file: path,
    });
    assert.deepEqual([range.start.line, range.end.line], [8, 20]);
  });

  it('makes ids from names, else from types with a number', () => {
    assert.deepEqual(
      value.metrics.map(({ id, name }) => [id, name]),
      [
        ['same-language', "Replies in the customer's language"],
        ['length', 'length: unit words, max 120'],
        ['length-2', 'length: unit characters, max 900'],
        ['says-router-x', 'Says Router X'],
      ],
    );
  });

  it('keeps the id of a metric that has one from a metric that has none', () => {
    const suite = read(
      'metrics:\n  - type: language\n  - { id: language, type: language }\n',
    ).value;

    assert.deepEqual(
      suite?.metrics.map(({ id }) => id),
      ['language-2', 'language'],
    );
  });

  it('reads cases with variables, turns, history and metrics of their own', () => {
    const [first, second] = value.cases;
    assert.ok(first && second);

    assert.deepEqual([first.id, second.id], ['german-fifth-turn', 'case-2']);
    assert.deepEqual(first.tags, ['multilingual', 'production']);
    assert.deepEqual(first.variables, { product: 'Router X', list: [1, 2] });
    assert.deepEqual(first.turns, ['Mein Router blinkt rot.', 'Ja, habe ich.']);
    assert.deepEqual(first.expected, { a: 1 });
    assert.deepEqual(
      first.metrics.map(({ id }) => id),
      ['contains'],
    );
    assert.deepEqual(second.messages, [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'f', arguments: '{}' }] },
      { role: 'tool', content: 'done', toolCallId: 'c1' },
    ]);
    assert.deepEqual(
      value.caseFiles.map(({ pattern }) => pattern),
      ['cases/*.jsonl'],
    );
  });

  it('marks exactly the text of a part', () => {
    const lines = new LineMap(example);
    const marked = ({
      start,
      end,
    }: { start: never; end: never } | (typeof value.cases)[0]['range']) =>
      example.slice(lines.offsetAt(start), lines.offsetAt(end));
    const [length] = value.metrics.slice(1);

    assert.equal(
      marked(length?.range ?? assert.fail()),
      'type: length\n    unit: words\n    max: 120',
    );
    assert.equal(marked(value.caseFiles[0]?.range ?? assert.fail()), 'cases/*.jsonl');
    assert.equal(marked(value.goals[0]?.range ?? assert.fail()), 'multilingual: Fewer escalations');
  });

  it('takes an empty file and empty keys for a suite that is not filled in yet', () => {
    for (const text of ['', '# nothing\n', 'metrics:\ncases:\nprompt:\n']) {
      const { value: suite, problems: none } = read(text);
      assert.deepEqual([suite?.metrics, suite?.cases, none], [[], [], []]);
    }
  });

  it('resolves anchors', () => {
    const { value: suite } = read('cases:\n  - variables: &v { a: 1 }\n  - variables: *v\n');

    assert.deepEqual(suite?.cases[1]?.variables, { a: 1 });
  });

  it('stops an alias bomb with one message', () => {
    const levels = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x]'
        : `a${i}: &a${i} [${Array(8)
            .fill(`*a${i - 1}`)
            .join(', ')}]`,
    );

    const { problems: found } = read(
      `cases:\n  - variables:\n${levels.map((line) => `      ${line}`).join('\n')}\n`,
    );

    assert.deepEqual(
      found.map(({ code }) => code),
      ['yaml-aliases'],
    );
  });

  it('stops nesting that is too deep', () => {
    for (const depth of [100, 20_000]) {
      const { problems: found } = read(
        `cases:\n  - variables: { a: ${'['.repeat(depth)}${']'.repeat(depth)} }\n`,
      );
      assert.equal(found.length, 1);
      assert.match(found[0]?.message ?? '', /nested/);
    }
  });

  it('refuses a file over 2 MiB and says where cases can go', () => {
    const { value: suite, problems: found } = read(`# ${'x'.repeat(3 * 1024 * 1024)}`);

    assert.equal(suite, undefined);
    assert.match(found[0]?.message ?? '', /3\.0 MiB; the limit is 2 MiB.*- file:/);
  });

  it('leaves the prototype of objects alone', () => {
    const { value: suite } = read('cases:\n  - variables: { __proto__: { polluted: 1 } }\n');

    assert.equal(Reflect.get({}, 'polluted'), undefined);
    assert.deepEqual(suite?.cases[0]?.variables, {});
  });
});
