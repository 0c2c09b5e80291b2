import assert from 'node:assert/strict';
import { bad, edited, good, world } from '../../../support/liveWorld.ts';
import { metricOf, promptOf } from '../../../support/suites.ts';

describe('A run against an older version', () => {
  it('confirms failures on fresh samples of both versions until they are known to be worse', async () => {
    const state = world();

    const { results } = await edited(state);

    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'regressed');
    assert.match(comparison?.metrics[0]?.summary ?? '', /Failed again on re-run: 4 of 4 cases\./);
    const calls = state.calls();
    assert.equal(calls.filter((call) => call.endsWith(' 0')).length, 12);
    const again = calls.filter((call) => !call.endsWith(' 0'));
    assert.ok(
      again.every((call) => / b\d /.test(call)),
      again.join(),
    );
    assert.ok(again.some((call) => call.startsWith('good')));
    assert.ok(again.length <= 16, `${again.length} further calls`);
  });

  it('keeps rates to the first samples', async () => {
    const { results } = await edited(world());

    const [result] = results;
    assert.equal(result?.run.metrics[0]?.scored, 12);
    assert.equal(result?.run.metrics[0]?.passed, 8);
    assert.equal(result?.comparison?.metrics[0]?.old, 1);
    assert.ok((result?.run.cases[0]?.trials.length ?? 0) > 1);
  });

  it('shows the verdict while the run still goes on, and never takes it back', async () => {
    const state = world();

    await edited(state);

    const verdicts = state.states.flatMap(({ running, results }) => {
      const shown = running?.early ?? (running === undefined ? results[0] : undefined);
      return shown?.comparison ? [shown.comparison.verdict] : [];
    });
    const first = verdicts.indexOf('regressed');
    assert.ok(first >= 0);
    assert.ok(verdicts.slice(first).every((verdict) => verdict === 'regressed'));
  });

  it('says nothing of better or worse while nothing is shown', async () => {
    const state = world({ metrics: [metricOf('yes')] });
    const texts: string[] = [];
    state.live.onDidChange(({ running }) => {
      const comparison = running?.early?.comparison;
      if (comparison?.verdict !== 'inconclusive') return;
      texts.push(comparison.live?.summary ?? '', ...comparison.metrics.map((m) => m.summary));
    });

    await edited(state);

    assert.ok(texts.length > 0);
    assert.ok(!texts.some((text) => /worse|better|drop|->/.test(text)), texts.join('\n'));
    assert.ok(texts.some((text) => /flips?, .* expected by chance/.test(text)));
  });

  it('asks nothing when the edit is undone', async () => {
    const state = world();
    await edited(state);
    state.calls();
    state.prompt = promptOf(good);

    const { results } = await state.live.run(state.prompt.path);

    assert.deepEqual(state.calls(), []);
    assert.equal(results[0]?.comparison?.verdict, 'improved');
    assert.equal(results[0]?.findings.length, 0);
  });

  it('takes stored old samples first', async () => {
    const state = world();
    await edited(state);
    state.prompt = promptOf(`${bad} Really.`);
    await state.live.run(state.prompt.path);
    state.calls();
    state.prompt = promptOf(bad);

    await state.live.run(state.prompt.path);

    assert.deepEqual(state.calls(), []);
  });

  it('runs all trials that a suite asks for, and judges them at once', async () => {
    const state = world({ trials: 3 });

    const { results } = await edited(state);

    assert.equal(state.calls().length, 36);
    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    assert.equal(results[0]?.comparison?.live?.resolve, undefined);
  });

  it('re-runs nothing when confirmation is switched off, and offers Resolve with its price', async () => {
    const state = world({}, { confirmRounds: 0 });

    const { results } = await edited(state);

    assert.equal(state.calls().length, 12);
    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'inconclusive');
    assert.deepEqual(comparison?.live?.resolve?.calls, 48);
    assert.ok(Math.abs((comparison?.live?.resolve?.cost ?? 0) - 0.048) < 1e-9);
    assert.ok((comparison?.live?.resolve?.detects ?? 0) > 0);
  });

  it('completes every case to three samples on Resolve', async () => {
    const state = world({}, { confirmRounds: 0 });
    await edited(state);
    state.calls();

    const { results } = await state.live.resolve(state.prompt.path);

    assert.equal(state.calls().length, 48);
    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'regressed');
    assert.equal(comparison?.live?.resolve, undefined);
    assert.equal(results[0]?.run.trials, 3);
  });

  it('does not ask for what Resolve asked before', async () => {
    const state = world({}, { confirmRounds: 0 });
    await edited(state);
    await state.live.resolve(state.prompt.path);
    state.calls();

    await state.live.resolve(state.prompt.path);

    assert.deepEqual(state.calls(), []);
  });

  it('stops at the budget and keeps what is known', async () => {
    const state = world({}, {}, { perRun: 0.0145 });

    const { results } = await edited(state);

    assert.equal(state.calls().length, 14);
    assert.equal(results[0]?.run.status, 'stopped');
    assert.equal(results[0]?.comparison?.verdict, 'inconclusive');
    assert.equal(results[0]?.run.metrics[0]?.passed, 8);
  });
});
