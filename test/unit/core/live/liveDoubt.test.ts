import assert from 'node:assert/strict';
import { markRun } from '../../../../src/core/compare/baselines.ts';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import { bad, day, edited, good, world } from '../../../support/liveWorld.ts';
import { promptOf } from '../../../support/suites.ts';

describe('Old samples that may not be of today', () => {
  it('does not blame the edit when the model moved', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.now += 8 * day;
    state.prompt = promptOf(`${good} Please.`);
    state.answer = (request) =>
      /question b\d/.test(request.messages.map(({ content }) => content).join(' ')) ? 'no' : 'yes';

    const { results } = await state.live.run(state.prompt.path);

    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'inconclusive');
    assert.equal(comparison?.live?.control?.cause, 'model');
    assert.match(
      comparison?.live?.notes.join(' ') ?? '',
      /The model moved, not your edit: .* passed 0 of 12 and this one 0 of 12/,
    );
  });

  it('runs the old version again when another build of the model answers', async () => {
    const state = world();
    state.fingerprint = 'build-1';
    await state.live.run(state.prompt.path);
    state.calls();
    state.fingerprint = 'build-2';
    state.prompt = promptOf(bad);

    const { results } = await state.live.run(state.prompt.path);

    const control = results[0]?.comparison?.live?.control;
    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    assert.equal(control?.cause, 'edit');
    assert.equal(control?.old.passed, control?.old.samples);
    assert.ok(state.calls().some((call) => call.startsWith('good b')));
  });

  it('answers "was it my edit?" with both versions side by side', async () => {
    const state = world();
    await edited(state);

    const { results } = await state.live.control(state.prompt.path);

    const comparison = results[0]?.comparison;
    assert.equal(comparison?.live?.control?.cause, 'edit');
    assert.match(comparison?.live?.notes.join(' ') ?? '', /It was the edit/);
  });

  it('runs the old version again when other model parameters were set meanwhile', async () => {
    const state = world();
    state.parameters = { temperature: 0.7, maxTokens: 50 };
    await state.live.run(state.prompt.path);
    state.calls();
    state.parameters = { temperature: 0, maxTokens: 50 };
    state.prompt = promptOf(bad);

    const { results } = await state.live.run(state.prompt.path);

    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'regressed');
    assert.equal(comparison?.live?.control?.cause, 'edit');
    assert.match(
      comparison?.live?.notes.join(' ') ?? '',
      /made with other model parameters \(temperature\), so the previous version is run again/,
    );
    assert.ok(state.calls().some((call) => call.startsWith('good b')));
  });

  it('lets no verdict rest on parameters that only the settings changed', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.parameters = { temperature: 2 };
    state.prompt = promptOf(`${good} Please.`);
    state.answer = ({ parameters }) => (parameters.temperature === 2 ? 'no' : 'yes');

    const { results } = await state.live.run(state.prompt.path);

    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'inconclusive');
    assert.equal(comparison?.live?.control?.cause, 'parameters');
    assert.match(
      comparison?.live?.notes.join(' ') ?? '',
      /Other model parameters made the difference, not your edit: .* passed 0 of 36/,
    );
  });

  it('takes parameters that the prompt file changed for the edit that is judged', async () => {
    const state = world();
    const read = async (temperature: number) => {
      const text = `---\ntemperature: ${temperature}\n---\nsystem:\n${good}\n`;
      const { value } = await readPrompt(
        { path: state.prompt.path, text },
        { readText: async () => '' },
      );
      return value ?? assert.fail();
    };
    state.prompt = await read(0);
    await state.live.run(state.prompt.path);
    state.prompt = await read(2);
    state.answer = ({ parameters }) => (parameters.temperature === 2 ? 'no' : 'yes');

    const { results } = await state.live.run(state.prompt.path);

    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    assert.deepEqual(results[0]?.comparison?.live?.notes, []);
  });

  it('doubts old samples of another endpoint', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.endpoint = 'fake http://127.0.0.2';
    state.prompt = promptOf(bad);

    const { results } = await state.live.run(state.prompt.path);

    assert.match(results[0]?.comparison?.live?.notes.join(' ') ?? '', /are of another model/);
  });

  it('runs a pinned version once more before a verdict, and not again for the next edit', async () => {
    const state = world();
    const [pinned] = (await state.live.run(state.prompt.path)).results;
    assert.ok(pinned);
    await markRun(state.store, 'pinned', pinned.run);
    state.prompt = promptOf(bad);
    state.calls();

    const first = (await state.live.run(state.prompt.path)).results[0]?.comparison;
    const firstCalls = state.calls();
    state.prompt = promptOf(`${bad} Really.`);
    const second = (await state.live.run(state.prompt.path)).results[0]?.comparison;

    assert.equal(first?.verdict, 'regressed');
    assert.match(first?.live?.notes[0] ?? '', /^The pinned version was chosen after its results/);
    assert.ok(firstCalls.some((call) => call.startsWith('good b')));
    assert.equal(second?.verdict, 'regressed');
    assert.ok(!state.calls().some((call) => call.startsWith('good')));
  });
});
