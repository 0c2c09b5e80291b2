import assert from 'node:assert/strict';
import type { Score } from '../../../../src/core/metrics/metric.ts';
import type { Sample } from '../../../../src/core/metrics/sample.ts';
import { ScoreMemory } from '../../../../src/node/scoring/scoreMemory.ts';
import { metricOf } from '../../../support/suites.ts';

const sample: Sample = { caseId: 'c', trial: 0, variables: {}, messages: [], replies: [] };
const skipped: Score = { status: 'skipped', explanation: 'Not today.' };

describe('ScoreMemory', () => {
  it('tells samples and metrics apart', () => {
    const memory = new ScoreMemory(10);
    const name = memory.nameOf(sample);
    memory.add(name, metricOf('a'), skipped);

    assert.deepEqual(memory.get(name, metricOf('a')), skipped);
    assert.equal(memory.get(name, metricOf('b')), undefined);
    assert.equal(memory.get(memory.nameOf({ ...sample, trial: 1 }), metricOf('a')), undefined);
  });

  it('forgets what was used least recently', () => {
    const memory = new ScoreMemory(2);
    const name = memory.nameOf(sample);
    memory.add(name, metricOf('a'), skipped);
    memory.add(name, metricOf('b'), skipped);
    memory.get(name, metricOf('a'));

    memory.add(name, metricOf('c'), skipped);

    assert.deepEqual(
      ['a', 'b', 'c'].map((id) => memory.get(name, metricOf(id)) !== undefined),
      [true, false, true],
    );
  });

  it('does not keep failed scores', () => {
    const memory = new ScoreMemory(2);
    const name = memory.nameOf(sample);

    memory.add(name, metricOf('a'), { status: 'failed', explanation: 'Too long.' });

    assert.equal(memory.get(name, metricOf('a')), undefined);
  });

  it('remembers nothing where it has no room', () => {
    assert.equal(new ScoreMemory(0).nameOf(sample), undefined);
  });
});
