import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import { metricsForInstruction } from '../../../../src/core/propose/instructionRules.ts';
import { instructionsOf, sentencesIn } from '../../../../src/core/propose/instructions.ts';
import { newSuite } from '../../../../src/core/propose/newSuite.ts';
import { proposeMetrics } from '../../../../src/core/propose/proposeMetrics.ts';
import { readSuite } from '../../../../src/core/suite/readSuite.ts';

async function prompt(text: string, path = '/w/shop.prompt.md') {
  const { value } = await readPrompt({ path, text }, { readText: async () => '' });
  assert.ok(value);
  return value;
}

const support = `You are the support agent of {{ shop }}.
Always reply in the language of the customer.
Answer in at most 120 words. Always mention {{ product }} by its name.
- Never promise a refund.
- Cite the help article, like [KB-104].
`;

describe('The sentences of a line', () => {
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ['Be brief. Never shout!', ['Be brief.', 'Never shout!']],
    ['- Use examples, e.g. a router. Be kind.', ['Use examples, e.g. a router.', 'Be kind.']],
    ['3. Answer in German.', ['Answer in German.']],
    ['## Rules', []],
    ['Say “Done.” Then stop talking.', ['Say “Done.”', 'Then stop talking.']],
    ['Antworte höflich。', ['Antworte höflich。']],
    ['', []],
  ];
  for (const [line, expected] of lines)
    it(`of '${line}' are ${expected.length}`, () => assert.deepEqual(sentencesIn(line), expected));
});

describe('Instructions of a prompt', () => {
  it('stand where they stand in the file', async () => {
    const text = `---\nmodel: x\n---\n${support}`;
    const found = instructionsOf(await prompt(text));

    assert.equal(found.length, 6);
    for (const { text: sentence, offset, line } of found) {
      assert.equal(text.slice(offset, offset + sentence.length), sentence);
      assert.equal(text.slice(0, offset).split('\n').length - 1, line);
    }
  });

  it('are those of the system message where there is one', async () => {
    const found = instructionsOf(
      await prompt('# system\nBe brief and kind.\n\n# user\nWhat is {{ this }} thing?\n'),
    );

    assert.deepEqual(
      found.map(({ text }) => text),
      ['Be brief and kind.'],
    );
  });

  it('are found in any prompt without a throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        const { value } = await readPrompt(
          { path: '/w/a.prompt.md', text },
          { readText: async () => '' },
        );
        if (value !== undefined) instructionsOf(value);
      }),
    );
  });
});

describe('A metric for an instruction', () => {
  const length = (unit: string, limits: object) => ['length', { unit, ...limits }];
  const table: readonly (readonly [string, ...(readonly unknown[])[]])[] = [
    [
      'Always reply in the language of the customer.',
      ['language', { 'same-as': 'last-user-message', 'apply-to': 'every-turn' }],
    ],
    [
      'Always answer in the language of the visitor.',
      ['language', { 'same-as': 'last-user-message', 'apply-to': 'every-turn' }],
    ],
    [
      'Use the same language as the user.',
      ['language', { 'same-as': 'last-user-message', 'apply-to': 'every-turn' }],
    ],
    ['Respond in German only.', ['language', { is: 'German', 'apply-to': 'every-turn' }]],
    ['Write in formal British English.', ['language', { is: 'English', 'apply-to': 'every-turn' }]],
    ['Answer in at most 120 words.', length('words', { max: 120 })],
    ['Your reply must not exceed three sentences.', length('sentences', { max: 3 })],
    ["Don't write more than 100 words.", length('words', { max: 100 })],
    ['Write at least two paragraphs.', length('paragraphs', { min: 2 })],
    ['Write between 50 and 80 words.', length('words', { min: 50, max: 80 })],
    ['Answer with exactly 3 lines.', length('lines', { min: 3, max: 3 })],
    ['Answer in one sentence.', length('sentences', { max: 1 })],
    [
      'Return only JSON with the keys "answer", "source" and "score".',
      ['json', { schema: { type: 'object', required: ['answer', 'source', 'score'] } }],
    ],
    [
      'Return JSON with the keys "items" and "total", nothing else.',
      ['json', { schema: { type: 'object', required: ['items', 'total'] } }],
    ],
    ['Reply with valid JSON.', ['json', {}]],
    ['Avoid exclamation marks.', ['matches', { pattern: '[!！]', negate: true }]],
    ['Start every reply with "Hello".', ['starts-with', { value: 'Hello' }]],
    ['Sign off with "Kind regards".', ['ends-with', { value: 'Kind regards' }]],
    ['Always mention {{ product }} by its name.', ['contains', { value: '{{ product }}' }]],
    ['Never promise a refund.', ['excludes', { value: 'refund' }]],
    ['Do not use the word "obviously".', ['excludes', { value: 'obviously' }]],
    ['Cite the help article, like [KB-104].', ['matches', { pattern: '\\[KB-\\d+\\]' }]],
    ['Use no more than 5 bullet points.', ['markdown-shape', { element: 'bullet', max: 5 }]],
    ['No bullet points.', ['markdown-shape', { element: 'bullet', exactly: 0 }]],
    ['Write all in lowercase.', ['letter-case', { case: 'lower' }]],
    ['You are the support agent of {{ shop }}.'],
    ['Never write in English.'],
    ['Do not answer in JSON.'],
    ['Reply in plain text.'],
    ['Explain it in Simple words.'],
    ['Do not mention competitors.'],
  ];
  for (const [sentence, ...expected] of table)
    it(`is made of '${sentence}'${expected.length === 0 ? ' never' : ''}`, () => {
      const made = metricsForInstruction(sentence);

      assert.deepEqual(
        made.map(({ type, parameters }) => [type, parameters]),
        expected,
      );
      for (const { type, parameters } of made)
        assert.ok(builtInMetrics.get(type)?.parameters.safeParse(parameters).success);
    });

  it('forbids emoji', () => {
    const [made] = metricsForInstruction('Do not use emojis.');

    assert.equal(made?.type, 'matches');
    assert.equal(made?.parameters.negate, true);
  });

  it('is found in linear time in a hostile sentence', () => {
    const hostile = `never use ${'in a '.repeat(40_000)}${'"'.repeat(10_000)}`;

    metricsForInstruction(hostile);
  });

  it('guards the sentence that it comes from, and stands once', async () => {
    const proposed = proposeMetrics(
      await prompt(`${support}Answer in at most 120 words!\n`),
      builtInMetrics,
    );

    assert.deepEqual(
      proposed.map(({ type, guards }) => [type, guards]),
      [
        ['language', 'Always reply in the language of the customer.'],
        ['length', 'Answer in at most 120 words.'],
        ['contains', 'Always mention {{ product }} by its name.'],
        ['excludes', 'Never promise a refund.'],
        ['matches', 'Cite the help article, like [KB-104].'],
      ],
    );
  });
});

