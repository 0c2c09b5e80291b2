import type { Placed } from '../yaml/placed.ts';
import type { Reading } from '../yaml/reading.ts';
import { toJson, type YamlNode } from '../yaml/yamlTree.ts';
import { reportDuplicate } from './duplicateId.ts';
import { type MetricContext, type ReadMetric, readMetric } from './readMetric.ts';
import { uniqueId } from './slug.ts';
import type { MetricSpec } from './suite.ts';

/** Reads a list of metrics. One with a mistake in what it checks is left out; the others stay. */
export function readMetrics(
  list: YamlNode,
  context: MetricContext,
  reading: Reading,
): readonly MetricSpec[] {
  if (list.kind !== 'list') {
    if (toJson(list) !== null)
      reading.report(
        list.range,
        'error',
        'bad-value',
        "'metrics' must be a list; start each with '- type:'.",
      );
    return [];
  }
  return readMetricItems(
    list.items.map((node) => ({ node, reading })),
    context,
  );
}

/** As `readMetrics`, for metrics that may stand in several files. */
export function readMetricItems(
  items: readonly Placed[],
  context: MetricContext,
): readonly MetricSpec[] {
  const taken = new Map(context.taken);
  const read = items.flatMap(({ node, reading }) => {
    const metric = readMetric(node, context, reading);
    return metric === undefined ? [] : [{ ...metric, reading }];
  });
  // Ids that the author chose come first, so that an unnamed metric never takes one away.
  const chosen = new Map<ReadMetric, string>();
  for (const metric of read) {
    if (metric.id === undefined) continue;
    const { range } = metric.id;
    const text = context.namesMayRepeat
      ? uniqueId(metric.id.text, (candidate) => taken.has(candidate))
      : metric.id.text;
    const first = taken.get(text);
    if (first !== undefined) {
      reportDuplicate('metric', text, range, first, metric.reading);
      continue;
    }
    taken.set(text, range);
    chosen.set(metric, text);
  }
  return read.flatMap((metric) => {
    if (metric.id !== undefined) {
      const id = chosen.get(metric);
      return id === undefined ? [] : [{ ...metric.spec, id }];
    }
    const isTaken = (candidate: string) =>
      taken.has(candidate) || context.reserved?.has(candidate) === true;
    const id = uniqueId(metric.spec.type, isTaken);
    taken.set(id, metric.spec.range);
    return [{ ...metric.spec, id }];
  });
}
