import assert from 'node:assert/strict';
import { compareRuns } from '../../src/core/compare/compareRuns.ts';
import type { LogRate } from '../../src/core/logs/logRates.ts';
import { markdownReport } from '../../src/core/report/markdown.ts';
import type { ReportedRun } from '../../src/core/report/report.ts';
import { caseResultOf, runOf, scoreOf, trialOf } from './runs.ts';

/** A report in Markdown that holds a text wherever it can hold one that is not the tool's. */
export function reportWith(text: string): string {
  const run = (passes: boolean) => {
    const scored = Array.from({ length: 12 }, (_, at) =>
      caseResultOf(`${at} ${text}`, {
        trials: [
          trialOf('', {
            scores: [
              scoreOf(passes, { explanation: text }),
              scoreOf(true, { metric: 'calm', explanation: text }),
            ],
          }),
        ],
      }),
    );
    const failed = caseResultOf(`failed ${text}`, {
      trials: [trialOf('', { scores: [], error: { code: 'model-server-error', message: text } })],
    });
    const made = runOf({
      cases: passes ? scored : [...scored, failed],
      model: { provider: 'fake', name: `m ${text}`, isSimulated: false },
      prompt: `/w/p ${text}`,
    });
    const [metric] = made.metrics;
    assert.ok(metric);
    const named = { ...metric, name: `n ${text}`, goal: 'risk', target: 0.9 };
    return {
      ...made,
      metrics: [named, { ...metric, id: 'calm', name: `c ${text}`, goal: 'calm' }],
    };
  };
  const old = run(true);
  const now = run(false);
  const reported: ReportedRun = {
    run: now,
    comparison: compareRuns(old, now, { baselineLabel: `b ${text}` }),
    findings: [],
    goals: [
      { id: 'risk', text: `g ${text}` },
      { id: 'calm', text: `h ${text}` },
    ],
    lines: {
      total: 9,
      failures: [{ line: 3, metric: 'has-question', explanation: text }],
      rates: [logRate(text)],
    },
  };
  return markdownReport([reported], (path) => path, 'regression');
}

function logRate(text: string): LogRate {
  const period = { start: '2026-11-24', passed: 1, scored: 20, rate: 0.05 };
  return {
    metric: 'has-question',
    passed: 1,
    scored: 20,
    issue: text,
    unit: 'day',
    series: [{ ...period, interval: [0.01, 0.2] }],
    changes: [],
    current: { passed: 1, scored: 20, rate: 0.05, interval: [0.01, 0.2] },
    isAlert: true,
  };
}