describe('A new suite', () => {
  const options = { today: '2026-11-25' };

  for (const [what, text] of [
    ['a prompt with instructions', support],
    ['a prompt that names nothing that can be checked', 'You are kind.\n'],
    ['a prompt with a user message', '# user\nSummarise {{ text }} in 3 sentences.\n'],
    ['an empty variable list', 'Reply in Polish.\n'],
  ] as const)
    it(`reads without a problem for ${what}`, async () => {
      const made = newSuite(await prompt(text), builtInMetrics, options);

      const { value, problems } = readSuite(
        { path: '/w/shop.metrics.yaml', text: made.text },
        builtInMetrics,
      );
      assert.deepEqual(problems, []);
      assert.equal(value?.metrics.length, made.metrics.length);
      assert.equal(value?.cases.length, 3);
    });

  it('gives every variable of the prompt a value', async () => {
    const made = newSuite(await prompt(support), builtInMetrics, options);
    const { value } = readSuite({ path: '/w/s.metrics.yaml', text: made.text }, builtInMetrics);

    assert.deepEqual(value?.cases[0]?.variables, {
      shop: 'Example shop',
      product: 'Example product',
    });
  });

  it('has cases that differ where the prompt holds what the user says', async () => {
    const text =
      'system:\nAnswer in the language of the guest of {{ hotel }}.\n\nuser:\n{{ question }}\n';
    const made = newSuite(await prompt(text), builtInMetrics, options);
    const { value } = readSuite({ path: '/w/s.metrics.yaml', text: made.text }, builtInMetrics);

    const questions = value?.cases.map(({ variables }) => variables.question) ?? [];
    assert.equal(new Set(questions).size, 3);
    assert.match(String(questions[1]), /^Guten Tag/);
    assert.ok(value?.cases.every(({ turns }) => turns.length === 0));
  });

  it('has one case where nothing could tell several apart', async () => {
    const made = newSuite(
      await prompt('user:\nName {{ count }} rivers.\n'),
      builtInMetrics,
      options,
    );
    const { value } = readSuite({ path: '/w/s.metrics.yaml', text: made.text }, builtInMetrics);

    assert.equal(value?.cases.length, 1);
  });

  it('leads to the first case', async () => {
    const made = newSuite(await prompt(support), builtInMetrics, options);

    assert.match(made.text.split('\n')[made.firstCaseLine] ?? '', /^ {2}- id: question$/);
  });

  it('names the model that was chosen', async () => {
    const made = newSuite(await prompt(support), builtInMetrics, {
      ...options,
      model: { provider: 'simulated' },
    });

    const { value } = readSuite({ path: '/w/s.metrics.yaml', text: made.text }, builtInMetrics);
    assert.equal(value?.model?.provider, 'simulated');
  });
});
