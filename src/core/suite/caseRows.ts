import { messageOf } from '../errors.ts';
import { didYouMean, nearest } from '../nearest.ts';
import type { Files } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { LineMap, type Range } from '../text.ts';
import { nodeOfJson } from '../yaml/nodeOfJson.ts';
import { ProblemList } from '../yaml/problemList.ts';
import { readYaml } from '../yaml/readYaml.ts';
import { entryOf, textOf, toJson, type YamlEntry, type YamlNode } from '../yaml/yamlTree.ts';
import { csvRecords, maxRecordLength } from './csvRecords.ts';
import { type FieldMap, mapRow, missingColumn } from './fieldMap.ts';
import { jsonlLines } from './jsonlLines.ts';
import { type ReadCase, readCase } from './readCase.ts';
import type { MetricContext } from './readMetric.ts';

/** One row of a case file. */
export interface Row {
  /** 1-based among the rows of the file. */
  readonly number: number;
  /** Absent for a row that cannot be used. */
  readonly read?: ReadCase;
  readonly problems: readonly Problem[];
}

/** How the rows of a file become cases. */
export interface RowForm {
  readonly map?: FieldMap;
  /** Of a CSV file; default: what its header uses most of `,`, `;` and tab. */
  readonly delimiter?: string;
}

/** The rows of a JSONL file: one case per line; keys that a case does not have are variables, unless it has `variables`. */
export async function* jsonlRows(
  lines: AsyncIterable<string>,
  path: string,
  context: MetricContext,
  { map }: RowForm = {},
): AsyncGenerator<Row> {
  const form = { hasLooseVariables: map === undefined, noun: 'the row' };
  for await (const { text, range, number } of jsonlLines(lines)) {
    const reading = rowReading(path);
    const node = jsonRow(text, range, reading);
    const read = node && readCase(mapped(node, map), form, context, reading);
    yield { number, ...(read !== undefined && { read }), problems: reading.problems };
  }
}

function mapped(node: YamlNode, map: FieldMap | undefined): YamlNode {
  return map === undefined || node.kind !== 'map' ? node : mapRow(node, map);
}

/** A row of JSON as a tree that stands at one place; undefined, with the mistake reported, where it is none. */
export function jsonRow(text: string, range: Range, reading: ProblemList): YamlNode | undefined {
  if (text.length > maxRecordLength) {
    reading.report(
      range,
      'error',
      'row-too-long',
      'This row is longer than 2 MiB and is not read.',
    );
    return undefined;
  }
  try {
    return nodeOfJson(JSON.parse(text), range, reading);
  } catch (error) {
    // The parser quotes the text; the place says it better.
    const said = messageOf(error)
      .replace(/(?: in JSON)? at position \d+.*$/s, '')
      .replace(/, "[\s\S]*$/, '');
    reading.report(range, 'error', 'bad-json', `This row is not JSON: ${said}.`);
    return undefined;
  }
}

/** Columns of a CSV file that are not variables. */
const caseColumns = ['id', 'tags', 'expected', 'turns', 'messages'];
const listColumns = ['turns', 'messages'];

/** The rows of a CSV file with a header: `id`, `tags`, `expected`, `turns`, `messages`; every other column is a variable. */
export async function* csvRows(
  lines: AsyncIterable<string>,
  path: string,
  context: MetricContext,
  rowForm: RowForm = {},
): AsyncGenerator<Row> {
  let header: readonly string[] | undefined;
  let number = 0;
  for await (const record of csvRecords(lines, rowForm.delimiter)) {
    const reading = rowReading(path);
    const range: Range = {
      start: { line: record.firstLine, column: 0 },
      end: { line: record.lastLine, column: record.lastLength },
    };
    const { fields } = record;
    if (fields === undefined) {
      number++;
      reading.report(range, 'error', 'bad-csv', `This row is not CSV: ${record.problem}.`);
      yield { number, problems: reading.problems };
      if (header === undefined) return;
      continue;
    }
    if (header === undefined) {
      header = fields.map((field) => field.trim());
      const fault = headerFault(header, rowForm.map);
      if (fault === undefined) continue;
      reading.report(range, 'error', 'bad-header', fault);
      yield { number, problems: reading.problems };
      return;
    }
    number++;
    const read = readCsvRow(fields, header, range, rowForm.map, context, reading);
    yield { number, ...(read !== undefined && { read }), problems: reading.problems };
  }
}

function headerFault(header: readonly string[], map: FieldMap | undefined): string | undefined {
  const empty = header.indexOf('');
  if (empty >= 0)
    return `Column ${empty + 1} of the header has no name. Name it, or remove the column.`;
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) return `The column '${twice}' stands twice in the header. Rename one.`;
  const forbidden = header.find((name) => ['__proto__', 'constructor', 'prototype'].includes(name));
  if (forbidden !== undefined)
    return `'${forbidden}' cannot be used as a column. Choose another name.`;
  const missing = map && missingColumn(map, header);
  return (
    missing &&
    `There is no column '${missing.source}', which 'map:' of the suite takes for '${missing.target}'.${didYouMean(nearest(missing.source, header))}`
  );
}

