import assert from 'node:assert/strict';
import { EvalError } from '../../../../src/core/errors.ts';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { scoreSample } from '../../../../src/core/metrics/scoreSample.ts';
import type { Ports, ScoringTask } from '../../../../src/core/ports.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import { type EvaluationInput, evaluate } from '../../../../src/core/run/evaluate.ts';
import type { RunEvent } from '../../../../src/core/run/events.ts';
import { completion, echo, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

function input(model: FakeModel, own: Partial<EvaluationInput> = {}): EvaluationInput {
  return {
    prompt: promptOf('Be kind.'),
    suite: suiteOf(),
    cases: [caseOf('a'), caseOf('b')],
    model,
    parameters: {},
    trials: 1,
    stages: ['real-time'],
    ...own,
  };
}

async function run(
  given: EvaluationInput,
  ports: Ports,
  signal: AbortSignal = new AbortController().signal,
  onEvent: (event: RunEvent) => void = () => undefined,
): Promise<RunResult> {
  const context = { ports, pool: new CallPool<StoredCompletion>(4) };
  let result: RunResult | undefined;
  for await (const event of evaluate(given, context, signal)) {
    onEvent(event);
    if (event.type === 'finished') result = event.run;
  }
  assert.ok(result);
  return result;
}

describe('evaluate', () => {
  it('scores a reply to every case', async () => {
    const result = await run(input(new FakeModel()), fakePorts());

    assert.equal(result.metrics[0]?.passed, 2);
    assert.deepEqual(
      result.cases.map((item) => item.id),
      ['a', 'b'],
    );
    assert.equal(result.status, 'complete');
  });

  it('asks nothing that is stored', async () => {
    const ports = fakePorts();
    await run(input(new FakeModel()), ports);
    const again = new FakeModel();

    const result = await run(input(again), ports);

    assert.equal(again.asked.length, 0);
    assert.equal(result.usage.cached, 2);
    assert.equal(result.cases[0]?.trials[0]?.replies[0]?.latencyMs, null);
  });

  it('does not pay for what another process was answered while the call waited for its turn', async () => {
    const ports = fakePorts();
    const cases = Array.from({ length: 6 }, (_, index) => caseOf(`c${index}`));
    const other = new FakeModel();
    const both = { cases, suite: suiteOf() };
    // The pool lets 4 calls run at once: the others wait until the other process has all answers.
    let others: Promise<RunResult> | undefined;
    const model = new FakeModel(async (request) => {
      others ??= run(input(other, both), ports);
      await others;
      return echo(request);
    });

    const result = await run(input(model, both), ports);

    assert.equal(other.asked.length, 6);
    assert.equal(model.asked.length, 4);
    assert.equal(result.usage.requests, 4);
    assert.equal(result.usage.cached, 2);
    const latencies = result.cases.flatMap(({ trials }) =>
      trials.flatMap(({ replies }) => replies.map(({ latencyMs }) => latencyMs)),
    );
    assert.equal(latencies.filter((latencyMs) => latencyMs === null).length, 2);
  });

  it('asks again for what another process was answered meanwhile, where the cache is not to be used', async () => {
    const ports = fakePorts();
    const cases = Array.from({ length: 6 }, (_, index) => caseOf(`c${index}`));
    await run(input(new FakeModel(), { cases }), ports);
    const model = new FakeModel();

    await run(input(model, { cases, useCache: false }), ports);

    assert.equal(model.asked.length, 6);
  });

  it('scores stored replies with a changed metric without a call', async () => {
    const ports = fakePorts();
    await run(input(new FakeModel()), ports);
    const again = new FakeModel();

    const result = await run(
      input(again, { suite: suiteOf({ metrics: [metricOf('absent')] }) }),
      ports,
    );

    assert.equal(again.asked.length, 0);
    assert.equal(result.metrics[0]?.passed, 0);
  });

  it('never takes the reply of one trial for another', async () => {
    const model = new FakeModel();

    await run(input(model, { trials: 3 }), fakePorts());

    assert.equal(model.asked.length, 6);
    assert.deepEqual(new Set(model.asked.map((request) => request.trial)), new Set([0, 1, 2]));
  });

  it('scores the trials of a case together where a metric compares them', async () => {
    const answers = ['yes', 'no', 'Yes.'];
    const model = new FakeModel(async ({ trial }) => completion(answers[trial] ?? ''));
    const metric = { ...metricOf('agreement'), type: 'consistency', parameters: {} };
    const ports = {
      ...fakePorts(),
      scorer: {
        score: (tasks: readonly ScoringTask[]) =>
          Promise.all(tasks.map((task) => scoreSample(task.sample, task.metrics, builtInMetrics))),
      },
    };

    const result = await run(
      input(model, { suite: suiteOf({ metrics: [metric] }), cases: [caseOf('a')], trials: 3 }),
      ports,
    );

    const values = result.cases[0]?.trials.map(({ scores }) => scores[0]?.value);
    assert.deepEqual(values, [0.5, 0, 0.5]);
    assert.equal(result.metrics[0]?.passed, 2);
  });

  it('leads a conversation turn by turn, with the replies before', async () => {
    const model = new FakeModel();
    const item = caseOf('talk', { messages: [], turns: ['one', 'two'] });

    const result = await run(input(model, { cases: [item] }), fakePorts());

    assert.deepEqual(
      model.asked.map((request) => request.messages.map((message) => message.content)),
      [
        ['Be kind.', 'one'],
        ['Be kind.', 'one', 're: one', 'two'],
      ],
    );
    assert.equal(result.cases[0]?.trials[0]?.output, 're: two');
  });

  it('goes on with the other cases when one fails', async () => {
    const model = new FakeModel(async (request) => {
      if (request.messages.at(-1)?.content === 'question a') {
        throw new EvalError('model-bad-request', 'No.');
      }
      return completion('question');
    });

    const result = await run(input(model), fakePorts());

    assert.equal(result.cases[0]?.trials[0]?.error?.code, 'model-bad-request');
    assert.equal(result.metrics[0]?.scored, 1);
  });

  it('names the case and the variable that is missing, and asks nothing for it', async () => {
    const model = new FakeModel();
    const prompt = { ...promptOf('Sell {{ thing }}.') };

    const result = await run(input(model, { prompt, cases: [caseOf('a')] }), fakePorts());

    assert.match(result.cases[0]?.trials[0]?.error?.message ?? '', /'a'.*'thing'/);
    assert.equal(model.asked.length, 0);
  });

  it('has every reply on disk before it shows it', async () => {
    const ports = fakePorts();
    const saved: string[] = [];
    const store = Object.create(ports.store, {
      saveCompletion: {
        value: async (...args: Parameters<Ports['store']['saveCompletion']>) => {
          await ports.store.saveCompletion(...args);
          saved.push(args[0].key);
        },
      },
    });

    await run(input(new FakeModel()), { ...ports, store }, undefined, (event) => {
      if (event.type !== 'trial') return;
      for (const reply of event.result.replies) assert.ok(saved.includes(reply.key));
    });

    assert.equal(saved.length, 2);
  });

  it('keeps what was answered when it is stopped', async () => {
    const ports = fakePorts();
    const controller = new AbortController();
    const model = new FakeModel(async (request, signal) => {
      if (request.messages.at(-1)?.content === 'question a') return echo(request);
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new EvalError('aborted', 'Stopped.')));
      });
    });

    const result = await run(input(model), ports, controller.signal, (event) => {
      if (event.type === 'trial') controller.abort();
    });

    assert.equal(result.status, 'stopped');
    const again = new FakeModel();
    await run(input(again, { cases: [caseOf('a')] }), ports);
    assert.equal(again.asked.length, 0);
  });

  it('stops at its budget and says so at the cases that were not asked', async () => {
    const model = new FakeModel();

    const result = await run(input(model, { budget: { perRun: 0.0015 } }), fakePorts());

    const codes = result.cases.map((item) => item.trials[0]?.error?.code);
    assert.ok(codes.includes('budget-exceeded'));
    assert.equal(model.asked.length, 1);
    assert.equal(result.status, 'stopped');
  });

  it('sends nothing when the plan is declined', async () => {
    const model = new FakeModel();

    await run(input(model, { confirm: async () => false }), fakePorts());

    assert.equal(model.asked.length, 0);
  });

  it('asks nobody once it is stopped while the plan is made', async () => {
    const controller = new AbortController();
    let isAsked = false;
    const confirm = async () => (isAsked = true);

    const result = await run(
      input(new FakeModel(), { confirm }),
      fakePorts(),
      controller.signal,
      ({ type }) => type === 'planned' && controller.abort(),
    );

    assert.equal(isAsked, false);
    assert.equal(result.status, 'stopped');
  });

  it('tries no further once the key is refused', async () => {
    const model = new FakeModel(async () => {
      throw new EvalError('model-unauthorised', 'The key is not accepted.');
    });
    const cases = Array.from({ length: 50 }, (_, index) => caseOf(`c${index}`));

    const result = await run(input(model, { cases }), fakePorts());

    assert.ok(model.asked.length <= 4);
    assert.ok(result.cases.every((item) => item.trials[0]?.error?.code === 'model-unauthorised'));
  });

  it('runs in an order that a seed fixes, whatever order the cases have', async () => {
    const cases = Array.from({ length: 20 }, (_, index) => caseOf(`c${index}`));
    const order = async (given: typeof cases) => {
      const places = new Map<string, number>();
      await run(input(new FakeModel(), { cases: given }), fakePorts(), undefined, (event) => {
        if (event.type === 'trial') places.set(event.caseId, event.position);
      });
      return [...places].sort((a, b) => a[1] - b[1]).map(([id]) => id);
    };

    const straight = await order(cases);

    assert.deepEqual(await order(cases.toReversed()), straight);
    assert.notDeepEqual(
      straight,
      cases.map((item) => item.id),
    );
  });
});
