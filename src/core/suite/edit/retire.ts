import { EvalError } from '../../errors.ts';
import { entryOf, textOf } from '../../yaml/yamlTree.ts';
import type { Suite } from '../suite.ts';
import { insertItem, itemText, removeItem } from './listItem.ts';
import { metricIndex } from './metricPlace.ts';
import { listOf, openSuiteText } from './suiteText.ts';
import type { TextEdit } from './textEdit.ts';
import { indented, yamlItem } from './yamlItem.ts';

/** Why and when a metric is retired. */
export interface Retirement {
  /** Day as YYYY-MM-DD. */
  readonly on: string;
  readonly reason: string;
}

/**
 * Moves a metric to `retired:` at the end of its suite, with day and reason. Its text goes along, comments included, so that
 * it can be restored as it was.
 * @throws {EvalError} bad-file when the suite cannot be edited; not-found when it has no such metric of its own
 */
export function retireMetric(
  suite: Pick<Suite, 'path' | 'source' | 'metrics'>,
  id: string,
  { on, reason }: Retirement,
): readonly TextEdit[] {
  const text = openSuiteText(suite.source);
  const index = metricIndex(suite, text, id);
  const list = listOf(text, 'metrics');
  if (list === undefined) throw absent(id);
  const entry = [
    ...yamlItem({ id, on, reason }),
    'metric:',
    ...itemText(text, list, index).map((line) => indented(line, '  ')),
  ];
  return [...removeItem(text, 'metrics', index), ...insertItem(text, 'retired', entry)];
}

/**
 * Moves a retired metric back to the end of `metrics:`.
 * @throws {EvalError} bad-file when the suite cannot be edited; not-found when no such metric is retired with its definition
 */
export function restoreMetric(source: string, id: string): readonly TextEdit[] {
  const text = openSuiteText(source);
  const list = listOf(text, 'retired');
  const index = list?.items.findIndex((item) => textOf(entryOf(item, 'id')?.value) === id) ?? -1;
  const definition = entryOf(list?.items[index], 'metric')?.value;
  if (list === undefined || index < 0 || definition?.kind !== 'map')
    throw new EvalError(
      'not-found',
      `'retired' keeps no definition of '${id}'. Write the metric anew under 'metrics:'.`,
    );
  const item = itemText(text, { kind: 'list', items: [definition], range: definition.range }, 0);
  return [...removeItem(text, 'retired', index), ...insertItem(text, 'metrics', item)];
}

function absent(id: string): EvalError {
  return new EvalError('not-found', `The suite has no metric '${id}' of its own.`);
}
