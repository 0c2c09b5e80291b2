import { EvalError } from '../../errors.ts';
import type { Position } from '../../text.ts';
import { entryOf, textOf, type YamlMap } from '../../yaml/yamlTree.ts';
import type { Case, Suite } from '../suite.ts';
import { isFlow, isNothing, listOf, openSuiteText, type SuiteText } from './suiteText.ts';
import type { TextEdit } from './textEdit.ts';
import { indented, yamlItem } from './yamlItem.ts';

/**
 * Makes a text the expected answer of a case, in its place: a value that was there is replaced, everything else stays.
 * @param source the suite as it is now, which may have been edited since it was read
 * @throws {EvalError} bad-file when the suite cannot be edited; not-found when the case does not stand in it
 */
export function setExpected(
  source: string,
  suite: Pick<Suite, 'path' | 'source'>,
  item: Pick<Case, 'id' | 'file' | 'range'>,
  expected: string,
): readonly TextEdit[] {
  const { text, map } = openCase(source, suite, item);
  const entry = entryOf(map, 'expected');
  if (isFlow(text, map)) {
    const written = JSON.stringify(expected);
    if (entry !== undefined) return [{ range: entry.value.range, text: written }];
    const end = map.entries.at(-1)?.value.range.end ?? map.range.end;
    return [{ range: { start: end, end }, text: `, expected: ${written}` }];
  }
  const column = map.range.start.column;
  if (entry === undefined) {
    const end = lineEndAt(text, lastContent(text, map.range.end));
    const pad = ' '.repeat(column);
    return [
      { range: { start: end, end }, text: `${text.lineEnd}${pad}${lines(text, column, expected)}` },
    ];
  }
  const { start } = entry.keyRange;
  const valueEnd = isNothing(entry)
    ? lineEndAt(text, start)
    : lastContent(text, entry.value.range.end);
  const rest = text.lines.line(valueEnd.line).slice(valueEnd.column);
  // A comment behind the value would become part of a text in lines.
  const written =
    rest.trim() === '' ? lines(text, column, expected) : `expected: ${JSON.stringify(expected)}`;
  return [{ range: { start, end: valueEnd }, text: written }];
}

/**
 * The text of the suite and the case in it.
 * @throws {EvalError} bad-file when the suite cannot be edited; not-found when the case does not stand in it
 */
export function openCase(
  source: string,
  suite: Pick<Suite, 'path' | 'source'>,
  item: Pick<Case, 'id' | 'file' | 'range'>,
): { readonly text: SuiteText; readonly map: YamlMap } {
  if (item.file !== suite.path) {
    throw new EvalError(
      'not-found',
      `The case '${item.id}' stands in ${item.file}. Edit it there.`,
      {
        file: item.file,
      },
    );
  }
  const text = openSuiteText(source);
  return { text, map: caseMap(text, source === suite.source, item) };
}

function lines(text: SuiteText, column: number, expected: string): string {
  const pad = ' '.repeat(column);
  return yamlItem({ expected })
    .map((line, index) => (index === 0 ? line : indented(line, pad)))
    .join(text.lineEnd);
}

function caseMap(
  text: SuiteText,
  isAsRead: boolean,
  { id, range }: Pick<Case, 'id' | 'range'>,
): YamlMap {
  const items = listOf(text, 'cases')?.items ?? [];
  const found =
    items.find((item) => textOf(entryOf(item, 'id')?.value) === id) ??
    (isAsRead ? items.find((item) => item.range.start.line === range.start.line) : undefined);
  if (found?.kind === 'map' && text.text.charAt(text.lines.offsetAt(found.range.start)) !== '*')
    return found;
  if (found?.kind === 'map')
    throw new EvalError(
      'usage',
      `The case '${id}' is an alias of another part of the suite. Edit it where it is written.`,
    );
  throw new EvalError(
    'not-found',
    `The suite has no case '${id}' any more. Save it and try again.`,
  );
}

/** The end of what is written before a place: blanks and line ends do not count. */
export function lastContent(text: SuiteText, end: Position): Position {
  let at = text.lines.offsetAt(end);
  while (at > 0 && /\s/.test(text.text.charAt(at - 1))) at--;
  return text.lines.positionAt(at);
}

/** The end of the line of a place. */
export function lineEndAt(text: SuiteText, { line }: Position): Position {
  return { line, column: text.lines.line(line).length };
}
