import assert from 'node:assert/strict';
import { EvalError, isEvalError } from '../../../../src/core/errors.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import {
  type EvaluationContext,
  type EvaluationInput,
  evaluate,
} from '../../../../src/core/run/evaluate.ts';
import { type Answer, ModelCalls } from '../../../../src/core/run/modelCalls.ts';
import { dayOf, openSpending } from '../../../../src/core/run/spending.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { completion, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, promptOf, suiteOf } from '../../../support/suites.ts';

const day = dayOf(Date.UTC(2026, 10, 24));
const threeCases = ['a', 'b', 'c'].map((id) => caseOf(id));

/** A model that answers when it is let go. */
class HeldModel extends FakeModel {
  private readonly held: (() => void)[] = [];
  constructor() {
    super(async () => {
      await new Promise<void>((resolve) => this.held.push(resolve));
      return completion('x');
    });
  }
  /** Until so many calls are under way. */
  async holds(calls: number): Promise<void> {
    while (this.held.length < calls) await new Promise((resolve) => setImmediate(resolve));
  }
  letGo(): void {
    for (const go of this.held.splice(0)) go();
  }
}

function started(
  model: FakeModel,
  context: EvaluationContext,
  signal: AbortSignal,
  own: Partial<EvaluationInput> = {},
): Promise<RunResult> {
  const input: EvaluationInput = {
    ...{ prompt: promptOf('Be kind.'), suite: suiteOf(), cases: threeCases, model, parameters: {} },
    ...{ trials: 1, stages: ['real-time'], ...own },
  };
  const drive = async () => {
    for await (const event of evaluate(input, context, signal))
      if (event.type === 'finished') return event.run;
    throw new Error('It did not finish.');
  };
  return drive();
}

describe('Spending of runs', () => {
  const never = new AbortController().signal;

  it('counts calls of a run that is replaced in the one that takes their answers', async () => {
    const context = { ports: fakePorts(), pool: new CallPool<Answer>(4) };
    const model = new HeldModel();
    const stop = new AbortController();
    const first = started(model, context, stop.signal);
    await model.holds(3);
    const second = started(model, context, never, { onClaimed: () => stop.abort() });
    const replaced = await first;
    model.letGo();

    const { usage } = await second;

    assert.equal(model.asked.length, 3);
    assert.deepEqual([replaced.usage.requests, replaced.usage.cost], [0, 0]);
    assert.deepEqual([usage.requests, usage.cached], [3, 0]);
    assert.ok(Math.abs((usage.cost ?? 0) - 0.003) < 1e-9);
    assert.ok(Math.abs((await context.ports.store.spent(day)) - 0.003) < 1e-9);
  });

  it('counts an answer that two runs take once', async () => {
    const context = { ports: fakePorts(), pool: new CallPool<Answer>(4) };
    const model = new HeldModel();
    const first = started(model, context, never);
    await model.holds(3);
    const second = started(model, context, never);
    await new Promise((resolve) => setImmediate(resolve));
    model.letGo();

    const runs = await Promise.all([first, second]);

    assert.equal(model.asked.length, 3);
    assert.equal(runs[0].usage.requests + runs[1].usage.requests, 3);
  });

  it('makes what waits within the limits of the run that wants it, not of the one it replaces', async () => {
    const context = { ports: fakePorts(), pool: new CallPool<Answer>(1) };
    const model = new HeldModel();
    const stop = new AbortController();
    const first = started(model, context, stop.signal, { budget: { calls: 1 } });
    await model.holds(1);
    const second = started(model, context, never, { onClaimed: () => stop.abort() });
    await first;
    for (let call = 0; call < 3; call++) {
      await model.holds(1);
      model.letGo();
    }

    const { status, usage } = await second;

    assert.equal(status, 'complete');
    assert.equal(usage.requests, 3);
  });

  it('counts what it takes over towards its own limit', async () => {
    const context = { ports: fakePorts(), pool: new CallPool<Answer>(1) };
    const model = new HeldModel();
    const stop = new AbortController();
    const first = started(model, context, stop.signal);
    await model.holds(1);
    const budget = { perRun: 0.0015 };
    const second = started(model, context, never, { onClaimed: () => stop.abort(), budget });
    await first;
    model.letGo();

    const { status, usage } = await second;

    assert.equal(status, 'stopped');
    assert.equal(usage.requests, 1);
    assert.equal(model.asked.length, 1);
  });

  it('books a call as soon as it is answered, not at the end of the run', async () => {
    const ports = fakePorts();
    const booked: number[] = [];
    const model = new FakeModel(async () => {
      booked.push(await ports.store.spent(day));
      return completion('x');
    });

    await started(model, { ports, pool: new CallPool<Answer>(1) }, never);

    assert.deepEqual(
      booked.map((dollars) => Math.round(dollars * 1000)),
      [0, 1, 2],
    );
  });

  it('books the known prices of a run in which another price is unknown', async () => {
    const unknown = { inputTokens: 1, outputTokens: 7 };
    const cost = (_: unknown, usage: { outputTokens: number }) =>
      usage.outputTokens === unknown.outputTokens ? null : 0.001;
    const ports = fakePorts({ pricing: { cost } });
    const model = new FakeModel(async () => ({
      ...completion('x'),
      ...(model.asked.length === 2 && { usage: unknown }),
    }));

    const { usage } = await started(model, { ports, pool: new CallPool<Answer>(1) }, never);

    assert.equal(usage.cost, null);
    assert.ok(Math.abs((await ports.store.spent(day)) - 0.002) < 1e-9);
  });

  it('keeps runs that begin together within one limit of the day', async () => {
    const ports = fakePorts();
    const model = new FakeModel();
    const run = (text: string) =>
      started(model, { ports, pool: new CallPool<Answer>(4) }, never, {
        ...{ prompt: promptOf(text), budget: { perDay: 0.0045, perRun: 0.003 } },
      });

    const runs = await Promise.all([run('One.'), run('Two.'), run('Three.')]);

    assert.equal(model.asked.length, 4);
    assert.equal(
      runs.some(({ status }) => status === 'stopped'),
      true,
    );
  });

  it('sees what another process spends on the day while a run goes on', async () => {
    let now = Date.UTC(2026, 10, 24);
    const clock = { now: () => now, elapsed: () => now, delay: async () => undefined };
    const ports = fakePorts({ clock });
    const model = new FakeModel(async () => {
      now += 10_000;
      await ports.store.addSpend(day, 5);
      return completion('x');
    });

    const result = await started(model, { ports, pool: new CallPool<Answer>(1) }, never, {
      budget: { perDay: 5 },
    });

    assert.equal(result.status, 'stopped');
    assert.ok(model.asked.length < 3);
  });
});

