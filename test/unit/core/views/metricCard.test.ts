import assert from 'node:assert/strict';
import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import type { Evaluated } from '../../../../src/core/live/evaluated.ts';
import { LineMap, type Range, startOfText } from '../../../../src/core/text.ts';
import {
  failingCases,
  isAt,
  isUnderMark,
  metricCard,
  metricsAt,
} from '../../../../src/core/views/metricCard.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const source = 'Be kind.\nAlways ask a question.\n';
const metric = metricOf('question', {
  guards: 'Always ask a question.',
  goal: 'calm',
  target: 0.9,
});

function evaluated(
  now: Readonly<Record<string, boolean>>,
  own: Partial<Evaluated> = {},
): Evaluated {
  const run = (outcomes: Readonly<Record<string, boolean>>) =>
    runOf({
      cases: Object.entries(outcomes).map(([id, passed]) =>
        caseResultOf(id, { trials: [trialOf(`reply ${id}`, { scores: [scoreOf(passed)] })] }),
      ),
    });
  const before = run(Object.fromEntries(Object.keys(now).map((id) => [id, true])));
  return {
    target: {
      prompt: promptOf(source),
      suite: suiteOf({
        metrics: [metric],
        goals: [{ id: 'calm', text: 'Calm customers', range: startOfText }],
      }),
      cases: Object.keys(now).map((id) => caseOf(id)),
    },
    run: run(now),
    comparison: compareRuns(before, run(now), { baselineLabel: 'previous version' }),
    findings: [],
    ...own,
  };
}

const isOnLine = (line: number) => (range: Range) => isAt(range, { line, column: 3 });

describe('metricsAt', () => {
  it('finds the metrics that guard a line', () => {
    const result = evaluated({ a: true });

    assert.deepEqual(metricsAt(result, '/w/a.prompt.md', isOnLine(1)), [metric.id]);
    assert.deepEqual(metricsAt(result, '/w/a.prompt.md', isOnLine(0)), []);
  });

  it('finds nothing in another file', () => {
    assert.deepEqual(metricsAt(evaluated({ a: true }), '/w/b.prompt.md', isOnLine(1)), []);
  });

  it('finds what got worse at a gap', () => {
    const end = { line: 0, column: 8 };
    const result = evaluated(
      { a: false },
      {
        findings: [
          {
            ...{ file: '/w/a.prompt.md', range: { start: end, end }, severity: 'error' },
            ...{ kind: 'regression', metric: 'other', message: '', related: [] },
          },
        ],
      },
    );

    assert.deepEqual(metricsAt(result, '/w/a.prompt.md', isOnLine(0)), ['other']);
  });
});

describe('metricCard', () => {
  it('tells the result beside the version before', () => {
    const card = metricCard(evaluated({ a: true, b: false }), metric.id);

    assert.equal(card?.goal, 'Calm customers');
    assert.deepEqual(card?.result, { passed: 1, scored: 2, rate: 0.5 });
    assert.equal(card?.compared?.old, 1);
    assert.equal(card?.compared?.told, 'inconclusive');
  });

  it('has no card for a metric that is gone', () => {
    assert.equal(metricCard(evaluated({ a: true }), 'gone'), undefined);
  });
});

describe('failingCases', () => {
  it('puts those that got worse first', () => {
    const many = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`c${at}`, false]));
    const result = evaluated(many);
    const [first] = result.comparison?.cases ?? [];
    assert.ok(first && result.comparison);
    const comparison = {
      ...result.comparison,
      cases: result.comparison.cases.map((item) =>
        item.id === 'c5' ? item : { ...item, metrics: [] },
      ),
    };

    const found = failingCases({ ...result, comparison }, metric.id);

    assert.equal(found.length, 8);
    assert.deepEqual(
      found.slice(0, 2).map(({ id, isWorse }) => [id, isWorse]),
      [
        ['c5', true],
        ['c0', false],
      ],
    );
  });

  it('gives the reply of the trial that failed', () => {
    const [found] = failingCases(evaluated({ a: true, b: false }), metric.id);

    assert.equal(found?.id, 'b');
    assert.equal(found?.output, 'reply b');
    assert.equal(found?.why, 'It does not.');
  });

  it('has no place for a case that the suite has no more', () => {
    const result = evaluated({ a: false });

    const [found] = failingCases({ ...result, target: { ...result.target, cases: [] } }, metric.id);

    assert.equal(found?.place, undefined);
  });
});

describe('isAt', () => {
  const lines = new LineMap(source);

  it('takes the end of a range as part of it', () => {
    assert.ok(isAt(lines.range(0, 8), { line: 0, column: 8 }));
    assert.ok(!isAt(lines.range(0, 7), { line: 0, column: 8 }));
  });

  it('takes an empty range for its whole line', () => {
    assert.ok(isAt(lines.range(4, 4), { line: 0, column: 0 }));
    assert.ok(!isAt(lines.range(4, 4), { line: 1, column: 0 }));
  });
});

describe('isUnderMark', () => {
  const lines = new LineMap(source);

  it('takes the characters beside an empty range, and no others', () => {
    const gap = lines.range(4, 4);

    const under = [2, 3, 4, 5, 6].filter((column) => isUnderMark(gap, { line: 0, column }));

    assert.deepEqual(under, [3, 4, 5]);
    assert.ok(!isUnderMark(gap, { line: 1, column: 4 }));
  });

  it('takes any other range as it is', () => {
    assert.ok(isUnderMark(lines.range(2, 5), { line: 0, column: 2 }));
    assert.ok(!isUnderMark(lines.range(2, 5), { line: 0, column: 1 }));
  });
});
