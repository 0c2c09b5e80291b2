import { EvalError } from '../../errors.ts';
import type { Suite } from '../suite.ts';
import { listOf, type SuiteText } from './suiteText.ts';

/**
 * The index of a metric in the list of its suite. The id may be written, or made from name or type; so the place decides that the
 * reader gave it.
 * @throws {EvalError} not-found when the metric is not the suite's own: of one case, of a shared file, or unknown
 */
export function metricIndex(
  suite: Pick<Suite, 'path' | 'metrics'>,
  text: SuiteText,
  id: string,
): number {
  const metric = suite.metrics.find((item) => item.id === id);
  if (metric !== undefined && metric.file !== suite.path)
    throw new EvalError(
      'not-found',
      `The metric '${id}' stands in ${metric.file}. Edit it there.`,
      { file: metric.file },
    );
  const line = metric?.range.start.line;
  const index = listOf(text, 'metrics')?.items.findIndex((item) => item.range.start.line === line);
  if (index === undefined || index < 0)
    throw new EvalError('not-found', `The suite has no metric '${id}' of its own.`);
  return index;
}
