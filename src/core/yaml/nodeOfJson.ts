import type { Range } from '../text.ts';
import type { Reading } from './reading.ts';
import { forbiddenKeys, maxDepth } from './readYaml.ts';
import type { YamlEntry, YamlNode } from './yamlTree.ts';

/**
 * A value that came from `JSON.parse` as a tree whose parts all stand at one place, such as a row. Too deep nesting and
 * forbidden keys are reported and left out.
 */
export function nodeOfJson(value: unknown, range: Range, reading: Reading, depth = 0): YamlNode {
  const nothing: YamlNode = { kind: 'scalar', value: null, range };
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return { kind: 'scalar', value, range };
  if (value === null || typeof value !== 'object') return nothing;
  if (depth > maxDepth) {
    reading.report(
      range,
      'error',
      'yaml-depth',
      `This is nested more than ${maxDepth} levels deep. Use fewer levels.`,
    );
    return nothing;
  }
  if (Array.isArray(value))
    return {
      kind: 'list',
      items: value.map((item) => nodeOfJson(item, range, reading, depth + 1)),
      range,
    };
  const entries: YamlEntry[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (forbiddenKeys.has(key))
      reading.report(
        range,
        'error',
        'forbidden-key',
        `'${key}' cannot be used as a key. Choose another name.`,
      );
    else
      entries.push({ key, keyRange: range, value: nodeOfJson(member, range, reading, depth + 1) });
  }
  return { kind: 'map', entries, range };
}
