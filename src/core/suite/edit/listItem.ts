import { EvalError } from '../../errors.ts';
import type { Position } from '../../text.ts';
import { entryOf, type YamlEntry, type YamlList } from '../../yaml/yamlTree.ts';
import { isFlow, isNothing, type SuiteText } from './suiteText.ts';
import type { TextEdit } from './textEdit.ts';
import { flowItem, type ItemText, indented } from './yamlItem.ts';

/** Keys of a suite that are lists, in the order in which people write them. */
const listKeys = ['metrics', 'cases', 'retired'] as const;
export type ListKey = (typeof listKeys)[number];

/** An item that is added to a list. */
export interface NewItem {
  readonly item: ItemText;
  /** One line, put above it as a comment. */
  readonly comment?: string;
}

/**
 * Adds items at the end of a list of the suite, made where it is absent, in the layout that the list has.
 * @throws {EvalError} bad-file when the key holds something else than a list
 */
export function insertItems(
  suite: SuiteText,
  key: ListKey,
  items: readonly NewItem[],
): readonly TextEdit[] {
  if (items.length === 0) return [];
  const entry = entryOf(suite.map, key);
  if (entry === undefined) return [newList(suite, key, items)];
  if (isNothing(entry)) return [afterLine(suite, entry.keyRange.end.line, itemLines(items, 2))];
  const { value } = entry;
  if (value.kind !== 'list')
    throw new EvalError('bad-file', `'${key}' of the suite is not a list. Make it one first.`);
  if (isFlow(suite, value)) return [intoFlow(suite, entry, value, items)];
  const last = value.items.at(-1);
  const { column } = dashOf(suite, value, 0);
  const line = last === undefined ? entry.keyRange.end.line : last.range.end.line;
  return [afterLine(suite, line, itemLines(items, column))];
}

/** Adds one item; see {@link insertItems}. */
export function insertItem(suite: SuiteText, key: ListKey, item: ItemText): readonly TextEdit[] {
  return insertItems(suite, key, [{ item }]);
}

/**
 * Takes an item out of a list, with the comment right above it. A list that becomes empty is left as `[]`.
 * @throws {RangeError} when the list has no such item
 */
export function removeItem(suite: SuiteText, key: ListKey, index: number): readonly TextEdit[] {
  const entry = entryOf(suite.map, key);
  const list = entry?.value.kind === 'list' ? entry.value : undefined;
  const item = list?.items[index];
  if (entry === undefined || list === undefined || item === undefined)
    throw new RangeError(`'${key}' has no item ${index}.`);
  if (isFlow(suite, list)) return [outOfFlow(list, index)];
  const lines = itemLineRange(suite, list, index);
  const range = {
    start: { line: lines.first, column: 0 },
    end: { line: lines.end, column: 0 },
  };
  if (list.items.length > 1) return [{ range, text: '' }];
  const { end } = entry.keyRange;
  const afterKey = { line: end.line, column: suite.lines.line(end.line).indexOf(':', end.column) };
  const colon = { line: afterKey.line, column: afterKey.column + 1 };
  return [
    { range: { start: colon, end: colon }, text: ' []' },
    { range, text: '' },
  ];
}

/** The item's own lines, without the dash and its indentation; comments inside are kept. */
export function itemText(suite: SuiteText, list: YamlList, index: number): ItemText {
  const item = list.items[index];
  if (item === undefined) return [];
  const { start, end } = item.range;
  if (isFlow(suite, list)) {
    const { lines, text } = suite;
    return text.slice(lines.offsetAt(start), lines.offsetAt(end)).split(/\r\n|\n|\r/);
  }
  const found: string[] = [];
  for (let line = start.line; line <= end.line; line++) {
    const whole = suite.lines.line(line);
    const own = line === start.line ? whole.slice(start.column) : cut(whole, start.column);
    found.push(own);
  }
  return found;
}

/** First line (comments right above included) and the line after the last. */
function itemLineRange(
  suite: SuiteText,
  list: YamlList,
  index: number,
): { readonly first: number; readonly end: number } {
  const item = list.items[index];
  const before = list.items[index - 1];
  const dash = dashOf(suite, list, index);
  const start = dash.line;
  const least = before === undefined ? 0 : before.range.end.line + 1;
  const indentation = dash.column;
  let first = start;
  while (first > least && isCommentAt(suite.lines.line(first - 1), indentation)) first--;
  let end = (item?.range.end.line ?? start) + 1;
  const next = list.items[index + 1];
  // One blank line that set the item apart goes with it, so that no two are left.
  if (next !== undefined && end < next.range.start.line && suite.lines.line(end).trim() === '')
    end++;
  return { first, end };
}

