import { stringify } from 'yaml';
import * as z from 'zod';
import { commonKeys } from './define.ts';
import type { MetricDefinition, MetricExample } from './metric.ts';

/** What a metric's declaration says of it, in Markdown, without a heading. */
export function metricMarkdown(definition: MetricDefinition): string {
  return metricLines(definition).join('\n');
}

function metricLines(definition: MetricDefinition): string[] {
  const { summary, zero, one, source, parameters, examples } = definition;
  return [
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

/** The keys of a schema as a table, in Markdown. */
export function keyTable(schema: z.ZodType, without: readonly string[]): string[] {
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

function exampleLines(example: MetricExample): string[] {
  const { metric, input, expected, output, passes, note } = example;
  const { system, turns = [], reply, otherTrials } = example;
  return [
    `${passes ? 'Passes' : 'Does not pass'}${note === undefined ? '' : ` (${note.replace(/\.$/, '')})`}:`,
    '',
    '```yaml',
    stringify([metric]).trimEnd(),
    ...(system === undefined ? [] : [`# system: ${JSON.stringify(system)}`]),
    ...turns.flatMap(([user, answer]) => [
      `# user: ${JSON.stringify(user)}`,
      `# reply: ${JSON.stringify(answer)}`,
    ]),
    ...(input === undefined ? [] : [`# user: ${JSON.stringify(input)}`]),
    ...(expected === undefined ? [] : [`# expected: ${JSON.stringify(expected)}`]),
    `# reply: ${JSON.stringify(output)}`,
    ...(reply === undefined ? [] : [`# of the reply: ${JSON.stringify(reply)}`]),
    ...(otherTrials === undefined ? [] : [`# other trials: ${JSON.stringify(otherTrials)}`]),
    '```',
  ];
}

/** Text of a cell of a table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<<', '\\<\\<');
}
