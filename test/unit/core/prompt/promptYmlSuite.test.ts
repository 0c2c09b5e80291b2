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
});
