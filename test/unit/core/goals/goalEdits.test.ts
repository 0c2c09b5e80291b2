import assert from 'node:assert/strict';
import { setGoal } from '../../../../src/core/goals/goalEdits.ts';
import { goalHints } from '../../../../src/core/goals/goalHints.ts';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { applyEdits } from '../../../../src/core/suite/edit/textEdit.ts';
import { readSuite } from '../../../../src/core/suite/readSuite.ts';

const text = `goals:
  effort: One short read
metrics:
  - { id: short, type: length, unit: words, max: 20 }
  - { id: polite, type: contains, value: please, goal: effort }
`;

function read(source: string) {
  const { value } = readSuite({ path: '/w/a.metrics.yaml', text: source }, builtInMetrics);
  assert.ok(value);
  return value;
}

describe('A metric without a goal', () => {
  it('is asked for one by a hint on its first character', () => {
    const [hint, ...more] = goalHints(read(text));

    assert.deepEqual(more, []);
    assert.equal(hint?.severity, 'hint');
    assert.equal(hint?.range.start.line, 3);
    assert.match(hint?.message ?? '', /names no goal/);
  });

  it('gets a goal of the suite', () => {
    const after = read(applyEdits(text, setGoal(read(text), 'short', { id: 'effort' })));

    assert.equal(after.metrics[0]?.goal, 'effort');
    assert.deepEqual(goalHints(after), []);
  });

  it('gets a new goal, which the suite then has', () => {
    const goal = { text: 'Fewer calls to the hotline' };
    const after = read(applyEdits(text, setGoal(read(text), 'short', goal)));

    assert.equal(after.metrics[0]?.goal, 'fewer-calls-to');
    assert.equal(after.goals.at(-1)?.text, goal.text);
  });
});
