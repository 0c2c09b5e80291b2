import assert from 'node:assert/strict';
import { compareRuns } from '../../../../src/core/compare/compareRuns.ts';
import type { Evaluated } from '../../../../src/core/live/evaluatePrompt.ts';
import type { PromptState } from '../../../../src/core/live/livePrompts.ts';
import { type StatusInput, statusOf } from '../../../../src/vscode/notices/statusText.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from '../../../support/runs.ts';
import { promptOf, suiteOf } from '../../../support/suites.ts';

const prompt = '/w/a.prompt.md';
const quiet: StatusInput = { isTrusted: true, now: 5000 };
const state = (own: Partial<PromptState> = {}): PromptState => ({
  prompt,
  results: [],
  isStale: false,
  ...own,
});
const running = (own: object = {}) => ({
  prompt,
  progress: { done: 3, total: 18, cost: 0.004, ...own },
  since: 1800,
});

/** A run of the cases a and b, of which some met a server that failed. */
function evaluated(broken: readonly string[]): Evaluated {
  const error = { code: 'model-server-error', message: 'http://x answered 500.' };
  const cases = ['a', 'b'].map((id) =>
    broken.includes(id)
      ? caseResultOf(id, { trials: [trialOf('', { output: null, scores: [], error })] })
      : caseResultOf(id),
  );
  const target = { prompt: promptOf(''), suite: suiteOf(), cases: [] };
  return { run: runOf({ cases }), target, findings: [] };
}

describe('statusOf', () => {
  it('does not call results current where one suite has older ones', () => {
    const results = [evaluated([])];
    const front = { prompt, state: state({ results, olderSuites: ['/w/b.metrics.yaml'] }) };

    assert.match(statusOf({ ...quiet, front })?.text ?? '', /results in part/);
  });

  it('says since when nothing got worse', () => {
    const result = evaluated([]);
    const comparison = compareRuns(result.run, result.run, { baselineLabel: 'the last commit' });
    const baseline = { run: result.run, label: 'the last commit' };
    const of = (since?: string) => {
      const compared = { ...baseline, ...(since !== undefined && { since }) };
      const results = [{ ...result, comparison, baseline: compared }];
      return statusOf({ ...quiet, front: { prompt, state: state({ results }) } })?.tooltip ?? '';
    };

    assert.match(of('the last commit'), /^No metric got worse since the last commit\./);
    assert.match(of(), /^No metric got worse since the previous version\./);
  });

  it('says nothing where there is no prompt', () => {
    assert.equal(statusOf(quiet), undefined);
  });

  const table: readonly [string, StatusInput, RegExp, string | undefined][] = [
    [
      'progress, cost and time',
      { ...quiet, running: running() },
      /3\/18 - \$0\.0040 - 3\.2 s/,
      'microMetrics.stop',
    ],
    [
      'an unknown cost, not a free one',
      { ...quiet, running: running({ cost: null }) },
      /cost unknown/,
      'microMetrics.stop',
    ],
    [
      'that no suite is there',
      { ...quiet, front: { prompt, hasSuite: false } },
      /No suite yet/,
      'microMetrics.newSuite',
    ],
    [
      'that a drafted suite wants to be saved',
      { ...quiet, isDraft: true },
      /Save the suite to run it/,
      'workbench.action.files.save',
    ],
    [
      'that nothing was run',
      { ...quiet, front: { prompt, hasSuite: true } },
      /Not run yet/,
      'microMetrics.runSuite',
    ],
    [
      'that the workspace is not trusted',
      { ...quiet, isTrusted: false, front: { prompt } },
      /not trusted/,
      'workbench.trust.manage',
    ],
    [
      'that no model is set',
      {
        ...quiet,
        front: { prompt, state: state({ failure: { code: 'model-not-set', message: 'No.' } }) },
      },
      /No model yet/,
      'microMetrics.selectModel',
    ],
    [
      'what is wrong, not a result, where no case got an answer',
      { ...quiet, front: { prompt, state: state({ results: [evaluated(['a', 'b'])] }) } },
      /The server failed/,
      'microMetrics.runSuite',
    ],
    [
      'how many cases could not run beside the result of the others',
      { ...quiet, front: { prompt, state: state({ results: [evaluated(['b'])] }) } },
      /^\$\(info\) first version: 1 of 1 pass, 1 case could not run$/,
      'microMetrics.openPanel',
    ],
    [
      'a question before anything else',
      { ...quiet, running: running(), question: { prompt, text: '120 calls, about $1.20.' } },
      /120 calls/,
      'microMetrics.answerPlan',
    ],
  ];
  for (const [name, input, text, command] of table) {
    it(`shows ${name}`, () => {
      const shown = statusOf(input);

      assert.match(shown?.text ?? '', text);
      assert.equal(shown?.command, command);
    });
  }

  it('says that nothing got worse, and how many pass, where some fail as before', () => {
    const failing = caseResultOf('a', { trials: [trialOf('x', { scores: [scoreOf(false)] })] });
    const run = runOf({ cases: [failing] });
    const target = { prompt: promptOf(''), suite: suiteOf(), cases: [] };
    const comparison = compareRuns(run, run, { baselineLabel: 'before' });
    const results = [{ run, target, comparison, findings: [] }];

    const shown = statusOf({ ...quiet, front: { prompt, state: state({ results }) } });

    assert.equal(shown?.text, '$(info) nothing got worse, 0 of 1 pass');
    assert.equal(shown?.tone, 'plain');
  });

  it('does not say that nothing got worse where a drop cannot be told yet', () => {
    const replies = (passes: boolean) =>
      ['a', 'b', 'c'].map((id) =>
        caseResultOf(id, {
          trials: [trialOf('x', { scores: [scoreOf(passes || id !== 'a')] })],
        }),
      );
    const [before, run] = [runOf({ cases: replies(true) }), runOf({ cases: replies(false) })];
    const target = { prompt: promptOf(''), suite: suiteOf(), cases: [] };
    const comparison = compareRuns(before, run, { baselineLabel: 'before' });
    const results = [{ run, target, comparison, findings: [] }];

    const shown = statusOf({ ...quiet, front: { prompt, state: state({ results }) } });

    assert.match(shown?.text ?? '', /^\$\(question\) 1 cannot tell yet/);
    assert.match(
      shown?.tooltip ?? '',
      /^Cannot tell yet whether worse since the previous version: /,
    );
  });

  it('says why a run waits', () => {
    const shown = statusOf({
      ...quiet,
      running: running({ waiting: 'Rate limit of the server.' }),
    });

    assert.match(shown?.text ?? '', /\$\(watch\)/);
    assert.match(shown?.tooltip ?? '', /Waiting: Rate limit of the server\./);
  });

  it('has a label without symbols for screen readers', () => {
    const shown = statusOf({ ...quiet, running: running() });

    assert.equal(shown?.label, 'Micro Metrics: 3/18 - $0.0040 - 3.2 s');
  });
});
