import assert from 'node:assert/strict';
import { processTimes, workingTime } from '../../../../src/node/scoring/workingTime.ts';

const start = { wall: 100, processor: 50 };
const worked = (wall: number, processor: number) =>
  workingTime(start, { wall: start.wall + wall, processor: start.processor + processor });

describe('workingTime', () => {
  it('is the time that has passed where the process worked all the while', () => {
    assert.equal(worked(1000, 1000), 1000);
  });

  it('is no longer than what has passed where several threads worked', () => {
    assert.equal(worked(1000, 3000), 1000);
  });

  it('does not count time in which other programs had the processors', () => {
    assert.equal(worked(1000, 400), 400);
  });

  it('grows although nothing works, so that a thread that only waits is ended too', () => {
    assert.equal(worked(1000, 0), 200);
  });

  it('is of times that grow', () => {
    const since = processTimes();
    for (let i = 0; i < 1e6; i++) Math.sqrt(i);

    assert.ok(workingTime(since, processTimes()) > 0);
  });
});
