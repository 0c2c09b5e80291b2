import assert from 'node:assert/strict';
import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import type { Evaluated } from '../../../../src/core/live/evaluatePrompt.ts';
import type { PromptState } from '../../../../src/core/live/livePrompts.ts';
import type { RunResult, TrialResult } from '../../../../src/core/results/runResult.ts';
import { promptTexts, suiteTexts } from '../../../../src/vscode/lines/inlineText.ts';
import { resultText, suiteLines } from '../../../../src/vscode/lines/lensText.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const suitePath = '/w/a.metrics.yaml';

function trial(passed: boolean | null, own: Partial<TrialResult> = {}): TrialResult {
  const score = {
    metric: 'has-x',
    status: passed === null ? ('skipped' as const) : ('scored' as const),
    value: passed === null ? null : Number(passed),
    passed,
    explanation: passed === false ? 'x is\u202e missing' : 'fine',
  };
  return { trial: 0, output: 'y', replies: [], messages: [], scores: [score], ...own };
}

function evaluated(trials: readonly TrialResult[], own: Partial<RunResult> = {}): Evaluated {
  const prompt = promptOf('Always say x.\nBe kind.');
  const suite = suiteOf({ metrics: [metricOf('x', { guards: 'Always say x.' })] });
  const scores = trials.flatMap((item) => item.scores).filter((item) => item.passed !== null);
  const passed = scores.filter((item) => item.passed === true).length;
  const run: RunResult = {
    id: 'r',
    prompt: prompt.path,
    suite: suitePath,
    promptVersion: 'v',
    model: { provider: 'openai', name: 'm', isSimulated: false },
    startedAt: 0,
    durationMs: 900,
    status: 'complete',
    trials: 1,
    usage: { requests: 2, cached: 0, inputTokens: 1, outputTokens: 1, cost: null },
    metrics: [
      {
        id: 'has-x',
        name: 'Says x',
        type: 'contains',
        stage: 'real-time',
        severity: 'error',
        passed,
        scored: scores.length,
        failed: 0,
        skipped: 0,
        passRate: scores.length === 0 ? null : passed / scores.length,
        interval: null,
      },
    ],
    cases: [{ id: 'a', inputHash: 'h', tags: [], trials }],
    ...own,
  };
  return { target: { prompt, suite, cases: [caseOf('a')] }, run, findings: [] };
}

const state = (result: Evaluated, isStale = false): PromptState => ({
  prompt: '/w/a.prompt.md',
  results: [result],
  isStale,
});

/** Two suites, of which the second could not be run for the present text. */
function withOlderSuite(): PromptState {
  const path = '/w/b.metrics.yaml';
  const older = evaluated([trial(false)], { suite: path });
  const { suite } = older.target;
  const metrics = suite.metrics.map((metric) => ({ ...metric, file: path }));
  const target = { ...older.target, suite: { ...suite, path, metrics } };
  return {
    ...state(evaluated([trial(true)])),
    results: [evaluated([trial(true)]), { ...older, target }],
    olderSuites: [path],
  };
}

describe('A suite that could not be run while another one was', () => {
  it('has results that say they are older, and the other one does not', () => {
    const [first = '', second = ''] = resultText(withOlderSuite()).split('  |  ');

    assert.doesNotMatch(first, /edited since/);
    assert.match(second, /^edited since the last run/);
  });

  it('is marked so in its own file alone', () => {
    const of = (path: string) => suiteTexts(withOlderSuite(), path).map(({ text }) => text);

    assert.ok(of('/w/b.metrics.yaml').every((text) => text.endsWith('(edited since)')));
    assert.ok(of('/w/b.metrics.yaml').length > 0);
    assert.ok(!of(suitePath).some((text) => text.endsWith('(edited since)')));
  });

  it('takes the lines behind the prompt from the other one', () => {
    assert.deepEqual(promptTexts(withOlderSuite()), promptTexts(state(evaluated([trial(true)]))));
  });
});

