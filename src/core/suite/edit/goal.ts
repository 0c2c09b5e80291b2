import { EvalError } from '../../errors.ts';
import { entryOf } from '../../yaml/yamlTree.ts';
import { isFlow, isNothing, type SuiteText } from './suiteText.ts';
import type { TextEdit } from './textEdit.ts';
import { yamlItem } from './yamlItem.ts';

/** Keys before which goals are written where there are none yet. */
const laterKeys = ['metrics', 'cases', 'retired'];

/**
 * Adds a goal at the end of `goals:`, which is made where it is absent.
 * @throws {EvalError} bad-file when `goals` is no mapping
 */
export function insertGoal(suite: SuiteText, id: string, text: string): TextEdit {
  const entry = entryOf(suite.map, 'goals');
  const written = yamlItem({ [id]: text })[0] ?? '';
  const { lineEnd } = suite;
  if (entry === undefined) {
    const later = suite.map.entries.find(({ key }) => laterKeys.includes(key));
    const block = `goals:${lineEnd}  ${written}${lineEnd}`;
    if (later === undefined) return atEnd(suite, block);
    let { line } = later.keyRange.start;
    while (line > 0 && suite.lines.line(line - 1).startsWith('#')) line--;
    const at = { line, column: 0 };
    return { range: { start: at, end: at }, text: `${block}${lineEnd}` };
  }
  if (isNothing(entry)) {
    const at = endOfLine(suite, entry.keyRange.end.line);
    return { range: { start: at, end: at }, text: `${lineEnd}  ${written}` };
  }
  const { value } = entry;
  if (value.kind !== 'map')
    throw new EvalError('bad-file', `'goals' of the suite is not a mapping. Make it one first.`);
  const last = value.entries.at(-1);
  if (last === undefined) return { range: value.range, text: `${lineEnd}  ${written}` };
  const { end } = last.value.range;
  if (isFlow(suite, value))
    return {
      range: { start: end, end },
      text: `, ${JSON.stringify(id)}: ${JSON.stringify(text)}`,
    };
  // A text in lines of its own ends where the next line begins.
  const line = end.column === 0 && end.line > last.keyRange.start.line ? end.line - 1 : end.line;
  const at = endOfLine(suite, line);
  const pad = ' '.repeat(last.keyRange.start.column);
  return { range: { start: at, end: at }, text: `${lineEnd}${pad}${written}` };
}

function endOfLine({ lines }: SuiteText, line: number) {
  return { line, column: lines.line(line).length };
}

function atEnd(suite: SuiteText, block: string): TextEdit {
  const at = suite.lines.positionAt(suite.text.length);
  const lead = suite.text === '' || suite.text.endsWith(suite.lineEnd) ? '' : suite.lineEnd;
  return { range: { start: at, end: at }, text: `${lead}${block}` };
}
