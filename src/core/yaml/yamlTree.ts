import type { JsonValue } from '../json.ts';
import type { LineMap, Range } from '../text.ts';

/** A value read from YAML or JSON, with the place of every part. Aliases are resolved, tags taken off. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: 'map';
  /** In the order of the file; keys are unique. */
  readonly entries: readonly YamlEntry[];
  readonly range: Range;
}

export interface YamlEntry {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: YamlNode;
}

export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly range: Range;
}

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly value: null | boolean | number | string;
  readonly range: Range;
}

/** Where a YAML text stands: a whole file, or a part of one such as front matter. */
export interface YamlPlace {
  /** Absolute path. */
  readonly file: string;
  /** Of the whole file. */
  readonly lines: LineMap;
  /** UTF-16 offset of the YAML text in the file. */
  readonly offset: number;
}

export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The node as a plain value. */
export function toJson(node: YamlNode): JsonValue {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toJson);
    case 'map':
      return Object.fromEntries(node.entries.map((entry) => [entry.key, toJson(entry.value)]));
  }
}

/** The text of a scalar that stands for a name: numbers and the like as they would be printed. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

/** What a person would call the node: `a list`, `text`, `nothing`. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return 'a mapping';
  }
}

/** The first line of a range, so that a mark on a large part stays small. */
export function firstLineOf(range: Range, text: { line(index: number): string }): Range {
  if (range.start.line === range.end.line) return range;
  const end = text.line(range.start.line).trimEnd().length;
  // Rows of a streamed file come without their text.
  if (end === 0) return range;
  return {
    start: range.start,
    end: { line: range.start.line, column: Math.max(end, range.start.column) },
  };
}
