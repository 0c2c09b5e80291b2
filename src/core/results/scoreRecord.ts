import type { Score } from '../metrics/metric.ts';
import type { ScoreRecord } from './runResult.ts';

/** A score as results keep it. */
export function scoreRecord(metric: string, score: Score): ScoreRecord {
  if (score.status !== 'scored') {
    return {
      metric,
      status: score.status,
      value: null,
      passed: null,
      explanation: score.explanation,
    };
  }
  return {
    metric,
    status: 'scored',
    value: score.value,
    passed: score.passed,
    explanation: score.explanation,
    ...(score.evidence.length > 0 && { evidence: score.evidence }),
  };
}
