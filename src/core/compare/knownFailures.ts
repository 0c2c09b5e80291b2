import type { Comparison } from './comparison.ts';

/** Whether a case that fails metrics (ids) failed all of them before, and fails them no more often now. */
export type IsKnownFailure = (caseId: string, metrics: readonly string[]) => boolean;

/** Tells failures that a comparison knows of both sides from new ones. Without a comparison none is known. */
export function knownFailures(comparison: Comparison | undefined): IsKnownFailure {
  const cases = new Map(comparison?.cases.map((item) => [item.id, item]));
  return (caseId, metrics) => {
    const compared = cases.get(caseId)?.metrics ?? [];
    return metrics.every((id) => {
      const found = compared.find((metric) => metric.id === id);
      if (found === undefined || found.old === null || found.new === null) return false;
      return found.old < 1 && found.new >= found.old;
    });
  };
}
