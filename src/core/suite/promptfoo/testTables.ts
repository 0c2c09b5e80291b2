import type { JsonValue } from '../../json.ts';
import type { Range } from '../../text.ts';
import { mapNode, valueNode } from '../../yaml/makeNode.ts';
import type { Placed } from '../../yaml/placed.ts';
import type { ProblemList } from '../../yaml/problemList.ts';
import type { Reading } from '../../yaml/reading.ts';
import type { YamlNode } from '../../yaml/yamlTree.ts';
import { jsonRow } from '../caseRows.ts';
import { csvRecords } from '../csvRecords.ts';
import { jsonlLines } from '../jsonlLines.ts';
import { assertionOfText } from './assertionText.ts';
import { notSupported } from './configFiles.ts';

/** A row of a table as a test. */
export interface NumberedNode {
  readonly node: YamlNode;
  /** 1-based among the rows. */
  readonly number: number;
}

/** The rows of a JSONL file as tests. */
export async function* jsonlTests(
  lines: AsyncIterable<string>,
  reading: ProblemList,
): AsyncGenerator<NumberedNode> {
  for await (const { text, range, number } of jsonlLines(lines)) {
    const node = jsonRow(text, range, reading);
    if (node !== undefined) yield { node, number };
  }
}

/** The rows of a table as tests: columns are variables, but for those that begin with two underscores. */
export async function* csvTests(
  lines: AsyncIterable<string>,
  reading: Reading,
): AsyncGenerator<NumberedNode> {
  let header: readonly string[] | undefined;
  let number = 0;
  for await (const record of csvRecords(lines)) {
    const range: Range = {
      start: { line: record.firstLine, column: 0 },
      end: { line: record.lastLine, column: record.lastLength },
    };
    if (record.fields === undefined) {
      reading.report(range, 'error', 'bad-csv', `This row is not CSV: ${record.problem}.`);
      if (header === undefined) return;
      number++;
      continue;
    }
    if (header === undefined) {
      header = record.fields.map((field) => field.trim());
      checkHeader(header, { node: valueNode(null, range), reading });
      continue;
    }
    number++;
    if (record.fields.length > header.length)
      reading.report(
        range,
        'warning',
        'bad-csv',
        `This row has ${record.fields.length} columns, the header ${header.length}; the last are not read. Put texts that hold the delimiter in quotes.`,
      );
    yield { node: testOfRow(header, record.fields, range, reading), number };
  }
}

const columns =
  /^__(?:expected\d*|description|metric|threshold|metadata:.+|config:__expected\d*:(?:threshold|weight|metric))$/;

function checkHeader(header: readonly string[], at: Placed): void {
  for (const [index, name] of header.entries()) {
    if (header.indexOf(name) !== index && name !== '')
      at.reading.report(
        at.node.range,
        'error',
        'bad-header',
        `The column '${name}' stands twice in the header; the first counts. Rename one.`,
      );
    else if (name === '__prefix' || name === '__suffix')
      notSupported(
        at,
        `'${name}' has no effect here: a prompt is sent as it stands. Put the text into the prompt, or make it a variable.`,
      );
    else if (name.startsWith('__') && !columns.test(name))
      notSupported(at, `The column '${name}' has no effect here.`);
  }
}

function testOfRow(
  header: readonly string[],
  fields: readonly string[],
  range: Range,
  reading: Reading,
): YamlNode {
  const row = new Map<string, string>();
  for (const [index, name] of header.entries())
    if (name !== '' && !row.has(name)) row.set(name, fields[index] ?? '');
  const variables: Record<string, JsonValue> = {};
  const metadata: Record<string, JsonValue> = {};
  const asserts: Record<string, JsonValue>[] = [];
  for (const [name, field] of row) {
    if (/^__expected\d*$/.test(name)) {
      if (field.trim() === '') continue;
      asserts.push({ ...assertionOfText(field), ...configOf(row, name, range, reading) });
    } else if (name.startsWith('__metadata:')) {
      const key = name.slice('__metadata:'.length);
      if (field.trim() === '') continue;
      if (key.endsWith('[]'))
        metadata[key.slice(0, -2)] = field
          .split(/(?<!\\),/)
          .map((part) => part.trim().replaceAll('\\,', ','));
      else metadata[key] = field;
    } else if (!name.startsWith('__') && !unsafe.has(name)) variables[name] = field;
  }
  const limit = row.get('__threshold')?.trim() ?? '';
  const threshold = limit === '' ? undefined : numberIn('__threshold', limit, range, reading);
  const metric = row.get('__metric')?.trim();
  const description = row.get('__description')?.trim();
  return mapNode(range, {
    description: description || undefined,
    vars: Object.keys(variables).length > 0 ? variables : undefined,
    assert:
      asserts.length > 0
        ? asserts.map((one) => ({ ...(metric && { metric }), ...one }))
        : undefined,
    threshold,
    metadata: Object.keys(metadata).length > 0 ? metadata : undefined,
  });
}

const unsafe = new Set(['__proto__', 'constructor', 'prototype']);

/** `__config:__expected:threshold` counts for all assertions of the row, `__config:__expected2:threshold` for the second. */
function configOf(
  row: ReadonlyMap<string, string>,
  column: string,
  range: Range,
  reading: Reading,
): Record<string, JsonValue> {
  const config: Record<string, JsonValue> = {};
  for (const owner of new Set(['__expected', column]))
    for (const key of ['threshold', 'weight', 'metric']) {
      const name = `__config:${owner}:${key}`;
      const given = row.get(name)?.trim();
      if (!given) continue;
      const value = key === 'metric' ? given : numberIn(name, given, range, reading);
      if (value !== undefined) config[key] = value;
    }
  return config;
}

function numberIn(
  column: string,
  text: string,
  range: Range,
  reading: Reading,
): number | undefined {
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  reading.report(range, 'error', 'bad-value', `'${column}' must be a number, but is '${text}'.`);
  return undefined;
}
