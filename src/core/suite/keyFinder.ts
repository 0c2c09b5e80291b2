import { LineMap, type Range } from '../text.ts';
import { readYaml } from '../yaml/readYaml.ts';
import { entryOf, type YamlNode } from '../yaml/yamlTree.ts';

/** Finds the places of keys and values inside a part of a YAML file, e.g. `guards` of a metric, by the place of the part. */
export interface KeyFinder {
  valueOf(part: Range, key: string): Range | undefined;
  keyOf(part: Range, key: string): Range | undefined;
}

/** Made once per text, since that reads the text again. */
export function keyFinder(text: string): KeyFinder {
  const { node } = readYaml(text, { lines: new LineMap(text) });
  const byPlace = new Map<string, YamlNode[]>();
  const index = (at: YamlNode): void => {
    if (at.kind === 'map') {
      const name = placeName(at.range);
      byPlace.set(name, [...(byPlace.get(name) ?? []), at]);
      for (const { value } of at.entries) index(value);
    } else if (at.kind === 'list') at.items.forEach(index);
  };
  if (node !== undefined) index(node);
  const find = (part: Range, key: string) =>
    byPlace.get(placeName(part))?.flatMap((map) => entryOf(map, key) ?? [])[0];
  return {
    valueOf: (part, key) => find(part, key)?.value.range,
    keyOf: (part, key) => find(part, key)?.keyRange,
  };
}

function placeName({ start, end }: Range): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`;
}
