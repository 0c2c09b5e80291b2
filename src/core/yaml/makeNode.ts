import type { JsonValue } from '../json.ts';
import type { Range } from '../text.ts';
import type { YamlMap, YamlNode } from './yamlTree.ts';

/** A mapping whose parts stand at the places that they come from; plain values stand at `range`. */
export function mapNode(
  range: Range,
  members: Readonly<Record<string, YamlNode | JsonValue | undefined>>,
): YamlMap {
  const entries = Object.entries(members).flatMap(([key, member]) => {
    if (member === undefined) return [];
    const value = isNode(member) ? member : valueNode(member, range);
    return [{ key, keyRange: value.range, value }];
  });
  return { kind: 'map', entries, range };
}

export function valueNode(value: JsonValue, range: Range): YamlNode {
  if (value === null || typeof value !== 'object') return { kind: 'scalar', value, range };
  if (isList(value))
    return { kind: 'list', items: value.map((item) => valueNode(item, range)), range };
  return mapNode(range, value);
}

function isNode(value: YamlNode | JsonValue): value is YamlNode {
  return (
    value !== null &&
    typeof value === 'object' &&
    'range' in value &&
    'kind' in value &&
    (value.kind === 'map' || value.kind === 'list' || value.kind === 'scalar')
  );
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