describe('ModelCalls with a limit on calls', () => {
  const request = {
    ...{ endpoint: 'e', model: 'm', parameters: {}, tools: [] },
    messages: [{ role: 'user', content: 'hello' } as const],
  };

  async function callsWithin(calls: number) {
    const store = new MemoryStore();
    const ports = fakePorts({ store });
    const spending = await openSpending({ calls }, 0, store);
    const pool = new CallPool<Answer>(2);
    const { signal } = new AbortController();
    return new ModelCalls({ ports, pool, spending, isAllowed: true, signal });
  }

  it('counts every attempt', async () => {
    const calls = await callsWithin(3);
    const model = new FakeModel(async () => {
      throw new EvalError('model-server-error', 'Broken.');
    });

    await assert.rejects(calls.ask(model, { ...request, trial: 0 }), (error) =>
      isEvalError(error, 'budget-exceeded'),
    );

    assert.equal(model.asked.length, 3);
  });

  it('counts calls that failed', async () => {
    const calls = await callsWithin(1);
    const model = new FakeModel(async () => {
      throw new EvalError('model-bad-request', 'No.');
    });
    await assert.rejects(calls.ask(model, { ...request, trial: 0 }));

    await assert.rejects(calls.ask(model, { ...request, trial: 1 }), (error) =>
      isEvalError(error, 'budget-exceeded'),
    );

    assert.equal(model.asked.length, 1);
  });

  it('does not count a call that is known to be refused and not sent', async () => {
    const calls = await callsWithin(1);
    const refusal = new EvalError('model-bad-request', 'No.');
    const model = new FakeModel();
    const { info, endpoint, answersByCase } = model;
    const asked = {
      ...{ info, endpoint, answersByCase, refusal: () => refusal },
      complete: model.complete.bind(model),
    };
    await assert.rejects(calls.ask(asked, { ...request, trial: 0 }));

    await calls.ask(model, { ...request, trial: 1 });

    assert.equal(model.asked.length, 1);
  });
});
