import assert from 'node:assert/strict';
import { isOtherModel, issuesBack, issuesBackText } from '../../../../src/core/live/issuesBack.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { caseResultOf, replyOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { metricOf } from '../../../support/suites.ts';

const issue = 'https://tracker.example/4711';
const metric = metricOf('question', { issue });

/** A run whose cases passed or not; `x` trials disagree. */
function run(id: string, letters: string, own: Partial<RunResult> = {}): RunResult {
  const cases = [...letters].map((letter, index) =>
    caseResultOf(`c${index}`, {
      trials: (letter === 'x' ? [true, false] : [letter === 'p']).map((passed, trial) =>
        trialOf('x', { trial, scores: [scoreOf(passed)] }),
      ),
    }),
  );
  return runOf({ id, cases, ...own });
}

const model = (name: string) => ({ provider: 'openai', name, isSimulated: false });

async function found(before: RunResult | undefined, now: RunResult, metrics = [metric]) {
  const store = new MemoryStore();
  if (before !== undefined) await store.saveRun(before);
  await store.saveRun(now);
  return issuesBack(now, { metrics }, [], store);
}

const old = run('old', 'pppp', { model: model('m-1'), startedAt: 1 });

describe('Issues that another model brings back', () => {
  it('are metrics of an issue that fail where they passed', async () => {
    const back = await found(old, run('new', 'pfxp', { model: model('m-2'), startedAt: 2 }));

    assert.deepEqual(
      back?.issues.map((one) => [one.metric.id, one.cases, one.of, one.issue]),
      [['has-question', ['c1', 'c2'], 4, issue]],
    );
    assert.equal(back?.before.id, 'old');
    assert.equal(
      back && issuesBackText(back),
      "A user's issue may be back: “Says question” fails on 2 of 4 cases with m-2, where it passed with m-1.",
    );
  });

  const none: readonly (readonly [string, RunResult | undefined, RunResult])[] = [
    ['the model is the same', old, run('new', 'ffff', { model: model('m-1'), startedAt: 2 })],
    ['nothing fails', old, run('new', 'pppp', { model: model('m-2'), startedAt: 2 })],
    [
      'the case has failed before',
      run('old', 'fxpp', { model: model('m-1'), startedAt: 1 }),
      run('new', 'fxpp', { model: model('m-2'), startedAt: 2 }),
    ],
    ['it was never run before', undefined, run('new', 'ffff', { startedAt: 2 })],
    [
      'the version before was another',
      old,
      run('new', 'ffff', { model: model('m-2'), startedAt: 2, promptVersion: 'v2' }),
    ],
  ];
  for (const [what, before, now] of none)
    it(`are none where ${what}`, async () => {
      assert.equal(await found(before, now), undefined);
    });

  it('are none of a metric that names no issue', async () => {
    const now = run('new', 'ffff', { model: model('m-2'), startedAt: 2 });

    assert.equal(await found(old, now, [metricOf('question')]), undefined);
  });
});

describe('Another model', () => {
  const answering = (own: Parameters<typeof replyOf>[1]) =>
    runOf({
      cases: [caseResultOf('a', { trials: [trialOf('x', { replies: [replyOf('x', own)] })] })],
    });
  const rows: readonly (readonly [string, RunResult, RunResult, boolean])[] = [
    ['is told by its name', runOf({ model: model('a') }), runOf({ model: model('b') }), true],
    [
      'is told by what the server calls it',
      answering({ model: 'm-2026-01' }),
      answering({ model: 'm-2026-09' }),
      true,
    ],
    [
      'is told by the fingerprint',
      answering({ fingerprint: 'a' }),
      answering({ fingerprint: 'b' }),
      true,
    ],
    [
      'is not presumed where the server says nothing',
      answering({ model: 'm' }),
      answering({}),
      false,
    ],
    ['is not the same one again', answering({ model: 'm' }), answering({ model: 'm' }), false],
  ];
  for (const [what, before, now, is] of rows)
    it(what, () => assert.equal(isOtherModel(before, now), is));
});
