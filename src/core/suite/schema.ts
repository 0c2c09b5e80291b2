import * as z from 'zod';
import type { MetricRegistry } from '../metrics/registry.ts';
import { modelSchema } from '../prompt/modelKeys.ts';

/** Every key of a suite is declared here, once: readers check against it, and editors get it as JSON Schema. */

const text = z.string().min(1);
/** Numbers are welcome where a name is asked for. */
const name = z.union([text, z.number()]);

function date(key: string) {
  return z.iso.date({ error: `'${key}' must be a date such as 2027-02-23.` });
}

const roles = ['system', 'developer', 'user', 'assistant', 'tool'] as const;

/** Keys that a metric of any type can have; all others belong to its type. */
export const metricKeys = {
  id: name.describe('Stable id, unique in the suite; default: made from the name, else the type.'),
  type: text.describe('What is checked.'),
  name: text.describe(
    'What the metric says about a reply, e.g. `Replies in the language of the customer`.',
  ),
  stage: z
    .enum(['real-time', 'async', 'offline'])
    .describe('When it runs: on every save (default), in the background, or on demand and in CI.'),
  severity: z
    .enum(['error', 'warning', 'information', 'hint'])
    .describe('How loudly a failure is shown; default `error`.'),
  target: z.number().min(0).max(1).describe('Share of cases that should pass, 0 to 1.'),
  goal: text.describe('Id of the goal under `goals:` that the metric serves.'),
  issue: text.describe('Link to the problem of a user that the metric comes from.'),
  owner: text.describe('Who is asked when it fails.'),
  added: date('added').describe('Day on which it was added, YYYY-MM-DD.'),
  review: date('review').describe(
    'Day on which to ask whether it is still worth keeping, YYYY-MM-DD.',
  ),
  guards: text.describe('Text of the prompt that the metric protects; failures are shown there.'),
};

const toolCall = z.union([
  z.strictObject({ id: text.optional(), name: text, arguments: z.string() }),
  z.strictObject({
    id: text.optional(),
    type: z.literal('function').optional(),
    function: z.strictObject({ name: text, arguments: z.string() }),
  }),
]);

/** A message of given history; tool calls also in the words of the OpenAI protocol. */
export const messageSchema = z.strictObject({
  role: z.enum(roles).describe('Who speaks.'),
  content: z.string().nullish().describe('The text.'),
  name: text.optional(),
  'tool-calls': z.array(toolCall).optional().describe('Calls that the assistant made.'),
  'tool-call-id': text.optional().describe('The call that this message answers.'),
  tool_calls: z.array(toolCall).optional(),
  tool_call_id: text.optional(),
});

/** Keys of a case. */
export const caseKeys = {
  id: name.describe('Stable id, unique in the suite; default: its number.'),
  tags: z.union([z.array(name), text]).describe('Words to group and filter cases by.'),
  variables: z.record(z.string(), z.unknown()).describe('Values of the variables of the prompt.'),
  messages: z.array(messageSchema).describe('Given history, put after the messages of the prompt.'),
  turns: z
    .array(z.string())
    .describe('What the user says, turn by turn; the reply to each is generated.'),
  expected: z.unknown().describe('The expected answer, for metrics that compare with it.'),
  metrics: z.array(z.unknown()).describe('Metrics for this case alone.'),
};

/** An item of `cases:` that stands for a file of cases. */
export const caseFileKeys = {
  file: text.describe('Path or glob of JSONL, CSV, YAML or JSON files, relative to the suite.'),
  map: z
    .record(text, z.union([text, z.number()]))
    .describe(
      'Which column or key becomes which part of a case: `id`, `tags`, `expected`, `turns`, `messages` or `variables.<name>`; dots lead into a value. `variables: "*"` takes all others as variables. Default: by their names.',
    ),
  delimiter: z
    .string()
    .length(1)
    .describe('What divides the columns of a CSV file; default: found out from its header.'),
};

/** Keys of a retired metric. */
export const retiredSchema = z.strictObject({
  id: name.describe('Id that the metric had.'),
  on: date('on').describe('Day of its retirement, YYYY-MM-DD.'),
  reason: text.describe('Why it is no longer needed.'),
  metric: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('The metric as it was, so that it can be restored.'),
});

