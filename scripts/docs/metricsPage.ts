import * as z from 'zod';
import { commonKeys } from '../../src/core/metrics/define.ts';
import { cell, keyTable, metricMarkdown } from '../../src/core/metrics/metricMarkdown.ts';
import type { MetricRegistry } from '../../src/core/metrics/registry.ts';

/** The page of all metrics in Markdown, made of their declarations. */
export function metricsPage(registry: MetricRegistry): string {
  const definitions = registry.types.flatMap((type) => registry.get(type) ?? []);
  const contents = definitions.map(
    ({ type, summary }) => `| [${type}](#${type}) | ${cell(summary)} |`,
  );
  return [
    '<!-- Made by `npm run docs` from the declarations in src/core/metrics. -->',
    '',
    '# Metrics',
    '',
    'Each metric judges one completion and gives a score: a value from 0 to 1, whether it passed, an explanation and the ' +
      'places in the reply that show why. A metric that does not apply is *skipped*, one that could not be computed ' +
      '*failed*; neither counts as passed. An empty reply passes no metric, unless the metric asks for emptiness.',
    '',
    'Texts may hold `{{ variable }}`, filled in from the variables of the case, and `{{ expected }}` for its expected answer.',
    '',
    '| Type | Passes when |',
    '| --- | --- |',
    ...contents,
    '',
    '## Keys of every metric',
    '',
    ...keyTable(z.strictObject(commonKeys), []),
    '',
    ...definitions.flatMap((definition) => [
      `## ${definition.type}`,
      '',
      metricMarkdown(definition),
      '',
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
