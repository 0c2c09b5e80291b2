import assert from 'node:assert/strict';
import { acceptRun } from '../../../../src/core/compare/baselines.ts';
import { labelLine, labelsPath } from '../../../../src/core/judges/labels.ts';
import { gatherFacts } from '../../../../src/core/maturity/gatherFacts.ts';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { committedPath } from '../../../../src/core/report/committedBaseline.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';
import { runOf } from '../../../support/runs.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const prompt = promptOf('Be kind and calm.');
const suite = suiteOf({
  metrics: [
    metricOf('a', { guards: 'Be kind and calm.', goal: 'g', review: '2026-11-01' }),
    metricOf('b', { guards: 'Gone.', issue: 'https://t.example/1', owner: 'x' }),
    metricOf('c', { id: 'c', type: 'judge', parameters: { criteria: 'Is kind.' } }),
  ],
});
const cases = [
  caseOf('one', { messages: [], turns: ['a', 'b'] }),
  caseOf('two', { messages: [], turns: ['a'], tags: ['user-issue'] }),
];

async function facts(files: Readonly<Record<string, string>> = {}, store = new MemoryStore()) {
  return gatherFacts(
    { prompt, suite, cases },
    { store, files: memoryFiles(files), registry: builtInMetrics, today: '2026-11-25' },
  );
}

describe('The facts about a prompt', () => {
  it('are counted from its suite', async () => {
    const found = await facts();

    assert.deepEqual(
      [found.metrics, found.cases, found.withGoal, found.withOwner, found.guarding],
      [3, 2, 1, 1, 1],
    );
    assert.deepEqual([found.multiTurnCases, found.fromIssues, found.reviewsDue], [1, 2, 1]);
  });

  it('are taken from its history', async () => {
    const store = new MemoryStore();
    const run = runOf({ prompt: prompt.path, suite: suite.path });
    await store.saveRun(run);
    await acceptRun(store, run, 1);

    const found = await facts({}, store);

    assert.deepEqual([found.runs, found.hasAcceptedBaseline], [1, true]);
  });

  it('know when logs were last scored', async () => {
    const store = new MemoryStore();
    const event = { type: 'scored-logs' as const, suite: suite.path, lines: 5, rates: {} };
    await store.record({ ...event, time: Date.UTC(2026, 9, 1) });
    await store.record({ ...event, time: Date.UTC(2026, 10, 20, 23) });
    await store.record({ ...event, suite: '/w/other.metrics.yaml', time: Date.UTC(2026, 10, 24) });

    assert.equal((await facts()).logsScoredDaysAgo, null);
    assert.equal((await facts({}, store)).logsScoredDaysAgo, 5);
  });

  it('are read from the files beside the suite', async () => {
    const label = (index: number) =>
      labelLine({ metric: 'c', case: 'one', reply: `reply ${index}`, passed: true });
    const labels = Array.from({ length: 10 }, (_, index) => label(index)).join('');

    const found = await facts({
      [committedPath(suite.path)]: '{}',
      [labelsPath(suite.path)]: labels,
    });
    const few = await facts({ [labelsPath(suite.path)]: label(1) });

    assert.deepEqual(
      [found.hasCommittedBaseline, found.judges, found.judgesMeasured],
      [true, 1, 1],
    );
    assert.deepEqual([few.hasCommittedBaseline, few.judgesMeasured], [false, 0]);
  });
});
