import assert from 'node:assert/strict';
import { exitCodeFor } from '../../../src/cli/failOn.ts';
import { compareRuns } from '../../../src/core/compare/compareRuns.ts';
import type { WantedFailOn } from '../../../src/core/report/failOn.ts';
import type { ReportedRun } from '../../../src/core/report/report.ts';
import { caseResultOf, runOf, trialOf } from '../../support/runs.ts';
import { regressed, runThat, unscoredRun } from './reporters/inputs.ts';

const error = { code: 'model-timeout', message: 'Too slow.' };
const broken = caseResultOf('b', { trials: [trialOf('', { error, output: null, replies: [] })] });
const passing = runThat(true);
const failing = runThat(false);
const mild = {
  ...failing,
  metrics: failing.metrics.map((metric) => ({ ...metric, severity: 'information' as const })),
};

const same = compareRuns(failing, failing, { baselineLabel: 'before' });

describe('exitCodeFor', () => {
  const rows: readonly (readonly [string, readonly ReportedRun[], WantedFailOn, number])[] = [
    ['no run', [], 'failure', 2],
    ['no answer at all', [{ run: runOf({ cases: [broken] }) }], 'never', 2],
    ['everything passing', [{ run: passing }], 'failure', 0],
    ['a metric below its target', [{ run: failing }], 'failure', 1],
    ['a metric below its target', [{ run: failing }], 'regression', 0],
    ['a metric of severity information below it', [{ run: mild }], 'failure', 0],
    [
      'one case that could not run',
      [{ run: { ...passing, cases: [...passing.cases, broken] } }],
      'failure',
      1,
    ],
    ['a metric that could not be scored', [{ run: unscoredRun() }], 'failure', 1],
    ['a metric that could not be scored', [{ run: unscoredRun() }], 'regression', 0],
    [
      'a metric below its target with nothing to compare with',
      [{ run: failing }],
      'by-comparison',
      1,
    ],
    [
      'a metric below its target of a prompt that is what it was',
      [{ run: failing, isUnchanged: true }],
      'by-comparison',
      0,
    ],
    [
      'a metric below its target that is compared and no worse',
      [{ run: failing, comparison: same }],
      'by-comparison',
      0,
    ],
    [
      'a metric below its target that is compared with results that carry no verdict',
      [{ run: failing, comparison: { ...same, verdict: 'inconclusive', isOpen: true } }],
      'by-comparison',
      1,
    ],
    [
      'a metric below its target that is compared with results of which the sound ones show nothing',
      [{ run: failing, comparison: { ...same, verdict: 'inconclusive', isDoubtful: true } }],
      'by-comparison',
      1,
    ],
    [
      'a metric below its target that the sound ones show to be no worse',
      [{ run: failing, comparison: { ...same, verdict: 'unchanged', isDoubtful: true } }],
      'by-comparison',
      0,
    ],
    ['a regression', [regressed()], 'by-comparison', 1],
    ['a regression', [regressed()], 'regression', 1],
    ['a regression', [regressed()], 'failure', 1],
    ['a regression', [regressed()], 'never', 0],
    ['a regression of the second prompt', [{ run: passing }, regressed()], 'regression', 1],
    [
      'lines without cases',
      [{ run: { ...passing, cases: [] }, lines: { total: 3, failures: [] } }],
      'failure',
      0,
    ],
  ];
  for (const [name, runs, failOn, code] of rows)
    it(`is ${code} for ${name} with --fail-on ${failOn}`, () =>
      assert.equal(exitCodeFor(runs, failOn), code));
});
