import assert from 'node:assert/strict';
import type { Baseline } from '../../../../src/core/compare/judgeBaseline.ts';
import { type Evaluated, evaluatePrompt } from '../../../../src/core/live/evaluatePrompt.ts';
import type { Scorer } from '../../../../src/core/ports.ts';
import { readReport } from '../../../../src/core/report/readReport.ts';
import { jsonReport } from '../../../../src/core/report/report.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import type { MetricSpec } from '../../../../src/core/suite/suite.ts';
import { completion, FakeModel, fakePorts, fakeScorer } from '../../../support/fakePorts.ts';
import { bad, good, obedient } from '../../../support/liveWorld.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const ids = ['b1', 'b2', 'b3', 'b4', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'];
const cases = ids.map((id) => caseOf(id));

interface Made {
  readonly evaluated: Evaluated;
  /** Calls, as `system prompt: case`. */
  readonly calls: readonly string[];
}

/** An evaluation on a machine of its own: nothing is stored there. */
async function evaluated(
  text: string,
  own: { baseline?: Baseline; metric?: MetricSpec; scorer?: Scorer } = {},
): Promise<Made> {
  const model = new FakeModel(async (request) => completion(obedient(request)));
  const ports = fakePorts({
    models: { open: async () => model },
    scorer: own.scorer ?? fakeScorer,
  });
  const made = await evaluatePrompt(
    { prompt: promptOf(text), suite: suiteOf({ metrics: [own.metric ?? metricOf('yes')] }), cases },
    { stages: ['real-time'], baseline: async () => own.baseline, live: {} },
    { ports, pool: new CallPool<StoredCompletion>(4) },
    new AbortController().signal,
  );
  const calls = model.asked.map(
    ({ messages: [system, question] }) =>
      `${system?.content}: ${question?.content.replace('question ', '')}`,
  );
  return { evaluated: made, calls };
}

function report(run: RunResult, source?: string): Baseline {
  const [read] = readReport(JSON.stringify(jsonReport([{ run }], (path) => path)), 'old.json');
  assert.ok(read);
  return { run: read, label: 'old.json', isReport: true, ...(source !== undefined && { source }) };
}

describe('A baseline that was read from a report', () => {
  let old: RunResult;
  before(async () => {
    old = (await evaluated(good)).evaluated.run;
  });

  it('has its version asked again where a case failed, once its text is known', async () => {
    const { evaluated: found, calls } = await evaluated(bad, { baseline: report(old, good) });

    assert.equal(found.comparison?.verdict, 'regressed');
    const again = new Set(calls.filter((call) => call.startsWith(`${good}:`)));
    assert.deepEqual(
      [...again].sort(),
      ['b1', 'b2', 'b3', 'b4'].map((id) => `${good}: ${id}`),
    );
    assert.match(
      found.comparison?.live?.notes.join(' ') ?? '',
      /only the texts are known, so their version is run again/,
    );
  });

  it('does not claim what only the report shows', async () => {
    // A baseline that was lucky: today its version says no as well.
    const lucky = report(old, bad);

    const { evaluated: found } = await evaluated(`${bad} Really.`, { baseline: lucky });

    assert.equal(found.comparison?.verdict, 'inconclusive');
  });

  it('asks nothing again where nothing failed', async () => {
    const { evaluated: found, calls } = await evaluated(`${good} Please.`, {
      baseline: report(old, good),
    });

    assert.equal(calls.length, cases.length);
    assert.notEqual(found.comparison?.verdict, 'regressed');
  });

  it('is compared with at the end where its text is not known, and the comparison says so', async () => {
    const { evaluated: found, calls } = await evaluated(bad, { baseline: report(old) });

    assert.equal(calls.length, cases.length);
    assert.match(found.comparison?.notes?.join(' ') ?? '', /no failure was run again/);
  });

  it('is compared with at the end where it is of the same version: trials of one prompt are no two sides', async () => {
    const { calls } = await evaluated(good, { baseline: report(old, good) });

    assert.equal(calls.length, cases.length);
  });

  it('shows a metric that is new the messages that its own prompt made', async () => {
    const seen = new Set<string>();
    const scorer: Scorer = {
      score: (tasks, signal) => {
        for (const { sample } of tasks)
          if (sample.caseId === 'c1')
            seen.add(sample.messages.map(({ role, content }) => `${role}: ${content}`).join('\n'));
        return fakeScorer.score(tasks, signal);
      },
    };

    await evaluated(bad, { baseline: report(old, good), metric: metricOf('y'), scorer });

    const messages = (system: string) =>
      [`system: ${system}`, 'user: question c1', 'assistant: yes'].join('\n');
    assert.deepEqual([...seen].sort(), [messages(bad), messages(good)].sort());
  });
});
