import assert from 'node:assert/strict';
import { judgeBaseline } from '../../../../src/core/compare/judgeBaseline.ts';
import { readReport } from '../../../../src/core/report/readReport.ts';
import { jsonReport } from '../../../../src/core/report/report.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { fakeScorer } from '../../../support/fakePorts.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { caseOf, metricOf, suiteOf } from '../../../support/suites.ts';

const cases = [caseOf('a'), caseOf('b')];

function judged(
  baseline: RunResult,
  own: { suite?: ReturnType<typeof suiteOf>; isReport?: boolean },
) {
  return judgeBaseline(
    { run: baseline, label: 'before', isReport: own.isReport ?? false },
    runOf(),
    { suite: own.suite ?? suiteOf(), cases, stages: ['real-time'] },
    fakeScorer,
    new AbortController().signal,
  );
}

function throughReport(run: RunResult): RunResult {
  const [read] = readReport(JSON.stringify(jsonReport([{ run }], (path) => path)), 'old.json');
  assert.ok(read);
  return read;
}

describe('judgeBaseline', () => {
  it('judges a stored run by the metrics of today', async () => {
    const result = await judged(runOf(), { suite: suiteOf({ metrics: [metricOf('absent')] }) });

    assert.equal(result.metrics[0]?.passRate, 0);
  });

  it('judges the texts of a report by a metric that is new', async () => {
    const suite = suiteOf({ metrics: [metricOf('question'), metricOf('question b')] });

    const result = await judged(throughReport(runOf()), { suite, isReport: true });

    assert.equal(result.metrics[1]?.passRate, 0.5);
  });

  it('lets recorded scores of a report stand where the metric is the same', async () => {
    const recorded = runOf({
      cases: [caseResultOf('a', { trials: [trialOf('question', { scores: [scoreOf(false)] })] })],
    });

    const result = await judged(throughReport(recorded), { isReport: true });

    assert.equal(result.metrics[0]?.passRate, 0);
  });

  it('judges a report anew where a metric has other parameters under its old id', async () => {
    const recorded = throughReport(runOf());
    const changed = metricOf('nothing of the kind', { id: 'has-question' });

    const result = await judged(recorded, {
      suite: suiteOf({ metrics: [changed] }),
      isReport: true,
    });

    assert.equal(result.metrics[0]?.passRate, 0);
  });

  it('shows metrics the messages that the case has today', async () => {
    const seen: number[] = [];
    const scorer: typeof fakeScorer = {
      score: (tasks, signal) => {
        seen.push(...tasks.map(({ sample }) => sample.messages.length));
        return fakeScorer.score(tasks, signal);
      },
    };

    await judgeBaseline(
      { run: throughReport(runOf()), label: 'before', isReport: true },
      runOf(),
      { suite: suiteOf(), cases, stages: ['real-time'] },
      scorer,
      new AbortController().signal,
    );

    assert.deepEqual(seen, [2, 2]);
  });

  it('leaves a run without any reply as it is', async () => {
    const empty = runOf({
      cases: [caseResultOf('a', { trials: [trialOf('x', { replies: [], output: null })] })],
    });

    assert.equal(await judged(empty, {}), empty);
  });
});
