import assert from 'node:assert/strict';
import { evaluatePrompt } from '../../../../src/core/live/evaluatePrompt.ts';
import type { Ports } from '../../../../src/core/ports.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import { chosen } from '../../../support/fakeMeans.ts';
import { completion, FakeModel } from '../../../support/fakePorts.ts';
import { judgeModel, polite, portsWith } from '../../../support/judgedRuns.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const cases = Array.from({ length: 8 }, (_, index) => caseOf(`c${index}`));
const preferred = metricOf('', { id: 'better', type: 'preference', parameters: {} });

/** Prefers replies that say `good`. */
function judge(): FakeModel {
  return judgeModel(({ messages }) => {
    const { first, second } = JSON.parse(messages.at(-1)?.content ?? '');
    const isGood = (text: string) => text.includes('good');
    const winner = isGood(first) === isGood(second) ? 'tie' : isGood(first) ? 'first' : 'second';
    return completion(chosen(winner));
  });
}

/** Runs the prompt that says `before`, then the one that says `now`, each answered with what it says. */
async function compareVersions(before: string, now: string, ports: Ports, metric = preferred) {
  const context = { ports, pool: new CallPool<StoredCompletion>(4) };
  const suite = suiteOf({
    metrics: [metric],
    model: { name: 'model' },
    judge: { provider: 'x', name: 'judge' },
  });
  const { signal } = new AbortController();
  const stages = ['real-time'] as const;
  const first = await evaluatePrompt(
    { prompt: promptOf(before), suite, cases },
    { stages },
    context,
    signal,
  );
  return evaluatePrompt(
    { prompt: promptOf(now), suite, cases },
    { stages, baseline: async () => ({ run: first.run, label: 'before' }) },
    context,
    signal,
  );
}

function model(): FakeModel {
  return new FakeModel(async ({ messages }) =>
    completion(`${messages[0]?.content} ${messages.at(-1)?.content}`),
  );
}

describe('replies of two versions compared', () => {
  for (const [before, now, verdict, rates] of [
    ['good', 'bad', 'regressed', [1, 0]],
    ['bad', 'good', 'improved', [0, 1]],
    ['good', 'good too', 'inconclusive', [1, 1]],
  ] as const)
    it(`${before} -> ${now}: ${verdict}`, async () => {
      const { comparison } = await compareVersions(
        before,
        now,
        portsWith({ model: model(), judge: judge() }),
      );

      const compared = comparison?.metrics[0];
      assert.deepEqual([compared?.verdict, compared?.old, compared?.new], [verdict, ...rates]);
    });

  it('asks in both orders, counts that as the comparison, and books it', async () => {
    const asked = judge();
    const ports = portsWith({ model: model(), judge: asked });

    const { comparison, run } = await compareVersions('good', 'bad', ports);

    assert.equal(asked.asked.length, 16);
    assert.equal(comparison?.usage?.requests, 16);
    assert.equal(run.usage.requests, 8);
    const day = new Date(run.startedAt).toISOString().slice(0, 10);
    assert.ok(Math.abs((await ports.store.spent(day)) - 0.032) < 1e-9);
  });

  it('asks nothing when the same two versions are compared again', async () => {
    const ports = portsWith({ model: model(), judge: judge() });
    await compareVersions('good', 'bad', ports);
    const again = portsWith(
      { model: model(), judge: judgeModel(() => assert.fail('asked')) },
      { store: ports.store },
    );

    const { comparison } = await compareVersions('good', 'bad', again);

    assert.equal(comparison?.metrics[0]?.verdict, 'regressed');
    assert.equal(comparison?.usage, undefined);
  });

  it('judges both sides by the same judge', async () => {
    const asked = judgeModel(({ messages }) => {
      const { reply } = JSON.parse(messages.at(-1)?.content ?? '');
      return completion(chosen(reply.includes('good') ? 'pass' : 'fail'));
    });

    const { comparison } = await compareVersions(
      'good',
      'bad',
      portsWith({ model: model(), judge: asked }),
      polite,
    );

    assert.equal(comparison?.metrics[0]?.verdict, 'regressed');
    // Those of the baseline were judged when it ran.
    assert.equal(asked.asked.length, 16);
  });
});
