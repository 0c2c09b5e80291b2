import type { JsonNode } from './parseJson.ts';

/** A member, an item (negative: from the end) or all of them. */
export type PathStep =
  | { readonly key: string }
  | { readonly index: number }
  | { readonly all: true };

/** One value that a path leads to. */
export interface PathMatch {
  /** The path with every `*` filled in. */
  readonly path: string;
  readonly node: JsonNode;
}

/**
 * The steps of a path: `$.name`, `$['any name']`, `$[0]`, `$[-1]`, `$[*]` and `$.*`, in any order.
 * Undefined when it is not such a path.
 */
export function parsePath(path: string): readonly PathStep[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: PathStep[] = [];
  let at = 1;
  while (at < path.length) {
    STEP.lastIndex = at;
    const groups = STEP.exec(path)?.groups;
    if (groups === undefined) return undefined;
    at = STEP.lastIndex;
    const { name, single, double, index } = groups;
    const key = name ?? single ?? double;
    if (key !== undefined) steps.push({ key: key.replace(/\\(.)/g, '$1') });
    else if (index !== undefined) steps.push({ index: Number(index) });
    else steps.push({ all: true });
  }
  return steps;
}

/** Everything that a path leads to, in the order of the text. */
export function followPath(node: JsonNode, steps: readonly PathStep[]): readonly PathMatch[] {
  let matches: PathMatch[] = [{ path: '$', node }];
  for (const step of steps) matches = matches.flatMap((match) => take(match, step));
  return matches;
}

/** The node at the end of a list of keys and indexes, or the deepest one on the way there. */
export function nodeAt(node: JsonNode, keys: readonly string[]): JsonNode {
  let found = node;
  for (const key of keys) {
    const next = found.children.get(Array.isArray(found.value) ? Number(key) : key);
    if (next === undefined) break;
    found = next;
  }
  return found;
}

/** A path to a member or item of another path. */
export function joinPath(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return PLAIN_NAME.test(key) ? `${path}.${key}` : `${path}['${key.replace(/['\\]/g, '\\$&')}']`;
}

/** Groups: name, single, double (quoted names), index; none of them for `*`. */
const STEP =
  /\.(?:\*|(?<name>[\p{L}\p{N}_$-]+))|\[(?:\*|(?<index>-?\d{1,9})|'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>(?:[^"\\]|\\.)*)")\]/uy;
const PLAIN_NAME = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

function take({ path, node }: PathMatch, step: PathStep): PathMatch[] {
  if ('all' in step)
    return [...node.children].map(([key, child]) => ({ path: joinPath(path, key), node: child }));
  const isArray = Array.isArray(node.value);
  let key: string | number;
  if ('key' in step) {
    if (isArray) return [];
    key = step.key;
  } else {
    if (!isArray) return [];
    key = step.index < 0 ? node.children.size + step.index : step.index;
  }
  const child = node.children.get(key);
  return child === undefined ? [] : [{ path: joinPath(path, key), node: child }];
}
