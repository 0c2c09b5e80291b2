import { stringify } from 'yaml';
import * as z from 'zod';
import { commonKeys } from '../../src/core/metrics/define.ts';
import type { MetricDefinition, MetricExample } from '../../src/core/metrics/metric.ts';
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
    ...definitions.flatMap((definition) => [...section(definition), '']),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function section(definition: MetricDefinition): string[] {
  const { type, summary, zero, one, source, parameters, examples } = definition;
  return [
    `## ${type}`,
    '',
    summary,
    '',
    `- 0: ${zero}`,
    `- 1: ${one}`,
    ...(source === undefined ? [] : [`- Source: ${source}`]),
    '',
    ...keyTable(parameters, Object.keys(commonKeys)),
    ...examples.flatMap((example) => ['', ...exampleLines(example)]),
  ];
}

function keyTable(schema: z.ZodType, without: readonly string[]): string[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  const rows = Object.entries(properties)
    .filter(([key]) => !without.includes(key))
    .map(([key, value]) => {
      if (typeof value !== 'object') return `| \`${key}\` | any | | |`;
      const preset = required.includes(key)
        ? '*required*'
        : value.default === undefined || value.default === ''
          ? ''
          : `\`${JSON.stringify(value.default)}\``;
      return `| \`${key}\` | ${cell(kindOf(value))} | ${preset} | ${cell(value.description ?? '')} |`;
    });
  return rows.length === 0
    ? []
    : ['| Key | Value | Default | Meaning |', '| --- | --- | --- | --- |', ...rows];
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

function kindOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.anyOf)
    return [
      ...new Set(schema.anyOf.map((one) => (typeof one === 'object' ? kindOf(one) : 'any'))),
    ].join(' or ');
  switch (schema.type) {
    case 'integer':
      return 'whole number';
    case 'boolean':
      return '`true` or `false`';
    case 'string':
      return 'text';
    case 'array':
      return 'list';
    case undefined:
      return 'any value';
    default:
      return String(schema.type);
  }
}

function exampleLines({ metric, input, expected, output, passes, note }: MetricExample): string[] {
  return [
    `${passes ? 'Passes' : 'Does not pass'}${note === undefined ? '' : ` (${note.replace(/\.$/, '')})`}:`,
    '',
    '```yaml',
    stringify([metric]).trimEnd(),
    ...(input === undefined ? [] : [`# user: ${JSON.stringify(input)}`]),
    ...(expected === undefined ? [] : [`# expected: ${JSON.stringify(expected)}`]),
    `# reply: ${JSON.stringify(output)}`,
    '```',
  ];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<<', '\\<\\<');
}
