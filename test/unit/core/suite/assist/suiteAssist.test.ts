import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtInMetrics } from '../../../../../src/core/metrics/builtIn.ts';
import { readPrompt } from '../../../../../src/core/prompt/formats.ts';
import { completionsAt, hoverAt } from '../../../../../src/core/suite/assist/suiteAssist.ts';
import { metricKeys, suiteKeys } from '../../../../../src/core/suite/schema.ts';
import { LineMap } from '../../../../../src/core/text.ts';

const { value: prompt } = await readPrompt(
  {
    path: '/w/a.prompt.md',
    text: '# System\nAlways reply in the language of the customer. Sell {{ product }}.\n# User\n{{ question }}\n',
  },
  { readText: async () => '' },
);
assert.ok(prompt);
const context = { registry: builtInMetrics, prompts: [prompt] };

/** The position of `|`, and the text without it. */
function cursor(marked: string) {
  const at = marked.indexOf('|');
  const text = marked.slice(0, at) + marked.slice(at + 1);
  return { text, position: new LineMap(text).positionAt(at) };
}

function complete(marked: string) {
  const { text, position } = cursor(marked);
  return completionsAt(text, position, context);
}

const labels = (marked: string) => complete(marked).map(({ label }) => label);

function hover(marked: string) {
  const { text, position } = cursor(marked);
  return hoverAt(text, position, context);
}

