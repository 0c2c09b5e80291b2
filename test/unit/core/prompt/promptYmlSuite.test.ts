import assert from 'node:assert/strict';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { embeddedSuite } from '../../../../src/core/prompt/formats/promptYmlSuite.ts';
import { readable } from '../../../support/readable.ts';

const read = (text: string) => {
  const { value, problems } = embeddedSuite({ path: '/w/a.prompt.yml', text }, builtInMetrics);
  return { suite: value, problems: problems.map((problem) => readable(problem, text)) };
};

describe('embeddedSuite of a GitHub Models prompt', () => {
  it('is absent where there is neither test data nor an evaluator', () => {
    assert.deepEqual(read('messages: []\n'), { suite: undefined, problems: [] });
  });

  it('makes a case of each row, with its expected answer', () => {
    const { suite } = read('testData:\n  - input: Hi\n    expected: Hello\n  - input: Bye\n');

    assert.deepEqual(
      suite?.cases.map(({ id, variables, expected, range }) => ({
        id,
        variables,
        expected,
        line: range.start.line,
      })),
      [
        { id: 'row-1', variables: { input: 'Hi', expected: 'Hello' }, expected: 'Hello', line: 1 },
        { id: 'row-2', variables: { input: 'Bye' }, expected: undefined, line: 3 },
      ],
    );
  });

  it('makes a metric of each string evaluator; only equals minds the case', () => {
    const { suite, problems } = read(
      'evaluators:\n  - name: Says hi\n    string: { contains: hi }\n  - string: { equals: Hi }\n  - name: Says hi\n    string: { startsWith: H, endsWith: i }\n',
    );

    assert.deepEqual(problems, []);
    assert.deepEqual(
      suite?.metrics.map(({ id, name, type, parameters }) => [id, name, type, parameters]),
      [
        ['says-hi', 'Says hi', 'contains', { value: 'hi', 'ignore-case': true }],
        ['equals-hi', 'equals Hi', 'equals', { value: 'Hi' }],
        ['says-hi-2', 'Says hi', 'starts-with', { value: 'H', 'ignore-case': true }],
        ['says-hi-3', 'Says hi', 'ends-with', { value: 'i', 'ignore-case': true }],
      ],
    );
  });

  it('says which of two kinds in one evaluator has no effect', () => {
    const { suite, problems } = read(
      'evaluators:\n  - name: Two\n    string: { contains: x }\n    uses: github/similarity\n',
    );

    assert.deepEqual(
      suite?.metrics.map(({ type }) => type),
      ['contains'],
    );
    assert.deepEqual(problems, [
      "4:5 warning not-supported 'uses': 'uses' has no effect beside 'string'. Make it an evaluator of its own.",
    ]);
  });

  it('takes an evaluator that asks a model for a judge, and says which are mistaken', () => {
    const { suite, problems } = read(
      'evaluators:\n  - name: Judge\n    uses: github/similarity\n  - name: Typo\n    string: { contians: x }\n  - name: Empty\n',
    );

    assert.deepEqual(
      suite?.metrics.map(({ id, type }) => [id, type]),
      [['judge', 'judge']],
    );
    assert.deepEqual(problems, [
      "5:15 error unknown-key 'contians': Unknown key 'contians' in the evaluator. Did you mean 'contains'?",
      "6:5 error missing-key 'name: Empty': The evaluator 'Empty' has nothing to check. Add 'string:' with one of equals, contains, startsWith, endsWith, 'llm:' or 'uses:'.",
    ]);
  });

  it('asks a judge with the prompts and choices of an evaluator; a score above 0 passes there', () => {
    const { suite, problems } = read(
      'evaluators:\n  - name: Tone\n    llm:\n      modelId: openai/gpt-4o\n      systemPrompt: You rate.\n      prompt: "Q: {{input}} A: {{completion}}"\n      choices:\n        - { choice: 1, score: 0 }\n        - { choice: 2, score: 0.25 }\n        - { choice: "3", score: 1 }\n',
    );

    assert.deepEqual(problems, []);
    assert.deepEqual(
      suite?.metrics.map(({ id, type, parameters }) => ({ id, type, parameters })),
      [
        {
          id: 'tone',
          type: 'judge',
          parameters: {
            judge: 'openai/gpt-4o',
            criteria: 'You rate.\n\nQ: {{input}} A: "reply"',
            choices: [
              { choice: '1', score: 0 },
              { choice: '2', score: 0.25 },
              { choice: '3', score: 1 },
            ],
            threshold: 0.25,
          },
        },
      ],
    );
  });

  it('knows every built-in evaluator, on a scale of five', () => {
    for (const name of ['similarity', 'coherence', 'fluency', 'relevance', 'groundedness']) {
      const { suite, problems } = read(`evaluators:\n  - uses: github/${name}\n`);
      const [metric] = suite?.metrics ?? [];

      assert.deepEqual(problems, []);
      assert.deepEqual(
        [metric?.name, metric?.type, metric?.parameters.threshold],
        [`github/${name}`, 'judge', 0.25],
      );
    }
  });

  it('says what is wrong with an evaluator that asks a model', () => {
    const { suite, problems } = read(
      'evaluators:\n  - uses: github/similarty\n  - llm: { prompt: x, modelid: y }\n  - llm: { prompt: x, choices: [{ choice: a, score: 5 }, { choice: b, score: 0 }] }\n',
    );

    assert.deepEqual(suite?.metrics, []);
    assert.deepEqual(problems, [
      "2:11 error unknown-evaluator 'github/similarty': There is no evaluator 'github/similarty'. Did you mean 'github/similarity'?",
      "3:23 error unknown-key 'modelid': Unknown key 'modelid' in 'llm'. Did you mean 'modelId'?",
      "3:5 error missing-key 'llm': This evaluator needs 'prompt', which asks the judge, and 'choices' with their scores.",
      "4:53 error bad-value '5': 'score' must be at most 1.",
    ]);
  });
});
