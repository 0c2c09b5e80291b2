import assert from 'node:assert/strict';
import { goodSamples } from '../../../../src/core/complaint/goodSamples.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { caseOf } from '../../../support/suites.ts';

async function goodOf(...runs: readonly ReturnType<typeof runOf>[]) {
  const store = new MemoryStore();
  for (const run of runs) await store.saveRun(run);
  const { prompt, suite } = runOf();
  const found = await goodSamples(store, { prompt, suite }, [caseOf('a'), caseOf('b')]);
  return found.map(({ caseId, replies }) => `${caseId}: ${replies.at(-1)?.text}`);
}

describe('Good samples', () => {
  it('are the replies that passed everything', async () => {
    const run = runOf({
      cases: [
        caseResultOf('a', {
          trials: [
            trialOf('fine', {
              scores: [scoreOf(true), scoreOf(true, { passed: null, status: 'skipped' })],
            }),
            trialOf('mixed', { scores: [scoreOf(true), scoreOf(false)] }),
            trialOf('unknown', { scores: [] }),
            trialOf('not scored', {
              scores: [scoreOf(true), scoreOf(true, { passed: null, status: 'failed' })],
            }),
          ],
        }),
      ],
    });

    assert.deepEqual(await goodOf(run), ['a: fine']);
  });

  it('count once where the same was said in several runs', async () => {
    const cases = [caseResultOf('b', { trials: [trialOf('fine')] })];

    assert.deepEqual(await goodOf(runOf({ id: '1', cases }), runOf({ id: '2', cases })), [
      'b: fine',
    ]);
  });

  it('are not those of cases that the suite no longer has', async () => {
    assert.deepEqual(await goodOf(runOf({ cases: [caseResultOf('gone')] })), []);
  });
});
