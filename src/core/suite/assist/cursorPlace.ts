import type { Position, Range } from '../../text.ts';

/** What stands around a place of a YAML file, found from indentation, so that it works while the file is being typed. */
export interface CursorPlace {
  /** From the root: names of keys, and `[]` for an item of a list. */
  readonly path: readonly string[];
  /** For each step of the path and for the place itself, the plain values beside it by key. */
  readonly siblings: readonly ReadonlyMap<string, string>[];
  /** Whether a key or a value is written here. */
  readonly kind: 'key' | 'value';
  /** The key whose value it is. */
  readonly key?: string;
  /** What is written so far at the place. */
  readonly word: string;
  readonly range: Range;
}

/** A line as far as its structure goes. */
interface Line {
  readonly number: number;
  /** Columns of the dashes that start it. */
  readonly dashes: readonly number[];
  /** Column of the key, or of the first character. */
  readonly column: number;
  readonly key?: string;
  readonly value: string;
}

/** Groups 1: indentation and dashes, 2: the key, 3: what follows the colon. */
const structure =
  /^((?:\s*-(?=\s))*\s*)(?:("[^"]*"|'[^']*'|[^\s#:{[][^:#]*?)\s*:(?=\s|$)\s*)?(.*)$/;

/** The place of a position (0-based line, UTF-16 column); undefined inside comments and blocks of text. */
export function cursorPlace(text: string, position: Position): CursorPlace | undefined {
  const texts = text.split(/\r\n|\n|\r/);
  const current = texts[position.line] ?? '';
  const before = current.slice(0, position.column);
  if (/(?:^|\s)#/.test(before.replace(/"[^"]*"|'[^']*'/g, ''))) return undefined;
  const flow = flowPlace(texts, position);
  if (flow !== undefined) return flow;
  const here = lineOf(before, position.line) ?? emptyLine(before, position.line);
  const lines = texts.map((one, number) => (number === position.line ? here : lineOf(one, number)));
  const isValue = here.key !== undefined;
  const around = outward(lines, here);
  if (around === undefined) return undefined;
  const word = isValue ? here.value : before.slice(here.column);
  const rest = isValue ? '' : (/^[\w.*-]*/.exec(current.slice(position.column))?.[0] ?? '');
  return {
    ...around,
    kind: isValue ? 'value' : 'key',
    ...(here.key !== undefined && { key: here.key }),
    word,
    range: {
      start: { line: position.line, column: position.column - word.length },
      end: { line: position.line, column: position.column + rest.length },
    },
  };
}

function emptyLine(before: string, number: number): Line {
  return { number, dashes: [], column: before.length, value: '' };
}

function lineOf(text: string, number: number): Line | undefined {
  if (/^\s*(?:#|$|---|\.\.\.)/.test(text)) return undefined;
  const [, lead = '', key, value = ''] = structure.exec(text) ?? [];
  const dashes = [...lead.matchAll(/-/g)].map(({ index }) => index);
  return {
    number,
    dashes,
    column: lead.length,
    ...(key !== undefined && { key: unquoted(key) }),
    value: value.replace(/\s+#.*$/, ''),
  };
}

/** Climbs from a line to the root; undefined where it stands in a block of text. */
function outward(
  lines: readonly (Line | undefined)[],
  from: Line,
): Pick<CursorPlace, 'path' | 'siblings'> | undefined {
  const path: string[] = [];
  const siblings: ReadonlyMap<string, string>[] = [];
  let column = from.column;
  let dashes = [...from.dashes];
  let number = from.number;
  siblings.unshift(siblingsOf(lines, number, column, dashes.length > 0));
  for (;;) {
    const dash = dashes.pop();
    if (dash !== undefined) {
      // An item: what holds its list stands above, at the column of the dash or left of it.
      path.unshift('[]');
      siblings.unshift(new Map());
      column = dash;
      if (dashes.length > 0) continue;
      const parent = above(
        lines,
        number,
        (line) =>
          (line.column <= dash && line.dashes.length === 0) ||
          (line.dashes.length > 0 && line.column <= dash),
      );
      if (parent === undefined) return { path, siblings };
      if (parent.key === undefined) return undefined;
      path.unshift(parent.key);
      column = parent.column;
      number = parent.number;
      dashes = [...parent.dashes];
      siblings.unshift(siblingsOf(lines, number, column, dashes.length > 0));
      continue;
    }
    const at = column;
    const start = above(
      lines,
      number,
      (line) => line.column < at || (line.column === at && line.dashes.length > 0),
    );
    if (start === undefined) return { path, siblings };
    if (start.column === at) {
      // The line of the dash that begins this mapping.
      number = start.number;
      dashes = [...start.dashes];
      continue;
    }
    if (start.key === undefined || /^[|>]/.test(start.value)) return undefined;
    path.unshift(start.key);
    column = start.column;
    number = start.number;
    dashes = [...start.dashes];
    siblings.unshift(siblingsOf(lines, number, column, dashes.length > 0));
  }
}

function above(
  lines: readonly (Line | undefined)[],
  number: number,
  fits: (line: Line) => boolean,
): Line | undefined {
  for (let at = number - 1; at >= 0; at--) {
    const line = lines[at];
    if (line !== undefined && fits(line)) return line;
  }
  return undefined;
}

/** Plain values of the mapping that a line belongs to: lines of the same column, up to what ends it. */
function siblingsOf(
  lines: readonly (Line | undefined)[],
  number: number,
  column: number,
  startsItem: boolean,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (line: Line) => {
    if (line.column === column && line.key !== undefined) found.set(line.key, unquoted(line.value));
  };
  const own = lines[number];
  if (own !== undefined) add(own);
  if (!startsItem)
    for (let at = number - 1; at >= 0; at--) {
      const line = lines[at];
      if (line === undefined) continue;
      if (line.column < column) break;
      add(line);
      if (line.column === column && line.dashes.length > 0) break;
    }
  for (let at = number + 1; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined) continue;
    if (line.column < column || (line.column === column && line.dashes.length > 0)) break;
    // The dash of a later item of the same list.
    if ((line.dashes[0] ?? column) < column) break;
    add(line);
  }
  return found;
}

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text;
}

/** A place between braces that open on its line: `- { type: contains, va|`. */
function flowPlace(texts: readonly string[], { line, column }: Position): CursorPlace | undefined {
  const current = texts[line] ?? '';
  const before = current.slice(0, column);
  const open: number[] = [];
  let quote = '';
  for (let i = 0; i < before.length; i++) {
    const at = before.charAt(i);
    if (quote !== '') quote = at === quote ? '' : quote;
    else if (at === '"' || (at === "'" && /[\s{[,:]/.test(before.charAt(i - 1)))) quote = at;
    else if (at === '{' && before.charAt(i - 1) !== '{' && before.charAt(i + 1) !== '{')
      open.push(i);
    else if (at === '}') open.pop();
  }
  const brace = open[0];
  // Deeper ones would need a parser; the outermost is by far the usual case.
  if (brace === undefined || open.length > 1) return undefined;
  const own = before.slice(brace + 1);
  const part = own.split(/,\s*/).at(-1) ?? '';
  const [, key, value] = /^\s*([\w.-]+)\s*:\s+(.*)$/s.exec(part) ?? [];
  const word = value ?? part.trimStart();
  const end = current.indexOf('}', column);
  const inside = current.slice(brace + 1, end < 0 ? undefined : end);
  const siblings = new Map(
    [...inside.matchAll(/(?:^|,)\s*([\w.-]+)\s*:\s*("[^"]*"|'[^']*'|[^,{}[\]]*)/g)].map(
      ([, name = '', given = '']) => [name, unquoted(given.trim())] as const,
    ),
  );
  const lead = lineOf(current.slice(0, brace), line) ?? emptyLine(current.slice(0, brace), line);
  const around = outward(
    texts.map((one, number) => (number === line ? lead : lineOf(one, number))),
    lead,
  );
  if (around === undefined) return undefined;
  const path = lead.key === undefined ? around.path : [...around.path, lead.key];
  const outer = lead.key === undefined ? around.siblings.slice(0, -1) : around.siblings;
  return {
    path,
    siblings: [...outer, siblings],
    kind: key === undefined ? 'key' : 'value',
    ...(key !== undefined && { key }),
    word,
    range: { start: { line, column: column - word.length }, end: { line, column } },
  };
}
