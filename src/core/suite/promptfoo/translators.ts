import type { JsonValue } from '../../json.ts';
import { sqlDialects } from '../../metrics/syntax/sqlDialects.ts';
import type { Range } from '../../text.ts';
import { valueNode } from '../../yaml/makeNode.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import { entryOf, textOf, toJson, type YamlNode } from '../../yaml/yamlTree.ts';

/** What a promptfoo assertion says, once its references are followed. */
export interface Assertion {
  /** Without `not-`. */
  readonly type: string;
  /** Absent where it has none. */
  readonly value?: YamlNode;
  readonly threshold?: number;
  readonly range: Range;
}

/** The metric that means the same, or why there is none. */
export type Translated =
  | {
      readonly type: string;
      readonly parameters: Readonly<Record<string, YamlNode | JsonValue | undefined>>;
      /** What is not quite the same. */
      readonly note?: string;
      /** A model judges, which the assertion may choose. */
      readonly isJudged?: boolean;
      /** Types of the metrics that it is made of. */
      readonly partTypes?: readonly string[];
      /** The metric says the opposite already, so `negate` is turned round. */
      readonly isOpposite?: boolean;
    }
  | { readonly unsupported: string };

/** What `contains-...` means here. */
export const inFence =
  'what stands in the middle of prose does not pass here; the reply, or a code fence in it, must be of the kind.';
/** A text, or a number as text. */
export function asText(value: YamlNode | undefined): YamlNode | undefined {
  return value?.kind === 'scalar' &&
    (typeof value.value === 'number' || typeof value.value === 'boolean')
    ? { ...value, value: String(value.value) }
    : value;
}

export function search(type: string, { value }: Assertion, ignoreCase: boolean): Translated {
  return { type, parameters: { value: asText(value), 'ignore-case': ignoreCase || undefined } };
}

export function searchList(
  { value, range }: Assertion,
  require: 'all' | 'any',
  ignoreCase: boolean,
): Translated {
  // A text stands for several, with commas between them.
  const values =
    value?.kind === 'scalar'
      ? valueNode(commaList(String(value.value ?? '')), value.range)
      : value?.kind === 'list'
        ? { ...value, items: value.items.map((item) => asText(item) ?? item) }
        : value;
  return {
    type: 'contains',
    parameters: {
      values: values ?? valueNode([], range),
      require: require === 'any' ? require : undefined,
      'ignore-case': ignoreCase || undefined,
    },
  };
}

