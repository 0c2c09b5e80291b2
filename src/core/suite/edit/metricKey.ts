import type { JsonValue } from '../../json.ts';
import { entryOf } from '../../yaml/yamlTree.ts';
import type { Suite } from '../suite.ts';
import { metricIndex } from './metricPlace.ts';
import { isFlow, listOf, openSuiteText } from './suiteText.ts';
import type { TextEdit } from './textEdit.ts';
import { yamlItem } from './yamlItem.ts';

/**
 * Sets a key of a metric to a value of one line, in place: a key that is there keeps its line and its comment.
 * @throws {EvalError} bad-file when the suite cannot be edited; not-found when it has no such metric of its own
 */
export function setMetricKey(
  suite: Pick<Suite, 'path' | 'source' | 'metrics'>,
  id: string,
  key: string,
  value: string | number | boolean,
): readonly TextEdit[] {
  const text = openSuiteText(suite.source);
  const item = listOf(text, 'metrics')?.items[metricIndex(suite, text, id)];
  if (item?.kind !== 'map') return [];
  const written = scalarText(value);
  const entry = entryOf(item, key);
  if (entry !== undefined) {
    const { start, end } = entry.value.range;
    const isEmpty = start.line === end.line && start.column === end.column;
    return [{ range: { start, end }, text: isEmpty ? `: ${written}` : written }];
  }
  const last = item.entries.at(-1);
  const at = item.range.end;
  if (isFlow(text, item)) {
    const end = last?.value.range.end ?? { line: at.line, column: at.column - 1 };
    return [{ range: { start: end, end }, text: `, ${key}: ${JSON.stringify(value)}` }];
  }
  const pad = ' '.repeat(item.range.start.column);
  const lineLength = text.lines.line(at.line).length;
  const end = { line: at.line, column: lineLength };
  return [{ range: { start: end, end }, text: `${text.lineEnd}${pad}${key}: ${written}` }];
}

function scalarText(value: JsonValue): string {
  return (yamlItem({ key: value })[0] ?? '').slice('key: '.length);
}
