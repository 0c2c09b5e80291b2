import type { RunResult } from './runResult.ts';

/** Versions in a trend, the shown one not counted. */
const most = 11;

/**
 * Pass rates of every metric over the versions before a run, oldest first: of each version its newest run. Null where a version
 * has no rate.
 * @param runs newest first; cases are not needed
 */
export function ratesBefore(
  shown: Pick<RunResult, 'promptVersion' | 'startedAt'>,
  runs: readonly Pick<RunResult, 'promptVersion' | 'startedAt' | 'metrics'>[],
): ReadonlyMap<string, readonly (number | null)[]> {
  const seen = new Set([shown.promptVersion]);
  const versions: (typeof runs)[number][] = [];
  for (const run of runs) {
    if (run.startedAt >= shown.startedAt || seen.has(run.promptVersion)) continue;
    seen.add(run.promptVersion);
    versions.unshift(run);
    if (versions.length === most) break;
  }
  const ids = new Set(versions.flatMap(({ metrics }) => metrics.map(({ id }) => id)));
  return new Map(
    [...ids].map((id) => [
      id,
      versions.map(({ metrics }) => metrics.find((metric) => metric.id === id)?.passRate ?? null),
    ]),
  );
}
