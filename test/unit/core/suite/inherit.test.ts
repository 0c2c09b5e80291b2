import assert from 'node:assert/strict';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { loadSuite } from '../../../../src/core/suite/discover.ts';
import { filesOfSuite } from '../../../../src/core/suite/filesOf.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';

const shared = `goals: { calm: Fewer complaints, other: Old }
judge: { provider: openai, name: judge-1 }
metrics:
  - { id: short, type: length, unit: words, max: 100, goal: calm }
  - { type: length, unit: words, max: 200 }
  - { id: custom, type: javascript, file: ./check.js }
`;

async function load(own: string, more: Readonly<Record<string, string>> = {}) {
  const files = memoryFiles({
    '/w/a/own.metrics.yaml': own,
    '/w/shared.metrics.yaml': shared,
    ...more,
  });
  const { value, problems } = await loadSuite('/w/a/own.metrics.yaml', {
    files,
    registry: builtInMetrics,
    root: '/w',
  });
  return {
    value: value ?? assert.fail('no suite'),
    problems: problems.map(
      ({ file, range, code }) =>
        `${file}:${range.start.line + 1}:${range.start.column + 1} ${code}`,
    ),
  };
}

describe('a suite that extends another file', () => {
  it('takes over goals, metrics and judge, each with its place', async () => {
    const { value, problems } = await load(
      'extends: ../shared.metrics.yaml\nmetrics:\n  - { id: own, type: contains, value: x, goal: calm }\n',
    );

    assert.deepEqual(problems, []);
    assert.deepEqual(
      value.metrics.map(({ id, file, range }) => [id, file, range.start.line]),
      [
        ['short', '/w/shared.metrics.yaml', 3],
        ['length', '/w/shared.metrics.yaml', 4],
        ['custom', '/w/shared.metrics.yaml', 5],
        ['own', '/w/a/own.metrics.yaml', 2],
      ],
    );
    assert.equal(value.judge?.name, 'judge-1');
    assert.deepEqual(value.dependencies, ['/w/shared.metrics.yaml']);
    assert.deepEqual(filesOfSuite(value), ['/w/shared.metrics.yaml', '/w/check.js']);
  });

  it('overrides by id, never by an id that nobody chose, and leaves out what is retired', async () => {
    const { value, problems } = await load(`extends: [../shared.metrics.yaml]
judge: judge-2
goals: { calm: Mine }
metrics:
  - { id: short, type: length, unit: words, max: 5 }
  - { type: length, unit: words, max: 7 }
retired:
  - { id: custom, on: 2026-10-01, reason: Not needed here. }
`);

    assert.deepEqual(problems, []);
    assert.deepEqual(
      value.metrics.map(({ id, parameters }) => [id, parameters.max]),
      [
        ['length', 200],
        ['short', 5],
        ['length-2', 7],
      ],
    );
    assert.equal(value.judge?.name, 'judge-2');
    assert.equal(value.goals.find(({ id }) => id === 'calm')?.text, 'Mine');
  });

  it('lets a later file win over an earlier one, also through several levels', async () => {
    const { value } = await load('extends: [../shared.metrics.yaml, ../b.metrics.yaml]\n', {
      '/w/b.metrics.yaml': 'extends: c.metrics.yaml\njudge: judge-b\n',
      '/w/c.metrics.yaml': 'metrics: [{ id: short, type: length, unit: words, max: 3 }]\n',
    });

    assert.equal(value.metrics.find(({ id }) => id === 'short')?.parameters.max, 3);
    assert.equal(value.judge?.name, 'judge-b');
  });

  const mistakes: readonly (readonly [
    what: string,
    own: string,
    more: Record<string, string>,
    problem: string,
  ])[] = [
    ['a missing file', 'extends: none.yaml\n', {}, '/w/a/own.metrics.yaml:1:10 file-missing'],
    ['a file outside', 'extends: [../../x.yaml]\n', {}, '/w/a/own.metrics.yaml:1:11 path-outside'],
    ['itself', 'extends: own.metrics.yaml\n', {}, '/w/a/own.metrics.yaml:1:10 extends-cycle'],
    [
      'a circle',
      'extends: ../b.yaml\n',
      { '/w/b.yaml': 'extends: a/own.metrics.yaml\n' },
      '/w/b.yaml:1:10 extends-cycle',
    ],
    [
      'a mistake in the other file',
      'extends: ../b.yaml\n',
      { '/w/b.yaml': 'metrics:\n  - type: lenght\n' },
      '/w/b.yaml:2:11 unknown-metric',
    ],
    ['a number', 'extends: 7\n', {}, '/w/a/own.metrics.yaml:1:10 bad-value'],
  ];
  for (const [what, own, more, problem] of mistakes)
    it(`reports ${what} in its place and goes on`, async () => {
      const { value, problems } = await load(`${own}trials: 3\n`, more);

      assert.ok(problems.includes(problem), problems.join('\n'));
      assert.equal(value.trials, 3);
    });

  it('leaves out metrics that name a file outside the workspace', async () => {
    const { value, problems } = await load(
      'metrics:\n  - { type: judge, prompt: ../../secret.prompt.md }\n  - { type: all-of, metrics: [{ type: javascript, file: ../../x.js }] }\n',
    );

    assert.deepEqual(value.metrics, []);
    assert.deepEqual(problems, [
      '/w/a/own.metrics.yaml:2:5 path-outside',
      '/w/a/own.metrics.yaml:3:5 path-outside',
    ]);
  });
});
