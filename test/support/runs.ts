import type {
  CaseResult,
  ReplyRecord,
  RunResult,
  ScoreRecord,
  TrialResult,
} from '../../src/core/results/runResult.ts';
import { summariseMetrics } from '../../src/core/results/summarise.ts';
import { metricOf } from './suites.ts';

export function replyOf(text: string, own: Partial<ReplyRecord> = {}): ReplyRecord {
  return {
    key: `key of ${text}`,
    text,
    toolCalls: [],
    isCached: false,
    latencyMs: 12,
    time: Date.UTC(2026, 10, 24),
    ...own,
  };
}

export function scoreOf(passed: boolean, own: Partial<ScoreRecord> = {}): ScoreRecord {
  return {
    metric: 'has-question',
    status: 'scored',
    value: passed ? 1 : 0,
    passed,
    explanation: passed ? 'It does.' : 'It does not.',
    ...own,
  };
}

export function trialOf(text: string, own: Partial<TrialResult> = {}): TrialResult {
  return {
    trial: 0,
    output: text,
    replies: [replyOf(text)],
    messages: [{ role: 'system', content: 'Be kind.' }],
    scores: [scoreOf(true)],
    ...own,
  };
}

export function caseResultOf(id: string, own: Partial<CaseResult> = {}): CaseResult {
  return { id, inputHash: `input of ${id}`, tags: [], trials: [trialOf(`question ${id}`)], ...own };
}

/** A finished run of `a.prompt.md` with the suite of `suiteOf()`; summaries follow from the cases. */
export function runOf(own: Partial<RunResult> = {}): RunResult {
  const cases = own.cases ?? [caseResultOf('a'), caseResultOf('b')];
  return {
    id: 'run-1',
    prompt: '/w/a.prompt.md',
    suite: '/w/a.metrics.yaml',
    promptVersion: 'version-1',
    model: { provider: 'fake', name: 'fake-1', isSimulated: false },
    startedAt: Date.UTC(2026, 10, 24, 9, 30),
    durationMs: 120,
    status: 'complete',
    trials: 1,
    usage: { requests: 2, cached: 0, inputTokens: 20, outputTokens: 10, cost: 0.002 },
    metrics: summariseMetrics([metricOf('question')], cases),
    cases,
    ...own,
  };
}
