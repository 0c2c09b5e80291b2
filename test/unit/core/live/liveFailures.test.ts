import assert from 'node:assert/strict';
import { EvalError } from '../../../../src/core/errors.ts';
import { bad, good, obedient, world } from '../../../support/liveWorld.ts';
import { promptOf } from '../../../support/suites.ts';

describe('Fresh calls that do not come back', () => {
  it('does not take a case for worse whose fresh calls fail', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.prompt = promptOf(bad);
    state.answer = (request) => {
      if (request.trial > 0) throw new EvalError('model-bad-request', 'No.');
      return obedient(request);
    };

    const { results } = await state.live.run(state.prompt.path);

    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'inconclusive');
    assert.equal(comparison?.live?.flips, 4);
    assert.equal(comparison?.cases.find(({ id }) => id === 'b1')?.metrics[0]?.label, 'flipped');
    assert.equal(results[0]?.run.metrics[0]?.scored, 12);
  });

  it('needs only some of the fresh calls to come back', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.prompt = promptOf(bad);
    state.answer = (request) => {
      const isLost = request.messages.some(({ content }) => /question b[12]$/.test(content));
      if (request.trial > 0 && isLost) throw new EvalError('model-bad-request', 'No.');
      return obedient(request);
    };

    const { results } = await state.live.run(state.prompt.path);

    assert.equal(results[0]?.comparison?.verdict, 'regressed');
  });

  it('keeps what was drawn when it is stopped while failures are run again', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.prompt = promptOf(bad);
    state.answer = (request) => {
      if (request.trial > 0) state.live.stop(state.prompt.path);
      return obedient(request);
    };
    const stopped = await state.live.run(state.prompt.path);
    state.answer = obedient;
    state.calls();

    const { results } = await state.live.run(state.prompt.path);

    assert.equal(stopped.results[0]?.run.status, 'stopped');
    assert.equal(stopped.results[0]?.comparison?.verdict, 'inconclusive');
    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    assert.ok(!state.calls().some((call) => call.endsWith(' 0')), 'the screen is not asked again');
  });

  it('goes on where calls fail, and counts them as missing, never as failed', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.prompt = promptOf(`${good} Please.`);
    state.answer = (request) => {
      if (/question c/.test(request.messages.map(({ content }) => content).join(' '))) {
        throw new EvalError('model-bad-request', 'No.');
      }
      return 'yes';
    };

    const { results } = await state.live.run(state.prompt.path);

    assert.equal(results[0]?.comparison?.verdict, 'inconclusive');
    assert.equal(results[0]?.comparison?.metrics[0]?.pairs, 4);
  });
});
