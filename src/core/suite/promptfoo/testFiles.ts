import { basename } from '../../path.ts';
import type { Placed } from '../../yaml/placed.ts';
import { entryOf, textOf } from '../../yaml/yamlTree.ts';
import { type ConfigFiles, notSupported } from './configFiles.ts';
import { csvTests, jsonlTests } from './testTables.ts';

/** A test, not yet taken apart. */
export interface WrittenTest extends Placed {
  /** What an id is made of where the test has no description: `rows-3`. */
  readonly name: string;
}

/** Deepest chain of test files that name test files. */
const maxDepth = 3;

/** All tests of a list, of a file, or of several: those of files in the place where they are named. */
export async function* writtenTests(
  at: Placed,
  files: ConfigFiles,
  stem = 'test',
  depth = 0,
): AsyncGenerator<WrittenTest> {
  const { node, reading } = at;
  if (node.kind === 'map') {
    const path = entryOf(node, 'path');
    if (path === undefined) {
      yield { ...at, name: `${stem}-1` };
      return;
    }
    const config = entryOf(node, 'config');
    if (config !== undefined)
      notSupported(
        at,
        "'config' of a file of tests is for programs, which are not run.",
        config.keyRange,
      );
    yield* testsOfFile(textOf(path.value) ?? '', { node: path.value, reading }, files, depth);
    return;
  }
  if (node.kind === 'scalar') {
    const text = textOf(node);
    if (text !== undefined) yield* testsOfFile(text, at, files, depth);
    return;
  }
  for (const [index, item] of node.items.entries()) {
    const from = { node: item, reading };
    const isTest = item.kind === 'map' && entryOf(item, 'path') === undefined;
    if (isTest) yield { ...from, name: `${stem}-${index + 1}` };
    else yield* writtenTests(from, files, stem, depth);
  }
}

async function* testsOfFile(
  reference: string,
  at: Placed,
  files: ConfigFiles,
  depth: number,
): AsyncGenerator<WrittenTest> {
  if (depth >= maxDepth) {
    notSupported(at, 'Test files name each other more than three deep; this one is not read.');
    return;
  }
  for (const path of await files.find(reference, at)) {
    const stem = basename(path).replace(/\.[^.]*$/, '');
    const kind = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
    switch (kind) {
      case 'yaml':
      case 'yml':
      case 'json': {
        const tree = await files.tree(path, at);
        if (tree !== undefined) yield* writtenTests(tree, files, stem, depth + 1);
        break;
      }
      case 'jsonl':
      case 'ndjson':
      case 'csv':
      case 'tsv': {
        const { lines, reading } = files.rows(path, at);
        const rows = kind.endsWith('sv') ? csvTests(lines, reading) : jsonlTests(lines, reading);
        for await (const { node, number } of rows)
          yield { node, reading, name: `${stem}-${number}` };
        break;
      }
      default:
        notSupported(
          at,
          `'${basename(path)}' is not a kind of test file that is read. Save it as .yaml, .json, .jsonl or .csv.`,
        );
    }
  }
}
