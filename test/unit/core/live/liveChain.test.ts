import assert from 'node:assert/strict';
import { markRun } from '../../../../src/core/compare/baselines.ts';
import { day, good, step, steps, world } from '../../../support/liveWorld.ts';
import { promptOf } from '../../../support/suites.ts';

describe('A chain of small drops', () => {
  it('sees a chain of small drops beside the accepted version', async () => {
    const state = world({}, { confirmRounds: 0 });
    const [accepted] = (await state.live.run(state.prompt.path)).results;
    assert.ok(accepted);
    await markRun(state.store, 'accepted', accepted.run);
    let broken = 0;
    state.answer = (request) => {
      const text = request.messages.map(({ content }) => content).join(' ');
      const position =
        Number(/question \w(\d)/.exec(text)?.[1]) + (/question c/.test(text) ? 4 : 0);
      return position <= broken ? 'no' : 'yes';
    };

    const found: number[] = [];
    for (const count of [2, 4, 7]) {
      broken = count;
      state.prompt = promptOf(`${good} Step ${broken}.`);
      const { results } = await state.live.run(state.prompt.path);
      assert.equal(results[0]?.comparison?.verdict, 'inconclusive');
      found.push(results[0]?.findings.filter(({ kind }) => kind === 'regression').length ?? 0);
    }

    assert.deepEqual(found, [0, 0, 1]);
    const [finding] = state.live.state(state.prompt.path)?.results[0]?.findings ?? [];
    assert.match(finding?.message ?? '', /Seen beside the accepted version/);
  });

  it('claims no chain of drops on old samples alone: the accepted version is run again', async () => {
    const state = world({}, { confirmRounds: 8 });
    const [accepted] = (await state.live.run(state.prompt.path)).results;
    assert.ok(accepted);
    await markRun(state.store, 'accepted', accepted.run);
    state.now += 8 * day;
    // The model moved: every version fails most cases now.
    state.answer = () => 'no';
    state.prompt = promptOf(`${good} Please.`);
    await state.live.run(state.prompt.path);
    state.prompt = promptOf(`${good} And again.`);

    const { results } = await state.live.run(state.prompt.path);

    assert.notEqual(results[0]?.sinceAccepted?.verdict, 'regressed');
    assert.equal(results[0]?.sinceAccepted?.live?.control?.cause, 'model');
    assert.deepEqual(
      results[0]?.findings.filter(({ kind }) => kind === 'regression'),
      [],
    );
  });

  it('sees a chain of drops beside an accepted version of weeks ago, on fresh samples', async () => {
    const live = { confirmRounds: 0 };
    const state = world({}, live);
    const [accepted] = (await state.live.run(state.prompt.path)).results;
    assert.ok(accepted);
    await markRun(state.store, 'accepted', accepted.run);
    state.now += 15 * day;
    // Without fresh samples no step shows its drop, so that each is compared with the one before.
    await steps(state, ['c1 c2 c3', 'c1 c2 c3 c4 c5']);
    live.confirmRounds = 8;
    const last = await step(state, 'c1 c2 c3 c4 c5 c6 c7');

    assert.equal(last.results[0]?.sinceAccepted?.verdict, 'regressed');
    assert.ok((last.results[0]?.sinceAccepted?.live?.control?.old.samples ?? 0) > 0);
  });
});
