import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { Problem, Severity } from '../problem.ts';
import { LineMap, type Range } from '../text.ts';
import { syntaxProblem } from './syntaxProblem.ts';
import type { YamlEntry, YamlNode, YamlPlace } from './yamlTree.ts';

export interface YamlResult {
  /** Absent when the text is not YAML, or holds nothing. */
  readonly node?: YamlNode;
  readonly problems: readonly Problem[];
}

/** Deepest nesting that is read. */
export const maxDepth = 64;
/** Most parts that aliases may add to a file; a handful of anchors needs a few dozen. */
export const maxAliasedNodes = 20_000;

/** Most problems that are kept of one text; a flood of them helps nobody. */
const maxYamlProblems = 200;

/** Names that would reach into JavaScript's objects; nobody needs them in a prompt or suite. */
export const forbiddenKeys: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
]);

/**
 * Reads one YAML document (JSON is YAML too) into a tree with the range of every part. Never throws: a syntax error gives
 * exactly one problem and no tree; a forbidden or repeated key is left out with a problem.
 */
export function readYaml(text: string, place?: Partial<YamlPlace>): YamlResult {
  const { file = '', lines = new LineMap(text), offset = 0 } = place ?? {};
  const full: YamlPlace = { file, lines, offset };
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  } catch (error) {
    return { problems: [syntaxProblem({ code: 'RESOURCE_EXHAUSTION', error }, text, full)] };
  }
  const [first] = document.errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (first !== undefined) {
    const { code, pos, message } = first;
    return { problems: [syntaxProblem({ code, pos, error: message }, text, full)] };
  }
  const builder = new TreeBuilder(text, full);
  const node = document.contents === null ? undefined : builder.build(document.contents, 0);
  return { ...(node !== undefined && { node }), problems: builder.problems };
}

class TreeBuilder {
  readonly problems: Problem[] = [];
  private readonly text: string;
  private readonly place: YamlPlace;
  private readonly open = new Set<Node>();
  private readonly anchors = new Map<string, Node>();
  private aliasedNodes = 0;
  private aliasDepth = 0;
  private isTooLarge = false;

  constructor(text: string, place: YamlPlace) {
    this.text = text;
    this.place = place;
  }

  build(node: Node, depth: number): YamlNode | undefined {
    const range = this.rangeOf(node);
    if (isAlias(node)) return this.alias(node.source, range, depth);
    if (this.aliasDepth > 0 && ++this.aliasedNodes > maxAliasedNodes) {
      if (!this.isTooLarge)
        this.report(
          range,
          'error',
          'yaml-aliases',
          `Aliases make this file too large (over ${maxAliasedNodes} parts). Write the parts out, or move them to a case file.`,
        );
      this.isTooLarge = true;
      return undefined;
    }
    if (node.anchor !== undefined && this.aliasDepth === 0) this.anchors.set(node.anchor, node);
    if (depth > maxDepth) {
      this.report(
        range,
        'error',
        'yaml-depth',
        `This is nested more than ${maxDepth} levels deep. Use fewer levels.`,
      );
      return undefined;
    }
    if (isScalar(node)) return { kind: 'scalar', value: scalarOf(node.value), range };
    this.open.add(node);
    try {
      if (isMap(node)) return { kind: 'map', entries: this.entries(node, depth), range };
      if (isSeq(node)) {
        const items = node.items.flatMap((item) => {
          const built = isNode(item)
            ? this.build(item, depth + 1)
            : { kind: 'scalar' as const, value: null, range };
          return built === undefined ? [] : [built];
        });
        return { kind: 'list', items, range };
      }
      return undefined;
    } finally {
      this.open.delete(node);
    }
  }

  private alias(name: string, range: Range, depth: number): YamlNode | undefined {
    const target = this.anchors.get(name);
    if (target === undefined || this.open.has(target)) {
      this.report(
        range,
        'error',
        'yaml-alias',
        target === undefined
          ? `There is no anchor '&${name}' above. Define it, or put the text in quotes.`
          : `The alias '*${name}' would contain itself. Write the part out.`,
      );
      return undefined;
    }
    if (this.isTooLarge) return undefined;
    this.aliasDepth++;
    const node = this.build(target, depth);
    this.aliasDepth--;
    // Seen from the outside, the part stands where it is used.
    return node === undefined ? undefined : { ...node, range };
  }

  private entries(map: YAMLMap, depth: number): readonly YamlEntry[] {
    const entries = new Map<string, YamlEntry>();
    for (const pair of map.items) {
      const entry = this.entry(pair, map, depth);
      if (entry === undefined) continue;
      const earlier = entries.get(entry.key);
      if (earlier === undefined) entries.set(entry.key, entry);
      else
        this.report(
          entry.keyRange,
          'error',
          'duplicate-key',
          `'${shortened(entry.key)}' stands here a second time; the first is in line ${earlier.keyRange.start.line + 1}. Remove one of them.`,
        );
    }
    return [...entries.values()];
  }

  private entry(pair: Pair, map: YAMLMap, depth: number): YamlEntry | undefined {
    const key = isAlias(pair.key) ? this.anchors.get(pair.key.source) : pair.key;
    const keyRange = isNode(pair.key) ? this.rangeOf(pair.key) : this.rangeOf(map);
    if (!isScalar(key)) {
      this.report(keyRange, 'error', 'bad-key', 'A key must be a single word or text.');
      return undefined;
    }
    const name = String(key.value ?? '');
    if (forbiddenKeys.has(name)) {
      this.report(
        keyRange,
        'error',
        'forbidden-key',
        `'${name}' cannot be used as a key. Choose another name.`,
      );
      return undefined;
    }
    const value = isNode(pair.value)
      ? this.build(pair.value, depth + 1)
      : { kind: 'scalar' as const, value: null, range: { start: keyRange.end, end: keyRange.end } };
    return value === undefined ? undefined : { key: name, keyRange, value };
  }

  /** From the first character of a node to the last that is not white space. */
  private rangeOf(node: Node): Range {
    const [start = 0, valueEnd = start] = node.range ?? [];
    let end = Math.min(valueEnd, this.text.length);
    while (end > start && /\s/.test(this.text.charAt(end - 1))) end--;
    const { lines, offset } = this.place;
    return lines.range(offset + start, offset + end);
  }

  private report(range: Range, severity: Severity, code: string, message: string): void {
    if (this.problems.length < maxYamlProblems)
      this.problems.push({ file: this.place.file, range, severity, code, message });
  }
}

function scalarOf(value: unknown): null | boolean | number | string {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value;
    case 'number':
      // JSON has no such numbers; as text they stay what the author wrote.
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return Number(value);
    default:
      return value === null || value === undefined ? null : String(value);
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
