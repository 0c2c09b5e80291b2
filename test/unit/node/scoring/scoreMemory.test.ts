import assert from 'node:assert/strict';
import type { Score } from '../../../../src/core/metrics/metric.ts';
import type { Sample } from '../../../../src/core/metrics/sample.ts';
import { ScoreMemory } from '../../../../src/node/scoring/scoreMemory.ts';
import { metricOf } from '../../../support/suites.ts';

const sample: Sample = { caseId: 'c', trial: 0, variables: {}, messages: [], replies: [] };
const metric = metricOf('a');
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

  it('does not tell apart what was only measured at another time', () => {
    const memory = new ScoreMemory(2);
    const reply = { text: 'Hi.', toolCalls: [], messageIndex: 0 };

    const measured = memory.nameOf({
      ...sample,
      replies: [{ ...reply, isCached: false, latencyMs: 12, cost: 1 }],
    });
    const cached = memory.nameOf({ ...sample, replies: [{ ...reply, isCached: true }] });

    assert.equal(measured, cached);
  });

  it('tells versions of the scoring programs apart', () => {
    const names = ['1', '2'].map((version) => new ScoreMemory(2, () => version).metricName(metric));

    assert.notEqual(names[0], names[1]);
  });
});
