import { Document, parse, Scalar, visit } from 'yaml';
import type { JsonObject } from '../../json.ts';

/** The lines of an item, without dash and indentation of their list. */
export type ItemText = readonly string[];

/** A value as people would write it into a suite: one line per key, long text in lines of its own. */
export function yamlItem(value: JsonObject): ItemText {
  const document = new Document(value);
  visit(document, {
    Scalar(_, node) {
      // Blanks that YAML does not know as such would be lost at the ends of a plain text.
      if (typeof node.value === 'string' && node.value !== node.value.trim())
        node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 }).trimEnd().split('\n');
}

/** An item in one line, as a list in brackets needs it. JSON is YAML. */
export function flowItem(item: ItemText): string {
  return JSON.stringify(parse(item.join('\n')));
}

/** A line one level deeper; an empty one stays empty. */
export function indented(line: string, pad: string): string {
  return line === '' ? '' : `${pad}${line}`;
}