describe('completions in a suite', () => {
  it('offers the keys of a suite at its start, without those that are there', () => {
    assert.deepEqual(
      labels('trials: 3\n|'),
      Object.keys(suiteKeys).filter((key) => key !== 'trials'),
    );
    assert.deepEqual(labels('tri|').includes('trials'), true);
  });

  it('offers what every metric has where the type is not written yet, the type first', () => {
    const offered = complete('metrics:\n  - |');

    assert.deepEqual(
      Object.keys(metricKeys).filter((key) => !offered.some(({ label }) => label === key)),
      [],
    );
    assert.equal(offered.find(({ order }) => order === 0)?.label, 'type');
    assert.equal(
      offered.some(({ label }) => label === 'unit'),
      false,
    );
  });

  const inLength = {
    'on a line of its own': 'metrics:\n  - type: length\n    |\n',
    'above the type': 'metrics:\n  - |\n    type: length\n',
    'with a word begun': 'metrics:\n  - type: length\n    un|\n  - type: json\n',
    'in a list without indentation': 'metrics:\n- type: length\n  |\n',
    'between braces': 'metrics:\n  - { type: length, | }\n',
    'between braces, unfinished': 'metrics:\n  - { type: length, un|\n',
    'in the metrics of a case':
      'cases:\n  - id: a\n    metrics:\n      - type: length\n        |\n',
    'in a part of a combination':
      'metrics:\n  - type: all-of\n    metrics:\n      - type: length\n        |\n',
    'after a block of text': 'metrics:\n  - type: length\n    name: >\n      a: b\n    |\n',
  };
  for (const [where, marked] of Object.entries(inLength))
    it(`offers the keys of the type: ${where}`, () => {
      const offered = complete(marked);
      const unit = offered.find(({ label }) => label === 'unit');

      assert.equal(unit?.text, 'unit: ');
      assert.equal(unit?.detail, 'required');
      assert.match(unit?.documentation ?? '', /^What is counted/);
      assert.equal(
        offered.some(({ label }) => label === 'type' || label === 'schema'),
        false,
      );
    });

  it('offers the types with their documentation, in the place of what is typed', () => {
    const [type] = complete('metrics:\n  - type: rou|\n').filter(({ label }) => label === 'rouge');

    assert.equal(type?.kind, 'type');
    assert.match(type?.documentation ?? '', /- 1: All is common[\s\S]*\| `variant` \|/);
    assert.deepEqual(type?.range, {
      start: { line: 1, column: 10 },
      end: { line: 1, column: 13 },
    });
    assert.equal(labels('metrics:\n  - type: |\n').length, builtInMetrics.types.length);
  });

  const values = {
    'metrics:\n  - type: rouge\n    variant: |\n': ['1', '2', 'l'],
    'metrics:\n  - type: contains\n    value: x\n    ignore-case: |\n': ['true', 'false'],
    'metrics:\n  - type: contains\n    stage: |\n': ['real-time', 'async', 'offline'],
    'model:\n  provider: |\n': ['openai', 'openai-responses', 'vscode', 'replay', 'simulated'],
    'model: { provider: o| }\n': ['openai', 'openai-responses', 'vscode', 'replay', 'simulated'],
    'metrics:\n  - type: json\n    paths:\n      - path: $.a\n        type: |\n': [
      'string',
      'number',
      'integer',
      'boolean',
      'null',
      'array',
      'object',
    ],
    'goals:\n  trust: Nobody is misled\n  speed: x\nmetrics:\n  - type: length\n    goal: |\n': [
      'trust',
      'speed',
    ],
    'cases:\n  - messages:\n      - role: |\n': [
      'system',
      'developer',
      'user',
      'assistant',
      'tool',
    ],
  };
  for (const [marked, expected] of Object.entries(values))
    it(`offers values: ${JSON.stringify(marked)}`, () =>
      assert.deepEqual(labels(marked), expected));

  it('offers the texts of the prompt to guard, in quotes where YAML needs them', () => {
    const offered = complete('metrics:\n  - type: language\n    guards: |\n');

    assert.deepEqual(
      offered.map(({ text }) => text),
      ['Always reply in the language of the customer.', 'Sell {{ product }}.', '"{{ question }}"'],
    );
  });

  it('offers the variables of the prompt', () => {
    assert.deepEqual(labels('cases:\n  - variables:\n      product: x\n      |\n'), ['question']);
  });

  for (const marked of [
    '# metrics: |',
    'metrics:\n  - type: length\n    name: |-\n      te@xt\n'.replace('@', '|').replace('|-', '>-'),
    'cases:\n  - variables:\n      x: { y: { z|\n',
  ])
    it(`offers nothing in comments, texts and what it cannot follow: ${JSON.stringify(marked)}`, () =>
      assert.deepEqual(complete(marked), []));

  it('takes any text and place without harm', () => {
    const piece = fc.constantFrom(
      ...[
        'metrics:',
        'cases:',
        '\n',
        '  ',
        '- ',
        'type: ',
        'length',
        '{',
        '}',
        ', ',
        '"',
        "'",
        '#',
      ],
      ...['\t', ': ', '|', '>', 'all-of', 'é', '\r\n', '[', ']', '__proto__: ', 'constructor: '],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(), (pieces, at) => {
        const text = pieces.join('');
        const position = new LineMap(text).positionAt(at % (text.length + 1));

        for (const { range } of completionsAt(text, position, context)) {
          assert.equal(range.start.line, position.line);
          assert.ok(range.start.column >= 0 && range.start.column <= position.column);
        }
        hoverAt(text, position, context);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('hover in a suite', () => {
  it('documents every type of metric and every key of it', () => {
    for (const type of builtInMetrics.types) {
      const definition = builtInMetrics.get(type);
      assert.ok(definition);
      const said = hover(`metrics:\n  - type: |${type}\n`)?.text ?? '';

      assert.ok(said.includes(definition.summary) && said.includes(definition.zero), type);
    }
  });

  it('tells what a key takes and means, with its default', () => {
    const found = hover('metrics:\n  - type: rouge\n    vari|ant: l\n');

    assert.deepEqual(found?.range, {
      start: { line: 2, column: 4 },
      end: { line: 2, column: 11 },
    });
    assert.equal(
      found?.text,
      '**variant** (1 | 2 | l)\n\n`1`: words; `2`: pairs of neighbouring words; `l`: the longest common subsequence. Default: `"l"`.',
    );
  });

  it('knows the keys of a suite, of cases and of parts between braces', () => {
    assert.match(hover('tri|als: 3\n')?.text ?? '', /^\*\*trials\*\* \(whole number\)/);
    assert.match(hover('cases:\n  - tu|rns: []\n')?.text ?? '', /turn by turn/);
    assert.match(hover('metrics:\n  - { type: length, un|it: words }\n')?.text ?? '', /counted/);
  });

  it('says nothing of words that are no keys', () => {
    assert.equal(hover('metrics:\n  - type: contains\n    value: len|gth\n'), undefined);
    assert.equal(hover('cases:\n  - variables:\n      ty|pe: x\n'), undefined);
  });
});
