import { LineMap, type Range } from '../text.ts';
import { readYaml } from '../yaml/readYaml.ts';
import { entryOf, type YamlNode } from '../yaml/yamlTree.ts';

/**
 * Finds the value of a key inside a part of a YAML file, e.g. `guards` of a metric, by the place of the part. Made once per
 * text, since that reads the text again.
 */
export function keyFinder(text: string): (part: Range, key: string) => Range | undefined {
  const { node } = readYaml(text, { lines: new LineMap(text) });
  const byStart = new Map<string, YamlNode[]>();
  const index = (at: YamlNode): void => {
    if (at.kind === 'map') {
      const name = placeName(at.range);
      byStart.set(name, [...(byStart.get(name) ?? []), at]);
      for (const { value } of at.entries) index(value);
    } else if (at.kind === 'list') at.items.forEach(index);
  };
  if (node !== undefined) index(node);
  return (part, key) =>
    byStart
      .get(placeName(part))
      ?.map((map) => entryOf(map, key)?.value.range)
      .find((range) => range !== undefined);
}

function placeName({ start, end }: Range): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`;
}