/** Keys of a suite file. */
export const suiteKeys = {
  prompt: text.describe(
    'The prompt, a path or glob relative to the suite; default: the prompt with the stem of this file.',
  ),
  prompts: z.union([z.array(text), text]).describe('Several prompts.'),
  'prompt-format': z
    .enum(['promptfoo'])
    .describe(
      'How all its prompts are read; default: each as its name says. `promptfoo`: a text is what the user says, a list of roles and contents a conversation, lines `---` part several prompts.',
    ),
  model: modelSchema.describe(
    'The model; default: the front matter of the prompt, else the settings.',
  ),
  extends: z
    .union([z.array(text), text])
    .describe(
      'Files whose goals, metrics and judge this suite shares, relative to it, e.g. `shared.metrics.yaml`. A metric or goal of the same id here, and an entry under `retired`, wins.',
    ),
  judge: modelSchema.describe('The model that judges, for metrics that ask one.'),
  trials: z
    .int()
    .min(1)
    .max(1000)
    .describe(
      'How often each case is tried on every run, 1 to 1000; default 1: then cases that fail are run again as needed.',
    ),
  goals: z
    .record(text, text)
    .describe('Business or user outcomes that metrics serve: id and sentence.'),
  metrics: z.array(z.unknown()).describe('Checks that every reply goes through.'),
  cases: z.array(z.unknown()).describe('Situations in which the prompt is tried.'),
  retired: z.array(retiredSchema).describe('Metrics that are no longer needed.'),
};

type Json = Readonly<Record<string, unknown>>;

/** The JSON Schema (draft 7) of suite files, with one branch per type of metric. */
export function suiteJsonSchema(registry: MetricRegistry): Json {
  const metrics = { type: 'array', items: { $ref: '#/definitions/metric' } };
  const caseSchema = objectSchema(caseKeys, []);
  const suite = objectSchema(suiteKeys, []);
  const definitions: Record<string, unknown> = {
    metric: { oneOf: registry.types.map((type) => ({ $ref: `#/definitions/${type}` })) },
    case: {
      ...caseSchema,
      properties: {
        ...propertiesOf(caseSchema),
        metrics: withDescription(metrics, caseKeys.metrics),
      },
    },
    'case-file': objectSchema(caseFileKeys, ['file']),
  };
  for (const [key, schema] of Object.entries(metricKeys))
    if (key !== 'type') definitions[keyName(key)] = draft7(schema);
  for (const type of registry.types) definitions[type] = metricSchema(type, registry, definitions);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Micro Metrics suite',
    ...suite,
    properties: {
      ...propertiesOf(suite),
      metrics: withDescription(metrics, suiteKeys.metrics),
      cases: withDescription(
        {
          type: 'array',
          items: { anyOf: [{ $ref: '#/definitions/case' }, { $ref: '#/definitions/case-file' }] },
        },
        suiteKeys.cases,
      ),
    },
    definitions,
  };
}

function metricSchema(
  type: string,
  registry: MetricRegistry,
  definitions: Record<string, unknown>,
): Json {
  const definition = registry.get(type);
  if (definition === undefined) return {};
  const common = Object.keys(metricKeys).filter((key) => key !== 'type');
  const own = hoist(draft7(definition.parameters), type, definitions);
  const branches = own.anyOf ?? own.oneOf ?? [own];
  const merged = (Array.isArray(branches) ? branches : [own]).map((branch: unknown) => {
    const { properties, required, ...rest } = recordOf(branch);
    return {
      type: 'object',
      properties: {
        type: { const: type, description: definition.summary },
        ...Object.fromEntries(
          common.map((key) => [key, { $ref: `#/definitions/${keyName(key)}` }]),
        ),
        ...recordOf(properties),
      },
      required: ['type', ...(Array.isArray(required) ? required : [])],
      additionalProperties: rest.additionalProperties ?? false,
    };
  });
  const documentation = {
    title: type,
    description: `${definition.summary} 0: ${definition.zero} 1: ${definition.one}`,
  };
  return merged.length === 1
    ? { ...documentation, ...merged[0] }
    : { ...documentation, anyOf: merged };
}

/** Kept apart from the names of metric types. */
function keyName(key: string): string {
  return `metric.${key}`;
}

function objectSchema(
  shape: Readonly<Record<string, z.ZodType>>,
  required: readonly string[],
): Json {
  const properties = Object.fromEntries(
    Object.entries(shape).map(([key, schema]) => [key, draft7(schema)]),
  );
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function draft7(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = recordOf(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', target: 'draft-7' }),
  );
  return rest;
}

/** References start at the root of the whole schema, so what a metric's own schema defines moves there under its name. */
function hoist(own: Json, type: string, definitions: Record<string, unknown>): Json {
  const { definitions: inner, ...rest } = own;
  const renamed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(renamed);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        key === '$ref' && typeof member === 'string'
          ? member.replace('#/definitions/', `#/definitions/${type}.`)
          : renamed(member),
      ]),
    );
  };
  for (const [key, schema] of Object.entries(recordOf(inner)))
    definitions[`${type}.${key}`] = renamed(schema);
  return recordOf(renamed(rest));
}

function withDescription(schema: Json, source: z.ZodType): Json {
  return {
    ...schema,
    ...(source.description !== undefined && { description: source.description }),
  };
}

function propertiesOf(schema: Json): Json {
  return recordOf(schema.properties);
}

function recordOf(value: unknown): Json {
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value))
    : {};
}