/** Commas in double quotes do not divide. */
function commaList(text: string): readonly string[] {
  return [...text.matchAll(/\s*("(?:[^"\\]|\\.)*"|[^,]*)(?:,|$)/g)]
    .map(([, part = '']) => part.trim())
    .map((part) => (/^".*"$/s.test(part) ? part.slice(1, -1).replaceAll('\\"', '"') : part))
    .filter((part) => part !== '');
}

export function similarity(
  type: string,
  { value, threshold }: Assertion,
  usual: number,
  more: Readonly<Record<string, JsonValue>> = {},
): Translated {
  return { type, parameters: { value, ...more, threshold: threshold ?? usual } };
}

/** A schema may be written as a text of JSON or YAML. */
export function json({ value }: Assertion, inCodeFence: boolean): Translated {
  const text = textOf(value);
  const schema = value === undefined || text === undefined ? value : readYaml(text).node;
  if (schema !== undefined && schema.kind !== 'map' && typeof toJson(schema) !== 'boolean')
    return { unsupported: 'its value is no JSON schema' };
  return {
    type: 'json',
    parameters: {
      schema: schema && value && valueNode(toJson(schema), value.range),
      'code-fence': inCodeFence || undefined,
    },
    ...(inCodeFence && { note: inFence }),
  };
}

export function wordCount({ value }: Assertion): Translated {
  const count = value === undefined ? null : toJson(value);
  const exactly = typeof count === 'number' ? count : Number(count === null ? Number.NaN : count);
  if (Number.isFinite(exactly)) return { type: 'length', parameters: { unit: 'words', exactly } };
  if (value?.kind !== 'map')
    return { unsupported: "its value must be a number, or a mapping with 'min' and 'max'" };
  const other = value.entries.find(({ key }) => key !== 'min' && key !== 'max');
  if (other !== undefined) return { unsupported: `'${other.key}' is neither 'min' nor 'max'` };
  const limits = Object.fromEntries(value.entries.map((entry) => [entry.key, entry.value]));
  return {
    type: 'length',
    parameters: { unit: 'words', min: limits.min, max: limits.max },
  };
}

/** The elements that must be there, as names; promptfoo also takes paths such as `order.item`. */
export function markup(type: string, { value }: Assertion, inCodeFence: boolean): Translated {
  const required = value?.kind === 'map' ? entryOf(value, 'requiredElements')?.value : value;
  const given =
    required === undefined ? [] : required.kind === 'list' ? required.items : [required];
  const paths = given.flatMap((item) => commaList(textOf(item) ?? ''));
  const names = [...new Set(paths.flatMap((path) => path.split('.')))];
  const isNested = paths.some((path) => path.includes('.'));
  const notes = [
    ...(inCodeFence ? [inFence] : []),
    ...(isNested ? ['elements must be there, wherever they stand.'] : []),
  ];
  return {
    type,
    parameters: { requires: names.length > 0 ? names : undefined, 'code-fence': inCodeFence },
    ...(notes.length > 0 && { note: notes.join(' ') }),
  };
}

export function sql({ value }: Assertion, inCodeFence: boolean): Translated {
  const entries = value?.kind === 'map' ? value.entries : [];
  const limit = entries.find(({ key }) => key !== 'databaseType' && key !== 'database');
  if (limit !== undefined)
    return { unsupported: `'${limit.key}' limits tables or columns, which the metric does not` };
  const named = textOf(entries[0]?.value ?? value) ?? 'MySQL';
  const dialect = sqlDialects.find((one) => one === named.toLowerCase());
  if (dialect === undefined)
    return { unsupported: `SQL is read as ${sqlDialects.join(', ')}, not as ${named}` };
  return {
    type: 'sql',
    parameters: { dialect, 'code-fence': inCodeFence },
    ...(inCodeFence && { note: inFence }),
  };
}

/** Criteria in the author's words; an object is shown as JSON. */
export function judged({ value, threshold }: Assertion): Translated {
  if (value === undefined) return { unsupported: 'it has no value that says what is judged' };
  const criteria =
    value.kind === 'scalar' ? asText(value) : valueNode(JSON.stringify(toJson(value)), value.range);
  return { type: 'judge', isJudged: true, parameters: { criteria, threshold } };
}

export function gEval({ value, threshold = 0.7 }: Assertion): Translated {
  if (value === undefined) return { unsupported: 'it has no value that says what is judged' };
  if (value.kind !== 'list')
    return { type: 'g-eval', isJudged: true, parameters: { criteria: asText(value), threshold } };
  // Several criteria count together.
  const parts = value.items.map((item) => ({ type: 'g-eval', criteria: textOf(item) ?? '' }));
  return {
    type: 'weighted',
    partTypes: ['g-eval'],
    parameters: { metrics: valueNode(parts, value.range), threshold },
  };
}

export function similar({ value, threshold = 0.75 }: Assertion): Translated {
  if (value?.kind === 'list')
    return { unsupported: 'it compares with one text only; write one assertion for each' };
  return { type: 'embedding-similarity', parameters: { value, threshold } };
}

/** Judged on the variable `context`, as there. */
export function grounded(type: string, { threshold }: Assertion): Translated {
  return { type, isJudged: true, parameters: { threshold } };
}

const callsNote = 'the calls of the replies count, not those of a trace.';

export function toolCallF1({ value, range, threshold = 1 }: Assertion): Translated {
  return { type: 'tool-calls', parameters: { calls: callsOf(namesOf(value), range), threshold } };
}

export function toolUsed({ value, range }: Assertion): Translated {
  const names = namesOf(value);
  if (names.length === 0 || value?.kind === 'map')
    return { unsupported: 'its value must be the name of a tool, or a list of names' };
  const calls = callsOf(names, range);
  return {
    type: 'tool-calls',
    parameters: { calls, extra: true, turns: 'all' },
    note: callsNote,
  };
}

export function toolSequence({ value, range }: Assertion): Translated {
  const isMap = value?.kind === 'map';
  const names = namesOf(isMap ? entryOf(value, 'steps')?.value : value);
  if (names.length === 0)
    return { unsupported: "its value must be a list of tools, or 'steps:' with one" };
  const isExact = isMap && textOf(entryOf(value, 'mode')?.value) === 'exact';
  const calls = callsOf(names, range);
  return {
    type: 'tool-calls',
    parameters: { calls, order: 'same', extra: !isExact, turns: 'all' },
    note: callsNote,
  };
}

export function toolArguments({ value, range }: Assertion): Translated {
  const name = textOf(entryOf(value, 'name')?.value);
  const given = entryOf(value, 'args') ?? entryOf(value, 'arguments');
  if (name === undefined || given?.value.kind !== 'map')
    return { unsupported: "its value must have the 'name' of a tool and 'args'" };
  const isExact = textOf(entryOf(value, 'mode')?.value) === 'exact';
  const call = { name, arguments: toJson(given.value), ...(isExact && { 'only-arguments': true }) };
  return {
    type: 'tool-calls',
    parameters: { calls: valueNode([call], range), extra: true, turns: 'all' },
    note: callsNote,
  };
}

/** Names of tools: a list of them or of mappings with `name`, or a text with commas. */
function namesOf(value: YamlNode | undefined): readonly string[] {
  if (value === undefined) return [];
  if (value.kind !== 'list') return commaList(textOf(value) ?? '');
  return value.items.flatMap((item) => textOf(entryOf(item, 'name')?.value) ?? textOf(item) ?? []);
}

function callsOf(names: readonly string[], range: Range): YamlNode {
  return valueNode(
    names.map((name) => ({ name })),
    range,
  );
}
