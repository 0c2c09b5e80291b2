import assert from 'node:assert/strict';
import {
  type EarlierVersions,
  earlierVersions,
} from '../../../../src/core/live/earlierVersions.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { summariseMetrics } from '../../../../src/core/results/summarise.ts';
import { atOnce } from '../../../../src/core/steps.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { metricOf } from '../../../support/suites.ts';

const metric = 'has-question';

/** A run at a moment; `+` a case that passed, `-` one that failed, `*` one whose trials disagree, ` ` one that is not in it. */
function run(version: string, startedAt: number, outcomes: string): RunResult {
  const cases = [...outcomes].flatMap((letter, i) => {
    const trial = (passed: boolean) => trialOf('x', { scores: [scoreOf(passed)] });
    const trials = letter === '*' ? [trial(true), trial(false)] : [trial(letter === '+')];
    return letter === ' ' ? [] : [caseResultOf(`case-${i}`, { trials })];
  });
  const id = `${version} at ${startedAt}`;
  const metrics = summariseMetrics([metricOf('question')], cases);
  return runOf({ id, promptVersion: version, startedAt, cases, metrics });
}

async function earlierThan(
  runs: readonly RunResult[],
  baseline = run('old', 100, '++'),
): Promise<EarlierVersions> {
  const store = new MemoryStore();
  for (const one of [...runs, baseline]) await store.saveRun(one);
  return earlierVersions({ baseline, current: 'new' }, store);
}

describe('earlierVersions', () => {
  it('gives what each version showed, oldest first', async () => {
    const earlier = await earlierThan([run('v1', 1, '+-'), run('v2', 2, '-*'), run('v3', 3, '+ ')]);

    assert.deepEqual(earlier.outcomes('case-0', metric), ['passed', 'failed', 'passed']);
    assert.deepEqual(earlier.outcomes('case-1', metric), ['failed', 'both']);
    const histories = atOnce(earlier.histories(['case-1', 'unknown'], [metric, 'another']));
    assert.deepEqual([...histories], [['case-1', { passes: 1, samples: 3 }]]);
  });

  it('takes the samples of a version once, however often it ran', async () => {
    const earlier = await earlierThan([run('v1', 1, '-'), run('v1', 2, '-'), run('v1', 3, '-')]);

    assert.deepEqual(earlier.outcomes('case-0', metric), ['failed']);
  });

  it('knows a version by all of its runs, also where the suite had other cases', async () => {
    const earlier = await earlierThan([run('v1', 1, '+-'), run('v1', 2, ' +')]);

    assert.deepEqual(earlier.outcomes('case-0', metric), ['passed']);
    assert.deepEqual(earlier.outcomes('case-1', metric), ['both']);
  });

  it('leaves out both compared versions, and all that ran after the old one began', async () => {
    const earlier = await earlierThan([
      run('new', 1, '-'),
      run('v1', 2, '+'),
      run('old', 50, '-'),
      run('v2', 60, '-'),
    ]);

    assert.deepEqual(earlier.outcomes('case-0', metric), ['passed']);
    assert.equal(earlier.since, 50);
  });

  it('looks at the ten newest versions', async () => {
    const earlier = await earlierThan(
      Array.from({ length: 15 }, (_, i) => run(`v${i}`, i, i < 5 ? '-' : '+')),
    );

    assert.deepEqual(earlier.outcomes('case-0', metric), new Array(10).fill('passed'));
  });

  it('is empty for the first two versions', async () => {
    const earlier = await earlierThan([]);

    assert.ok(earlier.isEmpty);
  });

  it('leaves out runs of other prompts of the suite', async () => {
    const earlier = await earlierThan([{ ...run('v1', 1, '-'), prompt: '/w/other.prompt.md' }]);

    assert.ok(earlier.isEmpty);
  });
});
