import assert from 'node:assert/strict';
import { LiveComparison } from '../../../../../src/core/compare/live/liveComparison.ts';
import { liveStatus } from '../../../../../src/core/compare/live/liveStatus.ts';
import { sampleRef } from '../../../../../src/core/compare/live/sampleRef.ts';
import { atOnce } from '../../../../../src/core/steps.ts';

const ids = Array.from({ length: 20 }, (_, index) => ({ id: `c${index}` }));

/** A run in which every case gets worse: replies come in until enough is known, and some more behind. */
function cutRun(behind: number): LiveComparison {
  const comparison = new LiveComparison(['m'], ids, { stopsEarly: true });
  const take = (id: string) => {
    comparison.take(sampleRef(id, 'old', 0), new Map([['m', 1]]));
    comparison.take(sampleRef(id, 'new', 0), new Map([['m', 0]]));
  };
  let left = behind;
  for (const { id } of ids) {
    if (comparison.isCut && left-- <= 0) break;
    take(id);
  }
  return comparison;
}

const summaryOf = (comparison: LiveComparison) =>
  atOnce(
    liveStatus(comparison, {
      isRunning: false,
      nameOf: () => 'Tone',
      notes: [],
      isOtherParameters: false,
      callsFor: () => 1,
      costPerCall: null,
    }),
  ).summary;

describe('liveStatus', () => {
  it('says of a run that ended early how many replies came in behind its end', () => {
    const { done } = cutRun(0).progress;

    assert.ok(done < 18);
    assert.equal(summaryOf(cutRun(0)), `Tone got worse; stopped after ${done} of 20 cases.`);
    assert.equal(
      summaryOf(cutRun(2)),
      `Tone got worse; stopped after ${done} of 20 cases; 2 replies under way then are shown too.`,
    );
  });
});
