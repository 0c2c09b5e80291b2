import { Document } from 'yaml';
import { EvalError } from '../../errors.ts';
import {
  entryOf,
  textOf,
  type YamlEntry,
  type YamlList,
  type YamlMap,
} from '../../yaml/yamlTree.ts';
import { tagsOf } from '../readCase.ts';
import type { Case, Suite } from '../suite.ts';
import { lastContent, lineEndAt, openCase } from './caseKey.ts';
import { isFlow, isNothing, type SuiteText } from './suiteText.ts';
import type { TextEdit } from './textEdit.ts';

/**
 * Adds a tag to a case, in the layout that its tags have: everything else stays. No edit where the case has the tag.
 * @param source the suite as it is now, which may have been edited since it was read
 * @throws {EvalError} bad-file when the suite cannot be edited; not-found when the case does not stand in it; usage when its tags are
 * shared with other cases
 */
export function addTag(
  source: string,
  suite: Pick<Suite, 'path' | 'source'>,
  item: Pick<Case, 'id' | 'file' | 'range'>,
  tag: string,
): readonly TextEdit[] {
  const { text, map } = openCase(source, suite, item);
  const entry = entryOf(map, 'tags');
  if (entry === undefined) return [newKey(text, map, tag)];
  const known = knownTags(entry);
  if (known.includes(tag)) return [];
  const anchor = anchorBefore.exec(textBetween(text, entry))?.groups?.name;
  if (anchor !== undefined)
    throw new EvalError(
      'usage',
      `The tags of '${item.id}' are used elsewhere in the suite too (&${anchor}). Edit them by hand.`,
    );
  if (isNothing(entry)) return [insertAt(colonOf(text, entry), ` ${flow([tag])}`)];
  const { value } = entry;
  const last = value.kind === 'list' ? value.items.at(-1) : undefined;
  // An alias stands for a list that is written elsewhere: the case gets one of its own.
  if (value.kind !== 'list' || last === undefined || text.text.charAt(offset(text, value)) === '*')
    return [{ range: valueRange(text, entry), text: flow([...known, tag]) }];
  return isFlow(text, value)
    ? [insertAt(last.range.end, `, ${flow([tag]).slice(1, -1)}`)]
    : [newLine(text, value, flow([tag]).slice(1, -1))];
}

/** `name` of the anchor by which others use a value. */
const anchorBefore = /\s&(?<name>\S+)\s*$/u;

/** Behind the id, where people write it, else as the last key. */
function newKey(text: SuiteText, map: YamlMap, tag: string): TextEdit {
  const id = entryOf(map, 'id');
  const written = `tags: ${flow([tag])}`;
  if (isFlow(text, map)) {
    const before = id ?? map.entries.at(-1);
    return insertAt(before?.value.range.end ?? map.range.end, `, ${written}`);
  }
  const end = id?.value.range.end ?? lastContent(text, map.range.end);
  const pad = ' '.repeat(map.range.start.column);
  return insertAt(lineEndAt(text, end), `${text.lineEnd}${pad}${written}`);
}

/** One more item of a list with a dash in each line, as far in as the last one. */
function newLine(text: SuiteText, list: YamlList, tag: string): TextEdit {
  const last = list.items.at(-1)?.range ?? list.range;
  const line = text.lines.line(last.start.line);
  const dash = line.lastIndexOf('-', last.start.column - 1);
  return insertAt(lineEndAt(text, last.end), `${text.lineEnd}${line.slice(0, dash)}- ${tag}`);
}

function knownTags({ value }: YamlEntry): readonly string[] {
  return value.kind === 'list'
    ? tagsOf(value.items.flatMap((item) => textOf(item) ?? []))
    : tagsOf(textOf(value));
}

/** The colon, and what else stands between a key and its value. */
function textBetween(text: SuiteText, { keyRange, value }: YamlEntry): string {
  return text.text.slice(text.lines.offsetAt(keyRange.end), offset(text, value));
}

function valueRange(text: SuiteText, { value }: YamlEntry): TextEdit['range'] {
  return { start: value.range.start, end: lastContent(text, value.range.end) };
}

function colonOf(text: SuiteText, { keyRange: { end } }: YamlEntry) {
  return { line: end.line, column: text.lines.line(end.line).indexOf(':', end.column) + 1 };
}

function offset(text: SuiteText, { range }: { readonly range: TextEdit['range'] }): number {
  return text.lines.offsetAt(range.start);
}

function insertAt(at: TextEdit['range']['start'], text: string): TextEdit {
  return { range: { start: at, end: at }, text };
}

/** A list in brackets, in one line; what YAML would read otherwise is put in quotes. */
function flow(tags: readonly string[]): string {
  const document = new Document([...tags], { flow: true });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd();
}