function isCommentAt(line: string, indentation: number): boolean {
  return line.trimStart().startsWith('#') && line.length - line.trimStart().length === indentation;
}

/** The dash before an item of a block list; it may stand alone in a line above. */
function dashOf(suite: SuiteText, list: YamlList, index: number): Position {
  const item = list.items[index];
  if (item === undefined) return { line: list.range.start.line, column: 2 };
  let at = suite.lines.offsetAt(item.range.start) - 1;
  while (at > 0 && /\s/.test(suite.text.charAt(at))) at--;
  return suite.lines.positionAt(at);
}

function cut(line: string, indentation: number): string {
  const own = line.length - line.trimStart().length;
  return line.slice(Math.min(own, indentation));
}

function newList(suite: SuiteText, key: ListKey, items: readonly NewItem[]): TextEdit {
  const lines = [`${key}:`, ...itemLines(items, 2)];
  const later = listKeys
    .slice(listKeys.indexOf(key) + 1)
    .flatMap((other) => entryOf(suite.map, other) ?? [])[0];
  if (later === undefined) {
    const lastLine = suite.lines.lineCount - 1;
    const isBlank = suite.text.trim() === '';
    const last = suite.map.entries.at(-1);
    const end = last === undefined ? lastLine : last.value.range.end.line;
    return isBlank || last === undefined
      ? afterLine(suite, end, lines)
      : afterLine(suite, end, ['', ...lines]);
  }
  let line = later.keyRange.start.line;
  while (line > 0 && suite.lines.line(line - 1).startsWith('#')) line--;
  const at = { line, column: 0 };
  return { range: { start: at, end: at }, text: joined(suite, [...lines, '']) };
}

/** Whole lines after a line; a file without a last line end gets one. */
function afterLine(suite: SuiteText, line: number, added: readonly string[]): TextEdit {
  if (line + 1 < suite.lines.lineCount) {
    const at = { line: line + 1, column: 0 };
    return { range: { start: at, end: at }, text: joined(suite, added) };
  }
  const at = { line, column: suite.lines.line(line).length };
  const lead = suite.text === '' ? '' : suite.lineEnd;
  return { range: { start: at, end: at }, text: `${lead}${joined(suite, added)}` };
}

function joined(suite: SuiteText, lines: readonly string[]): string {
  return lines.map((line) => `${line}${suite.lineEnd}`).join('');
}

function itemLines(items: readonly NewItem[], column: number): readonly string[] {
  const pad = ' '.repeat(column);
  return items.flatMap(({ item, comment }) => [
    ...(comment === undefined ? [] : [`${pad}# ${comment}`]),
    ...item.map((line, index) => (index === 0 ? `${pad}- ${line}` : indented(line, `${pad}  `))),
  ]);
}

function intoFlow(
  suite: SuiteText,
  entry: YamlEntry,
  list: YamlList,
  items: readonly NewItem[],
): TextEdit {
  const last = list.items.at(-1);
  if (last !== undefined) {
    const at = last.range.end;
    const added = items.map(({ item, comment }) =>
      comment === undefined
        ? `, ${flowItem(item)}`
        : `,${suite.lineEnd}    # ${comment}${suite.lineEnd}    ${flowItem(item)}`,
    );
    return { range: { start: at, end: at }, text: added.join('') };
  }
  // An empty list becomes one with a line per item, which is how people go on with it.
  const { end } = entry.keyRange;
  const colon = suite.lines.line(end.line).indexOf(':', end.column);
  const text = `${suite.lineEnd}${itemLines(items, 2).join(suite.lineEnd)}`;
  return { range: { start: { line: end.line, column: colon + 1 }, end: list.range.end }, text };
}

function outOfFlow(list: YamlList, index: number): TextEdit {
  const item = list.items[index];
  const next = list.items[index + 1];
  const before = list.items[index - 1];
  if (item === undefined) throw new RangeError(`There is no item ${index}.`);
  const start =
    next !== undefined
      ? item.range.start
      : before !== undefined
        ? before.range.end
        : item.range.start;
  const end = next !== undefined ? next.range.start : item.range.end;
  return { range: { start, end }, text: '' };
}
