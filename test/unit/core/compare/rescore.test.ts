import assert from 'node:assert/strict';
import { rescore } from '../../../../src/core/compare/rescore.ts';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { scoreSample } from '../../../../src/core/metrics/scoreSample.ts';
import type { Scorer } from '../../../../src/core/ports.ts';
import { caseResultOf, runOf, trialOf } from '../../../support/runs.ts';
import { caseOf, metricOf, suiteOf } from '../../../support/suites.ts';

const consistency = metricOf('', { id: 'same', type: 'consistency', parameters: {} });
const signal = new AbortController().signal;

const scorer: Scorer = {
  score: (tasks) =>
    Promise.all(tasks.map(({ sample, metrics }) => scoreSample(sample, metrics, builtInMetrics))),
};

describe('a stored run judged again', () => {
  it('has its trials compared with each other', async () => {
    const texts = ['Yes.', 'yes', 'No.'];
    const trials = texts.map((text, trial) => trialOf(text, { trial }));
    const run = runOf({ trials: 3, cases: [caseResultOf('a', { trials })] });
    const judges = {
      suite: suiteOf({ metrics: [consistency] }),
      cases: [caseOf('a')],
      stages: ['real-time'] as const,
    };

    const again = await rescore(run, judges, scorer, signal);

    assert.deepEqual(
      again.cases[0]?.trials.map(({ scores }) => scores[0]?.value),
      [0.5, 0.5, 0],
    );
  });

  it('counts no trial that was drawn because of an earlier result', async () => {
    const texts = ['Yes.', 'no', 'no'];
    const trials = texts.map((text, trial) => trialOf(text, { trial }));
    const run = runOf({ trials: 1, cases: [caseResultOf('a', { trials })] });
    const judges = {
      suite: suiteOf({ metrics: [metricOf('Yes')] }),
      cases: [caseOf('a')],
      stages: ['real-time'] as const,
    };

    const { metrics, cases } = await rescore(run, judges, scorer, signal);

    assert.deepEqual([metrics[0]?.passed, metrics[0]?.scored], [1, 1]);
    assert.equal(cases[0]?.trials[1]?.scores[0]?.passed, false);
  });
});
