import assert from 'node:assert/strict';
import { markRun, unmark } from '../../../../src/core/compare/baselines.ts';
import { storedBaseline } from '../../../../src/core/live/baselines.ts';
import { LivePrompts, type PromptState } from '../../../../src/core/live/livePrompts.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import { completion, FakeLog, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { step, type World, world } from '../../../support/liveWorld.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

/** Three versions, of which the last one was found to be worse. */
async function worse(own: Parameters<typeof world>[1] = {}): Promise<World> {
  const state = world({}, own);
  await step(state, 'c8');
  await step(state, '');
  await step(state, 'b1 b2');
  return state;
}

const now = (state: World) => state.live.state(state.prompt.path);
const result = (state: World) => now(state)?.results[0] ?? assert.fail('no result');

async function runBefore(state: World, at: number): Promise<RunResult> {
  const runs = await state.store.runs({ prompt: state.prompt.path, limit: 9 });
  return runs[at] ?? assert.fail('no run');
}

async function putBeside(state: World, run: RunResult): Promise<boolean> {
  const baseline = await storedBaseline(run, state);
  return state.live.compareWith(state.prompt.path, result(state).run, baseline);
}

describe('A result that is put beside another run', () => {
  it('is as it was reached once its own baseline is chosen again', async () => {
    const state = await worse();
    const reached = result(state);
    assert.equal(reached.comparison?.verdict, 'regressed');

    assert.ok(await putBeside(state, await runBefore(state, 2)));
    assert.notEqual(result(state).baseline?.run.id, reached.baseline?.run.id);
    assert.ok(await state.live.compareByDefault(state.prompt.path, reached.run));

    assert.equal(result(state), reached);
  });

  it('keeps its name where the same run is chosen by its time', async () => {
    const state = await worse();
    const reached = result(state);

    await putBeside(state, await runBefore(state, 1));

    assert.equal(result(state).baseline?.name, 'Previous version');
    assert.equal(result(state).comparison, reached.comparison);
  });

  it('keeps all but the name where the same run is chosen by another name', async () => {
    const state = await worse();
    const { run, baseline, comparison, findings } = result(state);
    const same = await storedBaseline(await runBefore(state, 1), state);

    const as = { ...same, name: 'Last commit', isAtCommit: true };
    await state.live.compareWith(state.prompt.path, run, as);

    const shown = result(state);
    assert.equal(shown.baseline?.run, baseline?.run);
    assert.equal(shown.baseline?.name, 'Last commit');
    assert.equal(shown.baseline?.isAtCommit, true);
    assert.deepEqual(shown.comparison?.metrics, comparison?.metrics);
    assert.equal(shown.findings, findings);
  });

  it('is no longer told to be since what it was compared with, once it has another name', async () => {
    const state = world();
    await step(state, '');
    await step(state, 'c8');
    await step(state, 'c8');
    assert.equal(result(state).baseline?.since, 'the last good version');
    const same = await storedBaseline(await runBefore(state, 2), state);

    const named = { ...same, name: 'Last commit', since: 'the last commit' };
    await state.live.compareWith(state.prompt.path, result(state).run, named);

    assert.equal(result(state).baseline?.since, 'the last commit');
  });

  it('is as it was reached after a pin that was taken back', async () => {
    const state = await worse();
    const reached = result(state);
    const first = await runBefore(state, 2);

    await markRun(state.store, 'pinned', first);
    await state.live.compareByDefault(state.prompt.path, first);
    assert.equal(result(state).baseline?.run.id, first.id);
    await unmark(state.store, 'pinned', first);
    await state.live.compareByDefault(state.prompt.path, first);

    assert.equal(result(state), reached);
  });

  it('is compared as the settings say', async () => {
    const verdictAt = async (alpha: number) => {
      const state = await worse({ alpha });
      await putBeside(state, await runBefore(state, 2));
      return result(state).comparison?.verdict;
    };

    assert.equal(await verdictAt(0.0001), 'inconclusive');
    assert.equal(await verdictAt(0.9), 'regressed');
  });

  it('stays as it is where a newer run took its place, or nobody wants it any more', async () => {
    const state = await worse();
    const first = await runBefore(state, 2);
    const baseline = await storedBaseline(first, state);
    const before = now(state);
    const stopped = AbortSignal.abort();
    const { path } = state.prompt;

    assert.equal(await state.live.compareWith(path, { id: 'earlier' }, baseline), false);
    assert.equal(await state.live.compareWith(path, result(state).run, baseline, stopped), false);

    assert.equal(now(state), before);
  });

  it('leaves the results of other suites alone', async () => {
    const prompt = promptOf('Be kind.');
    const suites = ['a', 'b'].map((name) => ({
      ...suiteOf({ metrics: [metricOf('yes')] }),
      path: `/w/${name}.metrics.yaml`,
    }));
    const model = new FakeModel(async () => completion('yes'));
    const context = {
      ports: fakePorts({ models: { open: async () => model } }),
      pool: new CallPool<StoredCompletion>(4),
    };
    const live = new LivePrompts({
      load: async () => ({
        targets: suites.map((suite) => ({ prompt, suite, cases: [caseOf('a')] })),
        problems: [],
      }),
      context: async () => context,
      log: new FakeLog(),
      settings: () => ({ fallback: {}, budget: {}, stages: ['real-time'] }),
      confirm: async () => true,
    });
    const { results }: PromptState = await live.run(prompt.path);
    const [a, b] = results;
    assert.ok(a && b);
    const other = { run: { ...a.run, id: 'other', promptVersion: 'v0' }, label: 'another one' };

    await live.compareWith(prompt.path, a.run, other);

    const [first, second] = live.state(prompt.path)?.results ?? [];
    assert.equal(first?.baseline?.run.id, 'other');
    assert.equal(second, b);
  });
});
