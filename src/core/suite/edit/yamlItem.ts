import { parse, stringify } from 'yaml';
import type { JsonObject } from '../../json.ts';

/** The lines of an item, without dash and indentation of their list. */
export type ItemText = readonly string[];

/** A value as people would write it into a suite: short lists and mappings in one line, long text in lines of its own. */
export function yamlItem(value: JsonObject): ItemText {
  return stringify(value, { lineWidth: 0, defaultStringType: 'PLAIN' }).trimEnd().split('\n');
}

/** An item in one line, as a list in brackets needs it. JSON is YAML. */
export function flowItem(item: ItemText): string {
  return JSON.stringify(parse(item.join('\n')));
}

/** A line one level deeper; an empty one stays empty. */
export function indented(line: string, pad: string): string {
  return line === '' ? '' : `${pad}${line}`;
}
