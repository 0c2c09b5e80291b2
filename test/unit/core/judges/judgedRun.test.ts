import assert from 'node:assert/strict';
import { rescore } from '../../../../src/core/compare/rescore.ts';
import { aborted, EvalError } from '../../../../src/core/errors.ts';
import { JudgeScoring } from '../../../../src/core/judges/judgeScoring.ts';
import { Budget } from '../../../../src/core/run/budget.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import type { RunEvent } from '../../../../src/core/run/events.ts';
import { ModelCalls } from '../../../../src/core/run/modelCalls.ts';
import type { PlanSummary } from '../../../../src/core/run/plan.ts';
import { Spending } from '../../../../src/core/run/spending.ts';
import { chosen } from '../../../support/fakeMeans.ts';
import { completion, FakeModel } from '../../../support/fakePorts.ts';
import { judgedInput, judgeModel, polite, portsWith, runOf } from '../../../support/judgedRuns.ts';
import { caseOf, metricOf, suiteOf } from '../../../support/suites.ts';

const mixed = suiteOf({ metrics: [polite, metricOf('question')] });

describe('a run with judges', () => {
  it('asks the judge at temperature 0 for a form, and counts its calls', async () => {
    const judge = judgeModel();
    const ports = portsWith({ judge });

    const run = await runOf(judgedInput(new FakeModel(), { suite: mixed }), ports);

    assert.equal(judge.asked.length, 2);
    assert.equal(judge.asked[0]?.parameters.temperature, 0);
    assert.ok(judge.asked[0]?.parameters.responseFormat);
    assert.equal(run.usage.requests, 4);
    assert.equal(run.usage.inputTokens, 40);
    assert.ok(Math.abs((run.usage.cost ?? 0) - 0.004) < 1e-9);
    assert.deepEqual(
      run.metrics.map(({ passed, scored }) => [passed, scored]),
      [
        [2, 2],
        [2, 2],
      ],
    );
    const day = new Date(run.startedAt).toISOString().slice(0, 10);
    assert.ok(Math.abs((await ports.store.spent(day)) - 0.004) < 1e-9);
  });

  it('asks nothing a second time', async () => {
    const ports = portsWith({ judge: judgeModel() });
    await runOf(judgedInput(new FakeModel()), ports);
    const again = judgeModel(() => assert.fail('asked again'));
    let plan: PlanSummary | undefined;

    const run = await runOf(
      judgedInput(new FakeModel()),
      portsWith({ judge: again }, { store: ports.store }),
      undefined,
      (event) => {
        if (event.type === 'planned') plan = event.plan;
      },
    );

    assert.equal(run.usage.requests, 0);
    assert.equal(run.usage.cached, 4);
    assert.equal(run.metrics[0]?.passed, 2);
    assert.equal(plan?.requests, 0);
  });

  it('asks the judge once about equal replies', async () => {
    const judge = judgeModel();
    const same = new FakeModel(async () => completion('same'));
    const cases = [caseOf('a', { messages: [] }), caseOf('b', { messages: [] })];

    await runOf(judgedInput(same, { cases, trials: 2 }), portsWith({ judge }));

    assert.equal(judge.asked.length, 1);
  });

  it('plans the calls of judges before anything is sent, exactly where the replies are known', async () => {
    const plans: PlanSummary[] = [];
    const note = (event: RunEvent) => {
      if (event.type === 'planned') plans.push(event.plan);
    };
    const ports = portsWith({ judge: judgeModel() });
    const suite = suiteOf({ metrics: [] });
    const judges = { ...polite, parameters: { ...polite.parameters, repeat: 3 } };

    await runOf(judgedInput(new FakeModel()), portsWith({ judge: judgeModel() }), undefined, note);
    await runOf(judgedInput(new FakeModel(), { suite }), ports, undefined, note);
    await runOf(
      judgedInput(new FakeModel(), { suite: suiteOf({ metrics: [judges] }) }),
      ports,
      undefined,
      note,
    );

    assert.deepEqual(
      plans.map(({ requests, judgeRequests, casesToRun }) => [requests, judgeRequests, casesToRun]),
      [
        [4, 2, 2],
        [2, 0, 2],
        [6, 6, 2],
      ],
    );
    assert.ok(Math.abs((plans[0]?.estimatedCost ?? 0) - 0.004) < 1e-9);
  });

  it('sends nothing offline: the score says why', async () => {
    const ports = portsWith({ judge: judgeModel(() => assert.fail('asked')) });
    await runOf(judgedInput(new FakeModel(), { suite: suiteOf({ metrics: [] }) }), ports);

    const run = await runOf(judgedInput(new FakeModel(), { isOffline: true }), ports);

    const score = run.cases[0]?.trials[0]?.scores[0];
    assert.equal(score?.status, 'failed');
    assert.match(score?.explanation ?? '', /nothing was sent/);
  });

  it('asks no judge when the plan is declined', async () => {
    const judge = judgeModel(() => assert.fail('asked'));
    const confirm = async () => false;

    const run = await runOf(judgedInput(new FakeModel(), { confirm }), portsWith({ judge }));

    assert.equal(run.usage.requests, 0);
  });

  it('stops at the budget in the middle, keeping what was judged', async () => {
    const judge = judgeModel();
    const cases = ['a', 'b', 'c', 'd'].map((id) => caseOf(id));
    const input = judgedInput(new FakeModel(), { cases, budget: { perRun: 0.0055 } });

    const run = await runOf(input, portsWith({ judge }));

    const scores = run.cases.flatMap(({ trials }) => trials.flatMap((trial) => trial.scores));
    assert.equal(run.status, 'stopped');
    assert.equal(run.usage.requests, 5);
    assert.equal(scores.filter(({ status }) => status === 'scored').length, judge.asked.length);
    const failed = scores.filter(({ status }) => status === 'failed');
    assert.ok(failed.length > 0 && failed.every(({ explanation }) => /budget/.test(explanation)));
  });

  it('ends at once when it is stopped while the judge thinks', async () => {
    const stop = new AbortController();
    const judge = Object.assign(
      new FakeModel(
        (_, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(aborted()));
            stop.abort();
          }),
      ),
      { endpoint: 'fake http://judge' },
    );

    const run = await runOf(judgedInput(new FakeModel()), portsWith({ judge }), stop.signal);

    assert.equal(run.status, 'stopped');
    assert.equal(run.cases[0]?.trials[0]?.output?.startsWith('re: '), true);
    assert.equal(judge.running, 0);
  });

  it('goes on without the scores of a judge whose key is refused, asked once', async () => {
    const judge = judgeModel(() => {
      throw new EvalError('model-unauthorised', 'The key was refused.');
    });
    const cases = Array.from({ length: 20 }, (_, index) => caseOf(`c${index}`));

    const run = await runOf(
      judgedInput(new FakeModel(), { cases, suite: mixed }),
      portsWith({ judge }),
    );

    assert.equal(run.status, 'complete');
    assert.deepEqual([run.metrics[0]?.failed, run.metrics[0]?.passRate], [20, null]);
    assert.equal(run.metrics[1]?.passed, 20);
    // As many as were under way together.
    assert.ok(judge.asked.length <= 4, `${judge.asked.length}`);
  });

  it('tries again after a rate limit', async () => {
    let isFirst = true;
    const judge = judgeModel(() => {
      if (!isFirst) return completion(chosen('pass'));
      isFirst = false;
      throw new EvalError('model-rate-limited', 'Wait.', { retryAfterMs: 5 });
    });

    const run = await runOf(judgedInput(new FakeModel()), portsWith({ judge }));

    assert.equal(run.metrics[0]?.passed, 2);
  });

  for (const [what, word] of [
    ['temperature', 'temperature'],
    ['response format', 'response_format'],
  ] as const)
    it(`does without a ${what} that the server refuses, remembers it, and finds the answers again`, async () => {
      const refusing = () =>
        judgeModel(({ parameters }) => {
          const has =
            word === 'temperature' ? 'temperature' in parameters : parameters.responseFormat;
          if (has) throw new EvalError('model-bad-request', `Unsupported parameter: '${word}'.`);
          return completion(chosen('pass'));
        });
      const cases = Array.from({ length: 10 }, (_, index) => caseOf(`c${index}`));
      const judge = refusing();
      const ports = portsWith({ judge });

      const run = await runOf(judgedInput(new FakeModel(), { cases }), ports);
      const again = refusing();
      const second = portsWith({ judge: again }, { store: ports.store });
      const cached = await runOf(judgedInput(new FakeModel(), { cases }), second);

      assert.equal(run.metrics[0]?.passed, 10);
      assert.ok(judge.asked.length <= 14, `${judge.asked.length}`);
      assert.equal(cached.metrics[0]?.passed, 10);
      assert.equal(again.asked.length, 0);
    });

  it('judges with the model under test where no judge is named, and not with recordings', async () => {
    const model = new FakeModel(async () => completion(chosen('pass')));
    const recording = Object.assign(new FakeModel(), { answersByCase: true });

    const own = await runOf(
      judgedInput(model, { judge: { name: 'self' } }),
      portsWith({ self: model }),
    );
    const played = await runOf(
      judgedInput(recording, { judge: { name: 'tape' } }),
      portsWith({ tape: recording }),
    );

    assert.equal(own.metrics[0]?.passed, 2);
    assert.match(
      played.cases[0]?.trials[0]?.scores[0]?.explanation ?? '',
      /Recordings cannot judge/,
    );
  });

  it('shows trials without judges before the judges have answered', async () => {
    const order: string[] = [];
    let answer = () => {};
    const waiting = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const judge = judgeModel(async () => {
      await waiting;
      return completion(chosen('pass'));
    });
    const cases = [caseOf('judged', { metrics: [{ ...polite, id: 'own' }] }), caseOf('plain')];
    const input = judgedInput(new FakeModel(), { cases, suite: suiteOf() });

    await runOf(input, portsWith({ judge }), undefined, (event) => {
      if (event.type !== 'trial') return;
      order.push(event.caseId);
      if (event.caseId === 'plain') answer();
    });

    assert.deepEqual(order, ['plain', 'judged']);
  });

  it('judges a stored run again without a call', async () => {
    const judge = judgeModel();
    const ports = portsWith({ judge });
    const input = judgedInput(new FakeModel());
    const run = await runOf(input, ports);
    const spending = new Spending(new Budget({}));
    const { signal } = new AbortController();
    const pool = new CallPool<StoredCompletion>(4);
    const calls = new ModelCalls({ ports, pool, spending, isAllowed: false, signal });
    const scorer = new JudgeScoring({ ports, calls, spending, judge: { name: 'judge' } });

    const again = await rescore(run, { ...input, stages: ['real-time'] }, scorer, signal);

    assert.equal(again.metrics[0]?.passed, 2);
    assert.equal(spending.usage.requests, 0);
    assert.equal(spending.usage.cached, 2);
  });
});
