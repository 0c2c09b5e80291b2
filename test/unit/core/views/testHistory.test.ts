import assert from 'node:assert/strict';
import { outcomesOf } from '../../../../src/core/health/outcomes.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { readTestHistory, testHistory } from '../../../../src/core/views/testHistory.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';

const key = { metric: 'has-question', caseId: 'a' };
const passing = (text: string) => trialOf(text, { scores: [scoreOf(true)] });
const failing = (text: string) => trialOf(text, { scores: [scoreOf(false)] });

/** A run of a version with these trials of the case 'a'; higher numbers are newer. */
function version(n: number, ...trials: readonly ReturnType<typeof trialOf>[]): RunResult {
  return runOf({
    ...{ id: `run-${n}`, promptVersion: `version-${n}`, startedAt: n * 60_000 },
    cases: [caseResultOf('a', { trials: [...trials] })],
  });
}

async function historyBefore(shown: RunResult, ...runs: readonly RunResult[]) {
  const store = new MemoryStore();
  for (const run of [shown, ...runs]) await store.saveRun(run);
  return (await readTestHistory(shown, store))(key);
}

describe('readTestHistory', () => {
  it('tells of the versions before, newest first, with the reply that decided', async () => {
    const found = await historyBefore(
      version(9, failing('now')),
      version(1, failing('no')),
      version(2, passing('yes')),
      version(3, passing('good'), failing('bad')),
    );

    assert.deepEqual(
      found.map(({ promptVersion, status, output }) => [promptVersion, status, output]),
      [
        ['version-3', 'both', 'bad'],
        ['version-2', 'passed', 'yes'],
        ['version-1', 'failed', 'no'],
      ],
    );
  });

  it('leaves out the shown version, and what ran after it', async () => {
    const again = { ...version(2, passing('x')), promptVersion: 'version-5' };

    assert.deepEqual(
      await historyBefore(version(5, failing('now')), version(6, passing('x')), again),
      [],
    );
  });

  it('says nothing of a version that has no score of the test', async () => {
    const skipped = scoreOf(true, { status: 'skipped', passed: null, value: null });

    assert.deepEqual(
      await historyBefore(
        version(5, failing('x')),
        version(1, trialOf('x', { scores: [skipped] })),
      ),
      [],
    );
  });

  it('reads five versions, and the replies of three of them', async () => {
    const older = [1, 2, 3, 4, 5, 6, 7].map((n) => version(n, passing(`reply ${n}`)));

    const found = await historyBefore(version(9, failing('now')), ...older);

    assert.deepEqual(
      found.map(({ output }) => output),
      ['reply 7', 'reply 6', 'reply 5', undefined, undefined],
    );
  });

  it('does not read the replies of a large run', async () => {
    const many = Array.from({ length: 501 }, () => passing('x'));

    const [found] = await historyBefore(version(5, failing('now')), version(1, ...many));

    assert.equal(found?.status, 'passed');
    assert.equal(found?.output, undefined);
  });
});

describe('testHistory', () => {
  it('has nothing for a test that is no pair of metric and case, or is unknown', () => {
    const history = testHistory([outcomesOf(version(1, passing('x')))], []);

    assert.deepEqual(history({ metric: 'has-question' }), []);
    assert.deepEqual(history({ metric: 'other', caseId: 'a' }), []);
    assert.deepEqual(history({ metric: 'has-question', caseId: 'z' }), []);
    assert.equal(history(key).length, 1);
  });
});
