import { EvalError } from '../../errors.ts';
import { LineMap } from '../../text.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import {
  entryOf,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
} from '../../yaml/yamlTree.ts';
import { lineEndOf } from './textEdit.ts';

/** A suite's text, opened for edits that leave everything else as it stands: comments, order and layout. */
export interface SuiteText {
  readonly text: string;
  readonly lines: LineMap;
  readonly lineEnd: string;
  readonly map: YamlMap;
}

/** @throws {EvalError} bad-file when the text is not YAML or not a mapping: mend it first */
export function openSuiteText(text: string): SuiteText {
  const lines = new LineMap(text);
  const { node, problems } = readYaml(text, { lines });
  const syntax = problems.find(({ code }) => code === 'yaml-syntax');
  const isEmpty = node === undefined || (node.kind === 'scalar' && node.value === null);
  if (syntax !== undefined || (!isEmpty && node.kind !== 'map'))
    throw new EvalError(
      'bad-file',
      `The suite cannot be edited while it has a mistake${syntax ? ` in line ${syntax.range.start.line + 1}: ${syntax.message}` : ': it is not a mapping.'}`,
    );
  const start = { line: 0, column: 0 };
  const map: YamlMap =
    node?.kind === 'map' ? node : { kind: 'map', entries: [], range: { start, end: start } };
  return { text, lines, lineEnd: lineEndOf(text), map };
}

/** The list under a key of the suite; undefined where the key is absent, has no value or is no list. */
export function listOf(suite: SuiteText, key: string): YamlList | undefined {
  const value = entryOf(suite.map, key)?.value;
  return value?.kind === 'list' ? value : undefined;
}

/** Whether a node is written with braces or brackets. */
export function isFlow(suite: SuiteText, node: YamlNode): boolean {
  const first = suite.text.charAt(suite.lines.offsetAt(node.range.start));
  return first === '{' || first === '[';
}

export function isNothing(entry: YamlEntry): boolean {
  return entry.value.kind === 'scalar' && entry.value.value === null;
}
