import assert from 'node:assert/strict';
import { EvalError } from '../../../../src/core/errors.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import { evaluate } from '../../../../src/core/run/evaluate.ts';
import { endedCall } from '../../../../src/vscode/models/endedCall.ts';
import { completion, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, promptOf, suiteOf } from '../../../support/suites.ts';

const late = () => new EvalError('model-timeout', 'Late.');
const hour = 3_600_000;
const open = () => ({ signal: new AbortController().signal, timeoutMs: hour, late });

/** Ends as VS Code does: a call that is cancelled gives what has come so far as a whole answer. */
const halfWhenStopped = (signal: AbortSignal) =>
  new Promise<string>((resolve) => {
    signal.addEventListener('abort', () => resolve('Half a'), { once: true });
  });

describe('endedCall', () => {
  it('gives the answer', async () => {
    assert.equal(await endedCall(async () => 'Yes.', open()), 'Yes.');
  });

  it('passes on what goes wrong', async () => {
    const call = endedCall(async () => Promise.reject(new Error('No.')), open());

    await assert.rejects(call, { message: 'No.' });
  });

  it('takes half an answer that comes with the stop for none', async () => {
    const controller = new AbortController();
    const call = endedCall(halfWhenStopped, { ...open(), signal: controller.signal });
    controller.abort();

    await assert.rejects(call, { code: 'aborted' });
  });

  it('ends with its signal where whoever answers takes no notice', async () => {
    const controller = new AbortController();
    const never = () => new Promise<string>(() => undefined);
    const call = endedCall(never, { ...open(), signal: controller.signal });
    controller.abort();

    await assert.rejects(call, { code: 'aborted' });
  });

  it('ends at its time limit, and stops what it waits for', async () => {
    let wasStopped = false;
    const call = endedCall(
      (signal) => {
        signal.addEventListener('abort', () => (wasStopped = true));
        return new Promise<string>(() => undefined);
      },
      { ...open(), timeoutMs: 1 },
    );

    await assert.rejects(call, { code: 'model-timeout' });
    assert.equal(wasStopped, true);
  });

  it('asks nothing after the stop', async () => {
    let isAsked = false;
    const ask = async () => (isAsked = true);

    await assert.rejects(endedCall(ask, { ...open(), signal: AbortSignal.abort() }), {
      code: 'aborted',
    });
    assert.equal(isAsked, false);
  });

  it('frees its place in the pool for the next run, which asks again', async () => {
    const controller = new AbortController();
    const answers = [
      () => {
        queueMicrotask(() => controller.abort());
        return new Promise<string>(() => undefined);
      },
      async () => 'Whole.',
    ];
    const model = new FakeModel((_, signal) =>
      endedCall(answers.shift() ?? (async () => ''), { ...open(), signal }).then(completion),
    );
    const context = { ports: fakePorts(), pool: new CallPool<never>(1) };
    const input = {
      ...{ prompt: promptOf('Be kind.'), suite: suiteOf(), cases: [caseOf('a')], model },
      ...{ parameters: {}, trials: 1, stages: ['real-time'] as const },
    };
    const run = async (signal: AbortSignal) => {
      for await (const event of evaluate(input, context, signal))
        if (event.type === 'finished') return event.run;
      return undefined;
    };

    const stopped = await run(controller.signal);
    const again = await run(new AbortController().signal);

    assert.equal(stopped?.status, 'stopped');
    assert.equal(again?.cases[0]?.trials[0]?.output, 'Whole.');
  });
});
