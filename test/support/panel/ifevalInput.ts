import { type IfevalRecord, readRecords } from '../../../scripts/ifeval/record.ts';
import { compareRuns } from '../../../src/core/compare/compareRuns.ts';
import type { CaseResult, RunResult } from '../../../src/core/results/runResult.ts';
import { summariseMetrics } from '../../../src/core/results/summarise.ts';
import type { MetricSpec } from '../../../src/core/suite/suite.ts';
import { startOfText } from '../../../src/core/text.ts';
import type { PanelInput } from '../../../src/panel/source.ts';
import { caseResultOf, runOf, trialOf } from '../runs.ts';

/** Where the data of IFEval is, relative to the project; not everybody has it. */
export const ifevalFile = '../shared/data/ifeval/en.jsonl';

/** Real responses of two models to the prompts of IFEval, with its official verdicts, as a comparison. */
export async function ifevalInput(): Promise<PanelInput> {
  const records = await readRecords(ifevalFile);
  const ids = [...new Set(records.flatMap(({ instructions }) => instructions.map(({ id }) => id)))];
  const specs = ids.sort().map(
    (id): MetricSpec => ({
      ...{ id, name: id, type: 'contains', stage: 'real-time', severity: 'error' },
      ...{ parameters: {}, file: '/w/a.metrics.yaml', range: startOfText },
    }),
  );
  const run = (side: 'a' | 'b'): RunResult => {
    const cases = records.map((record) => caseOf(record, side));
    return runOf({ id: side, promptVersion: side, cases, metrics: summariseMetrics(specs, cases) });
  };
  const [old, now] = [run('a'), run('b')];
  const side = (label: string, of: RunResult) => ({
    version: { label, time: of.startedAt, commit: null },
    source: label,
    run: of,
  });
  return {
    key: '/w/a.prompt.md',
    title: 'a.prompt.md',
    suite: { metrics: specs, goals: [] },
    old: side('Before', old),
    new: side('Now', now),
    comparison: compareRuns(old, now, { baselineLabel: 'Before' }),
    isStale: false,
    notices: [],
    actions: [],
  };
}

function caseOf({ key, prompt, instructions, ...sides }: IfevalRecord, at: 'a' | 'b'): CaseResult {
  const { response, verdicts } = sides[at];
  const passed = new Map<string, boolean>();
  for (const [index, { id }] of instructions.entries())
    passed.set(id, (passed.get(id) ?? true) && verdicts[index] === true);
  const scores = [...passed].map(([metric, isPassed]) => ({
    metric,
    status: 'scored' as const,
    value: isPassed ? 1 : 0,
    passed: isPassed,
    explanation: isPassed ? 'Followed.' : 'Not followed.',
  }));
  const messages = [{ role: 'user' as const, content: prompt }];
  return caseResultOf(String(key), { trials: [trialOf(response, { messages, scores })] });
}