function readCsvRow(
  fields: readonly string[],
  header: readonly string[],
  range: Range,
  map: FieldMap | undefined,
  context: MetricContext,
  reading: ProblemList,
): ReadCase | undefined {
  if (fields.length !== header.length) {
    reading.report(
      range,
      'error',
      'bad-csv',
      `This row has ${fields.length} ${fields.length === 1 ? 'column' : 'columns'}, the header ${header.length}. Put texts that hold the delimiter in quotes.`,
    );
    return undefined;
  }
  const form = { hasLooseVariables: false, noun: 'the row' };
  if (map !== undefined) {
    const row = header.map((key, index): YamlEntry => {
      const value: YamlNode = { kind: 'scalar', value: fields[index] ?? '', range };
      return { key, keyRange: range, value };
    });
    const entries: YamlEntry[] = [];
    for (const entry of mapRow({ kind: 'map', entries: row, range }, map).entries) {
      const text = listColumns.includes(entry.key) ? textOf(entry.value) : undefined;
      const value = text === undefined ? entry.value : listCell(entry.key, text, range, reading);
      if (value === undefined) return undefined;
      entries.push({ ...entry, value });
    }
    return readCase({ kind: 'map', entries, range }, form, context, reading);
  }
  const entries: YamlEntry[] = [];
  const variables: YamlEntry[] = [];
  for (const [index, key] of header.entries()) {
    const field = fields[index] ?? '';
    const plain: YamlNode = { kind: 'scalar', value: field, range };
    if (!caseColumns.includes(key)) variables.push({ key, keyRange: range, value: plain });
    else if (field.trim() !== '') {
      const value = listColumns.includes(key) ? listCell(key, field, range, reading) : plain;
      if (value === undefined) return undefined;
      entries.push({ key, keyRange: range, value });
    }
  }
  const value: YamlNode = { kind: 'map', entries: variables, range };
  entries.push({ key: 'variables', keyRange: range, value });
  return readCase({ kind: 'map', entries, range }, form, context, reading);
}

/** A list as JSON; a turn that is no list is the only turn. */
function listCell(
  key: string,
  field: string,
  range: Range,
  reading: ProblemList,
): YamlNode | undefined {
  if (key === 'turns' && !field.trimStart().startsWith('['))
    return { kind: 'list', items: [{ kind: 'scalar', value: field, range }], range };
  try {
    return nodeOfJson(JSON.parse(field), range, reading);
  } catch {
    const example =
      key === 'turns' ? '["Hello", "And then?"]' : '[{"role": "user", "content": "Hello"}]';
    reading.report(range, 'error', 'bad-json', `'${key}' must be a JSON list such as ${example}.`);
    return undefined;
  }
}

/** The rows of a YAML or JSON file: a list of cases, or a mapping with `cases`. */
export async function* yamlRows(
  files: Files,
  path: string,
  context: MetricContext,
  { map }: RowForm = {},
): AsyncGenerator<Row> {
  const text = await files.readText(path);
  const reading = new ProblemList(path, new LineMap(text));
  const { node, problems } = readYaml(text, { file: path, lines: reading.lines });
  reading.problems.push(...problems);
  const list = entryOf(node, 'cases')?.value ?? node;
  if (list !== undefined && list.kind !== 'list' && toJson(list) !== null)
    reading.report(
      list.range,
      'error',
      'bad-value',
      "A case file must be a list of cases; start each with '- id:'.",
    );
  if (reading.problems.length > 0) yield { number: 0, problems: reading.problems };
  if (list?.kind !== 'list') return;
  const form = { hasLooseVariables: false, noun: 'the case' };
  for (const [index, item] of list.items.entries()) {
    const rowProblems = new ProblemList(path, reading.lines);
    const read = readCase(mapped(item, map), form, context, rowProblems);
    yield {
      number: index + 1,
      ...(read !== undefined && { read }),
      problems: rowProblems.problems,
    };
  }
}

/** Rows are streamed, so the lines of the file are not at hand; ranges of rows are short enough as they are. */
function rowReading(path: string): ProblemList {
  return new ProblemList(path, new LineMap(''));
}
