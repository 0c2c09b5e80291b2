import assert from 'node:assert/strict';
import { hashOf } from '../../../../src/core/hash.ts';
import { versionId } from '../../../../src/core/prompt/version.ts';
import { caseOrder } from '../../../../src/core/run/order.ts';
import { bad, step, steps, world } from '../../../support/liveWorld.ts';
import { promptOf } from '../../../support/suites.ts';

describe('What earlier versions showed of a case', () => {
  it('does not run a case again that was shaky before, and says so', async () => {
    const state = world();
    await steps(state, ['', 'c1~', '', 'c1~', '']);
    state.calls();

    const { results } = await step(state, 'c1 c2');

    const again = state.calls().filter((call) => !call.endsWith(' 0'));
    assert.ok(again.length > 0);
    assert.ok(
      again.every((call) => / c2 /.test(call)),
      again.join(),
    );
    const comparison = results[0]?.comparison;
    const note = "'c1' failed and was not run again, for it was shaky before: passed 3 of 5.";
    assert.deepEqual(comparison?.live?.notes, [note]);
    const item = comparison?.cases.find(({ id }) => id === 'c1');
    assert.match(item?.metrics[0]?.summary ?? '', /earlier versions passed it 3 of 5\./);
  });

  it('runs every failure again when somebody asks whether it was the edit', async () => {
    const state = world();
    await steps(state, ['', 'c1~', '', 'c1~', '', 'c1']);
    state.calls();

    await state.live.control(state.prompt.path);

    assert.ok(state.calls().some((call) => call.startsWith('good c1')));
  });

  it('runs a case again that versions fail and pass in turn, each of them for good', async () => {
    const state = world();
    await steps(state, ['', 'c1', '', 'c1', '']);
    state.calls();

    await step(state, 'c1');

    assert.ok(state.calls().some((call) => call.startsWith('good c1') && !call.endsWith(' 0')));
  });

  it('screens first what earlier versions passed most reliably', async () => {
    const state = world();
    await steps(state, ['c1 b3', 'c1', 'c1', '']);
    state.calls();

    await step(state, '');

    const order = state.calls().map((call) => call.split(' ')[1]);
    assert.equal(order.length, 12);
    assert.deepEqual(order.slice(-2), ['b3', 'c1']);
  });

  it('takes no order from samples that are compared', async () => {
    const state = world();
    state.answer = (request) =>
      request.messages.some(({ content }) => /c[1-4]$/.test(content)) ? 'no' : 'yes';
    await state.live.run(state.prompt.path);
    // Another version that sends the same requests: its samples are those of the first one.
    state.prompt = { ...state.prompt, defaults: { unused: 'x' } };
    await state.live.run(state.prompt.path);
    state.calls();
    state.prompt = promptOf(bad);

    await state.live.run(state.prompt.path);

    const order = state.calls().map((call) => call.split(' ')[1] ?? '');
    const seed = hashOf(['/w/a.metrics.yaml', versionId(state.prompt)]);
    assert.deepEqual(order.slice(0, 12), caseOrder(order.slice(0, 12), seed));
  });
});
