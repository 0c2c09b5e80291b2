import { isInside } from '../path.ts';
import type { Problem } from '../problem.ts';
import { filesOfMetric } from './filesOf.ts';
import type { MetricSpec } from './suite.ts';

/** Metrics without those that name a file outside the workspace: nothing from there is run or sent. */
export function insideOnly(
  metrics: readonly MetricSpec[],
  root: string,
): { readonly metrics: readonly MetricSpec[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const isFine = (metric: MetricSpec): boolean => {
    const outside = filesOfMetric(metric).find((path) => !isInside(root, path));
    if (outside === undefined) return true;
    problems.push({
      file: metric.file,
      range: metric.range,
      severity: 'error',
      code: 'path-outside',
      message: `The metric '${metric.name}' names a file outside the workspace folder and is not used. Move the file into it.`,
    });
    return false;
  };
  return { metrics: metrics.filter(isFine), problems };
}