describe('resultText', () => {
  it('says how many metrics pass, the time, and that the cost is unknown rather than nothing', () => {
    assert.equal(
      resultText(state(evaluated([trial(true)]))),
      '1 of 1 metrics pass | first version | 0.9 s | cost unknown',
    );
  });

  it('says that nothing got worse where a metric fails as it did before', () => {
    const result = evaluated([trial(false)]);
    const comparison = compareRuns(result.run, result.run, { baselineLabel: 'before' });

    assert.match(
      resultText(state({ ...result, comparison })),
      /^nothing got worse \| 0 of 1 metrics pass \| 0\.9 s/,
    );
  });

  it('does not say that nothing got worse where a drop cannot be told yet', () => {
    const [before, now] = [evaluated([trial(true)]), evaluated([trial(false)])];
    const comparison = compareRuns(before.run, now.run, { baselineLabel: 'before' });

    assert.match(
      resultText(state({ ...now, comparison })),
      /^1 cannot tell yet \| 0 of 1 metrics pass/,
    );
  });

  it('says what it is compared with where that is no earlier version of the history', () => {
    const result = evaluated([trial(true)]);
    const comparison = compareRuns(result.run, result.run, { baselineLabel: 'the last commit' });
    const baseline = { run: result.run, label: 'the last commit', since: 'the last commit' };

    assert.match(
      resultText(state({ ...result, comparison, baseline })),
      /^nothing got worse since the last commit \| 1 of 1 metrics pass/,
    );
  });

  it('does not call a metric without scores passed', () => {
    assert.match(resultText(state(evaluated([trial(null)]))), /^nothing was scored/);
  });

  it('says beside what passed how many cases could not run', () => {
    const broken = { error: { code: 'model-server-error', message: 'overloaded' }, scores: [] };
    const cases = [
      { id: 'a', inputHash: 'h', tags: [], trials: [trial(true)] },
      { id: 'b', inputHash: 'h', tags: [], trials: [trial(null, broken)] },
    ];
    const result = evaluated([trial(true)], { cases });

    assert.match(resultText(state(result)), /^1 of 1 metrics pass \| \S+ 1 case could not run \|/);
    assert.match(suiteLines(result, false)[0]?.title ?? '', / \| \S+ 1 case could not run$/);
  });

  it('says that no case could run rather than that nothing was scored', () => {
    const broken = { error: { code: 'model-server-error', message: 'overloaded' }, scores: [] };

    assert.match(
      resultText(state(evaluated([trial(null, broken)]))),
      /^\S+ no case could run \| first version/,
    );
  });

  it('says that results are simulated, and of an older text', () => {
    const model = { provider: 'simulated', name: 's', isSimulated: true };

    const text = resultText(state(evaluated([trial(true)], { model }), true));

    assert.match(text, /^edited since the last run .* simulated$/);
  });
});

describe('suiteLines', () => {
  const titles = (trials: readonly TrialResult[]) =>
    suiteLines(evaluated(trials), false).map(({ title }) => title);

  it('counts what passed and what failed', () => {
    assert.deepEqual(titles([trial(true), trial(false)]), [
      '$(warning) 1 of 2 passed',
      '$(warning) 1 of 2 trials failed: x is⟨U+202E⟩ missing',
    ]);
  });

  it('keeps a long reason on one short line, without icons of its own', () => {
    const long = trial(false);
    const explanation = '$(zap) '.concat('a\n'.repeat(500));
    const scores = long.scores.map((score) => ({ ...score, explanation }));

    const [, title = ''] = titles([{ ...long, scores }]);

    assert.match(title, /^\$\(warning\) failed: \$ \(zap\) a/);
    assert.ok(title.length < 120);
    assert.equal(title.includes('\n'), false);
  });

  it('labels what an offline metric came to, and offers to run one that was left out', () => {
    const result = evaluated([trial(true)]);
    const metrics = [metricOf('x', { stage: 'offline' }), metricOf('z', { stage: 'offline' })];
    const target = { ...result.target, suite: { ...result.target.suite, metrics } };

    const lines = suiteLines({ ...result, target }, false);

    assert.deepEqual(
      lines.slice(0, 2).map(({ title, metric, runsOffline }) => [title, metric, runsOffline]),
      [
        ['$(pass) 1 of 1 passed | offline', 'has-x', undefined],
        ['$(play) offline: not in the last run', 'has-z', true],
      ],
    );
  });

  it('carries the badge of a judge', () => {
    const result = evaluated([trial(true)]);
    const target = { ...result.target, reliability: new Map([['has-x', { labels: 3 }]]) };

    assert.equal(
      suiteLines({ ...result, target }, false)[0]?.title,
      '$(pass) 1 of 1 passed | judge not measured',
    );
  });

  it('does not call a case passed that could not run', () => {
    const broken = trial(null, { scores: [], error: { code: 'model-timeout', message: 'Late.' } });

    assert.deepEqual(titles([broken]), [
      'not scored',
      '$(circle-slash) 1 of 1 could not run: Late',
    ]);
  });
});

describe('promptTexts', () => {
  it('says how much of the prompt is guarded', () => {
    assert.deepEqual(promptTexts(state(evaluated([trial(true)]))), [
      { line: 0, text: '1 metric guards 1 of 2 instructions', tone: 'quiet' },
    ]);
  });

  it('says nothing of a text that was edited since', () => {
    assert.deepEqual(promptTexts(state(evaluated([trial(true)]), true)), []);
  });
});

describe('suiteTexts', () => {
  it('gives the rate of a metric, and says when it is of an older text', () => {
    const result = evaluated([trial(false)]);

    assert.deepEqual(
      [false, true].flatMap((isStale) => suiteTexts(state(result, isStale), suitePath)),
      [
        { line: 0, text: '0 %', tone: 'failure' },
        { line: 0, text: '0 % (edited since)', tone: 'quiet' },
      ],
    );
  });

  it('says nothing of another suite', () => {
    assert.deepEqual(suiteTexts(state(evaluated([trial(true)])), '/w/b.metrics.yaml'), []);
  });
});
