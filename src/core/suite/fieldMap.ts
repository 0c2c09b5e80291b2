import type { Range } from '../text.ts';
import type { Reading } from '../yaml/reading.ts';
import {
  entryOf,
  textOf,
  toJson,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from '../yaml/yamlTree.ts';

/** Where a part of a case comes from in the rows of a file. */
export interface FieldMapping {
  /** `id`, `tags`, `expected`, `turns`, `messages`, or `variables.<name>`. */
  readonly target: string;
  /** Name of a column or key; dots lead into a value (`meta.lang`, `answers.0`). */
  readonly source: string;
}

/** The map of a case file: single parts, and whether all that it does not name becomes variables. */
export interface FieldMap {
  readonly fields: readonly FieldMapping[];
  readonly keepsRest: boolean;
}

const targets = ['id', 'tags', 'expected', 'turns', 'messages'];

/** Reads `map:` of a case file. A mistake in one line leaves that line out. */
export function readFieldMap(node: YamlNode, reading: Reading): FieldMap | undefined {
  if (node.kind !== 'map') {
    if (toJson(node) !== null)
      reading.report(
        node.range,
        'error',
        'bad-value',
        "'map' must be lines of the form 'part of the case: column', e.g. 'expected: Answer' or 'variables.product: Product'.",
      );
    return undefined;
  }
  const fields: FieldMapping[] = [];
  let keepsRest = false;
  for (const { key, keyRange, value } of node.entries) {
    const source = textOf(value);
    const isVariable = /^variables\..+/.test(key);
    if (source === undefined || source === '')
      reading.report(keyRange, 'error', 'bad-value', `'${key}' needs the name of a column.`);
    else if (key === 'variables' && source === '*') keepsRest = true;
    else if (isVariable || targets.includes(key)) fields.push({ target: key, source });
    else if (key === 'variables')
      reading.report(
        value.range,
        'error',
        'bad-value',
        "Write 'variables.<name>: column' for each variable, or 'variables: \"*\"' for all columns that are not named otherwise.",
      );
    else
      reading.report(
        keyRange,
        'error',
        'unknown-key',
        `A case has no part '${key}'. Known are ${targets.join(', ')}, variables.<name> and variables.`,
      );
  }
  return { fields, keepsRest };
}

/** The first column of the map that a header does not have. */
export function missingColumn(map: FieldMap, columns: readonly string[]): FieldMapping | undefined {
  return map.fields.find(
    ({ source }) => !columns.includes(source) && !columns.includes(source.split('.')[0] ?? ''),
  );
}

/** A row in the words of a case: only what the map names, and all the rest as variables where it says so. */
export function mapRow(row: YamlMap, { fields, keepsRest }: FieldMap): YamlMap {
  const entries: YamlEntry[] = [];
  const variables: YamlEntry[] = [];
  const used = new Set<string>();
  for (const { target, source } of fields) {
    used.add(entryOf(row, source) === undefined ? (source.split('.')[0] ?? '') : source);
    const value = valueAt(row, source);
    if (value === undefined) continue;
    const variable = target.startsWith('variables.')
      ? target.slice('variables.'.length)
      : undefined;
    if (variable !== undefined) variables.push(entryFor(variable, value, row.range));
    else if (!isEmpty(value)) entries.push(entryFor(target, shaped(target, value), row.range));
  }
  if (keepsRest) for (const entry of row.entries) if (!used.has(entry.key)) variables.push(entry);
  const value: YamlNode = { kind: 'map', entries: variables, range: row.range };
  return {
    kind: 'map',
    entries: [...entries, entryFor('variables', value, row.range)],
    range: row.range,
  };
}

function entryFor(key: string, value: YamlNode, keyRange: Range): YamlEntry {
  return { key, keyRange, value };
}

/** A single text stands for the only turn; any plain value for an id. */
function shaped(target: string, value: YamlNode): YamlNode {
  if (target === 'turns' && value.kind === 'scalar' && !isListText(value.value))
    return {
      kind: 'list',
      items: [{ ...value, value: String(value.value ?? '') }],
      range: value.range,
    };
  return value;
}

function isListText(value: unknown): boolean {
  return typeof value === 'string' && value.trimStart().startsWith('[');
}

function isEmpty(value: YamlNode): boolean {
  const text = textOf(value);
  return value.kind === 'scalar' && (text === undefined || text.trim() === '');
}

/** The value of a key, which may have dots in it; else the value that the dots lead to. */
function valueAt(row: YamlNode, source: string): YamlNode | undefined {
  const own = entryOf(row, source)?.value;
  if (own !== undefined) return own;
  let at: YamlNode | undefined = row;
  for (const step of source.split('.'))
    at = at?.kind === 'list' ? at.items[Number(step)] : entryOf(at, step)?.value;
  return at;
}
