import type { JsonValue } from '../../json.ts';
import { basename } from '../../path.ts';
import type { Range } from '../../text.ts';
import { mapNode, valueNode } from '../../yaml/makeNode.ts';
import { nodeOfJson } from '../../yaml/nodeOfJson.ts';
import type { Placed } from '../../yaml/placed.ts';
import type { Reading } from '../../yaml/reading.ts';
import { entryOf, textOf, type YamlNode } from '../../yaml/yamlTree.ts';
import { csvRecords } from '../csvRecords.ts';
import { assertionOfText } from './assertionText.ts';
import { type ConfigFiles, notSupported } from './configFiles.ts';

/** A test, not yet taken apart. */
export interface WrittenTest extends Placed {
  /** What an id is made of where the test has no description: `rows-3`. */
  readonly name: string;
}

/** Deepest chain of test files that name test files. */
const maxDepth = 3;

/** All tests of a list, of a file, or of several: those of files in the place where they are named. */
export async function writtenTests(
  at: Placed,
  files: ConfigFiles,
  stem = 'test',
  depth = 0,
): Promise<readonly WrittenTest[]> {
  const { node, reading } = at;
  if (node.kind === 'map') {
    const path = entryOf(node, 'path');
    if (path === undefined) return [{ ...at, name: `${stem}-1` }];
    return testsOfFile(textOf(path.value) ?? '', { node: path.value, reading }, files, depth);
  }
  if (node.kind === 'scalar') {
    const text = textOf(node);
    return text === undefined ? [] : testsOfFile(text, at, files, depth);
  }
  const tests: WrittenTest[] = [];
  for (const [index, item] of node.items.entries()) {
    const from = { node: item, reading };
    const isTest = item.kind === 'map' && entryOf(item, 'path') === undefined;
    if (isTest) tests.push({ ...from, name: `${stem}-${index + 1}` });
    else tests.push(...(await writtenTests(from, files, stem, depth)));
  }
  return tests;
}

async function testsOfFile(
  reference: string,
  at: Placed,
  files: ConfigFiles,
  depth: number,
): Promise<readonly WrittenTest[]> {
  if (depth >= maxDepth) {
    notSupported(at, 'Test files name each other more than three deep; this one is not read.');
    return [];
  }
  const tests: WrittenTest[] = [];
  for (const path of await files.find(reference, at)) {
    const stem = basename(path).replace(/\.[^.]*$/, '');
    const kind = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
    switch (kind) {
      case 'yaml':
      case 'yml':
      case 'json': {
        const tree = await files.tree(path, at);
        if (tree !== undefined) tests.push(...(await writtenTests(tree, files, stem, depth + 1)));
        break;
      }
      case 'jsonl':
      case 'ndjson':
      case 'csv':
      case 'tsv': {
        const text = await files.text(path, at);
        const reading = await files.readingOf(path, at);
        if (text === undefined || reading === undefined) break;
        const rows = kind.endsWith('sv') ? csvTests(text, reading) : jsonlTests(text, reading);
        for await (const { node, number } of rows)
          tests.push({ node, reading, name: `${stem}-${number}` });
        break;
      }
      default:
        notSupported(
          at,
          `'${basename(path)}' is not a kind of test file that is read. Save it as .yaml, .json, .jsonl or .csv.`,
        );
    }
  }
  return tests;
}

interface NumberedNode {
  readonly node: YamlNode;
  /** 1-based among the rows. */
  readonly number: number;
}

async function* jsonlTests(text: string, reading: Reading): AsyncGenerator<NumberedNode> {
  let number = 0;
  for (const [line, row] of text.split(/\r\n|\n|\r/).entries()) {
    if (row.trim() === '') continue;
    number++;
    const range: Range = { start: { line, column: 0 }, end: { line, column: row.length } };
    try {
      yield { node: nodeOfJson(JSON.parse(row.replace(/^\uFEFF/, '')), range, reading), number };
    } catch {
      reading.report(range, 'error', 'bad-json', 'This row is not JSON.');
    }
  }
}

/** The rows of a table as tests: columns are variables, but for those that begin with two underscores. */
async function* csvTests(text: string, reading: Reading): AsyncGenerator<NumberedNode> {
  let header: readonly string[] | undefined;
  let number = 0;
  for await (const record of csvRecords(linesOf(text))) {
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
    yield { node: testOfRow(header, record.fields, range), number };
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

function testOfRow(header: readonly string[], fields: readonly string[], range: Range): YamlNode {
  const row = new Map<string, string>();
  for (const [index, name] of header.entries())
    if (name !== '' && !row.has(name)) row.set(name, fields[index] ?? '');
  const variables: Record<string, JsonValue> = {};
  const metadata: Record<string, JsonValue> = {};
  const asserts: Record<string, JsonValue>[] = [];
  for (const [name, field] of row) {
    if (/^__expected\d*$/.test(name)) {
      if (field.trim() === '') continue;
      asserts.push({ ...assertionOfText(field), ...configOf(row, name) });
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
  const threshold = Number.parseFloat(row.get('__threshold') ?? '');
  const metric = row.get('__metric')?.trim();
  const description = row.get('__description')?.trim();
  return mapNode(range, {
    description: description || undefined,
    vars: Object.keys(variables).length > 0 ? variables : undefined,
    assert:
      asserts.length > 0
        ? asserts.map((one) => ({ ...(metric && { metric }), ...one }))
        : undefined,
    threshold: Number.isNaN(threshold) ? undefined : threshold,
    metadata: Object.keys(metadata).length > 0 ? metadata : undefined,
  });
}

const unsafe = new Set(['__proto__', 'constructor', 'prototype']);

/** `__config:__expected:threshold` counts for all assertions of the row, `__config:__expected2:threshold` for the second. */
function configOf(row: ReadonlyMap<string, string>, column: string): Record<string, JsonValue> {
  const config: Record<string, JsonValue> = {};
  for (const owner of new Set(['__expected', column]))
    for (const key of ['threshold', 'weight', 'metric']) {
      const given = row.get(`__config:${owner}:${key}`)?.trim();
      if (given) config[key] = key === 'metric' ? given : Number(given);
    }
  return config;
}

async function* linesOf(text: string): AsyncGenerator<string> {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  yield* lines;
}
