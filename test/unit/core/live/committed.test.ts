import assert from 'node:assert/strict';
import { committedPath, withCommitted } from '../../../../src/core/report/committedBaseline.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { bad, day, good, world } from '../../../support/liveWorld.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';
import { promptOf } from '../../../support/suites.ts';

/** What a colleague accepted and committed: the run of a prompt in another history. */
async function accepted(text: string): Promise<RunResult> {
  const state = world();
  state.prompt = promptOf(text);
  const { results } = await state.live.run(state.prompt.path);
  assert.ok(results[0]);
  return results[0].run;
}

/** A clone with that run beside its suite, its text in the commits, and an empty history. */
async function clone(run: RunResult, text: string) {
  const asked: string[] = [];
  const told: string[] = [];
  const path = committedPath(run.suite);
  const files = memoryFiles({ [path]: await withCommitted(memoryFiles({}), [run], path) });
  const git = {
    show: async (file: string) => {
      asked.push(file);
      return { text: good, commit: 'c'.repeat(40) };
    },
    textsOf: async function* () {
      yield good;
    },
    commitsWith: async () => new Map<string, string>(),
  };
  const state = world({}, {}, {}, { files, git, onTrouble: (message) => told.push(message) });
  state.prompt = promptOf(text);
  state.now += day;
  return { state, asked, told };
}

describe('A first save beside a committed baseline', () => {
  it('says what got worse, on fresh replies of both versions', async () => {
    const { state, asked } = await clone(await accepted(good), bad);

    const { results } = await state.live.run(state.prompt.path);

    const [result] = results;
    assert.equal(result?.comparison?.verdict, 'regressed');
    assert.equal(result?.baseline?.source, good);
    assert.match(
      result?.findings.find(({ kind }) => kind === 'regression')?.message ?? '',
      /got worse since the committed baseline: 8 of 12 passed now, 12 of 12 before/,
    );
    assert.ok(state.calls().some((call) => /^good b\d [1-9]/.test(call)));
    assert.deepEqual(asked, []);
  });

  it('says of the same text that nothing got worse', async () => {
    const { state } = await clone(await accepted(good), good);

    const { results } = await state.live.run(state.prompt.path);

    assert.notEqual(results[0]?.comparison?.verdict, 'regressed');
    assert.equal(results[0]?.baseline?.since, 'the committed baseline');
    assert.equal(results[0]?.baseline?.run.promptVersion, results[0]?.run.promptVersion);
    assert.equal(state.calls().length, 12);
  });

  it('claims nothing of the same text from a baseline that is more than a week old', async () => {
    const { state } = await clone(await accepted(good), good);
    state.now += 8 * day;
    state.answer = () => 'no';

    const { results } = await state.live.run(state.prompt.path);

    assert.equal(results[0]?.comparison?.verdict, 'inconclusive');
    assert.match(results[0]?.comparison?.notes?.join() ?? '', /no verdict rests on them/);
  });

  it('goes on beside the last commit where nobody has the text that it was made from', async () => {
    const { state, asked } = await clone(await accepted(`${good} Gone.`), bad);

    const { results } = await state.live.run(state.prompt.path);

    assert.equal(results[0]?.comparison?.baseline.label, 'the last commit');
    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    assert.equal(asked.length, 1);
  });

  it('goes on beside the last commit where the file is corrupt, and tells it once', async () => {
    const run = await accepted(good);
    const files = memoryFiles({ [committedPath(run.suite)]: '{' });
    const told: string[] = [];
    const git = {
      show: async () => ({ text: good, commit: 'c'.repeat(40) }),
      textsOf: async function* () {},
    };
    const state = world(
      {},
      {},
      {},
      {
        ...{ files, onTrouble: (message: string) => told.push(message) },
        git: { ...git },
      },
    );
    state.prompt = promptOf(bad);

    const { results, failure } = await state.live.run(state.prompt.path);
    await state.live.run(state.prompt.path);

    assert.equal(failure, undefined);
    assert.equal(results[0]?.comparison?.baseline.label, 'the last commit');
    assert.equal(told.length, 1);
    assert.match(told.join(), /a\.baseline\.json is no report.*until it is mended or deleted\.$/s);
  });

  it('goes on beside the last commit where the file is too large for a save, and says what to do', async () => {
    const run = await accepted(good);
    const [first] = run.cases;
    assert.ok(first?.trials[0]);
    const long = { ...first.trials[0], output: 'x'.repeat(5 * 1024 * 1024), replies: [] };
    const { state, told } = await clone({ ...run, cases: [{ ...first, trials: [long] }] }, bad);

    const { results } = await state.live.run(state.prompt.path);

    assert.equal(results[0]?.comparison?.baseline.label, 'the last commit');
    assert.match(told.join(), /a\.baseline\.json has more than 4 MiB.*Accept fewer cases/);
  });

  it('comes back after a restart without a call', async () => {
    const { state } = await clone(await accepted(good), bad);
    const before = await state.live.run(state.prompt.path);
    state.calls();
    state.live.forget(state.prompt.path);

    await state.live.restore(state.prompt.path);

    const [result] = state.live.state(state.prompt.path)?.results ?? [];
    assert.equal(result?.comparison?.verdict, before.results[0]?.comparison?.verdict);
    assert.equal(result?.baseline?.since, 'the committed baseline');
    assert.deepEqual(state.calls(), []);
  });
});
