import type { JsonObject, JsonValue } from '../../json.ts';
import { didYouMean, nearest } from '../../nearest.ts';
import type { ProblemList } from '../../yaml/problemList.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import { toJson, type YamlMap } from '../../yaml/yamlTree.ts';
import { findFrontMatter } from './frontMatter.ts';

/** The front matter of a file as a mapping, and where the text after it begins. */
export interface Header {
  readonly map: YamlMap;
  readonly bodyOffset: number;
  /** It cannot be read, so what it asks for is unknown. */
  readonly isBroken: boolean;
}

/** Reads front matter; a file without any has an empty mapping. @param from where it may begin (UTF-16 offset) */
export function readHeader(text: string, reading: ProblemList, from = 0): Header {
  const empty: YamlMap = { kind: 'map', entries: [], range: reading.lines.range(0, 0) };
  const found = findFrontMatter(text.slice(from));
  if (found === undefined || found === 'unclosed') {
    if (found === 'unclosed')
      reading.report(
        reading.lines.lineRange(reading.lines.positionAt(from).line),
        'warning',
        'front-matter-unclosed',
        "The front matter that starts here has no closing line '---', so all of it is sent as the prompt. Add '---' after its last key.",
      );
    return { map: empty, bodyOffset: 0, isBroken: false };
  }
  const bodyOffset = from + found.bodyOffset;
  const { node, problems } = readYaml(found.yaml, {
    file: reading.file,
    lines: reading.lines,
    offset: from + found.yamlOffset,
  });
  reading.problems.push(...problems);
  const isBroken = problems.some(({ code }) => code === 'yaml-syntax');
  if (node === undefined || (node.kind === 'scalar' && node.value === null))
    return { map: empty, bodyOffset, isBroken };
  if (node.kind === 'map') return { map: node, bodyOffset, isBroken };
  reading.report(
    node.range,
    'error',
    'bad-value',
    "Front matter must be lines of the form 'key: value'.",
  );
  return { map: empty, bodyOffset, isBroken: true };
}

/** What front matter says besides the keys that a format reads. */
export function metadataOf(map: YamlMap, isRead: (key: string) => boolean): JsonObject {
  return Object.fromEntries(
    map.entries
      .filter(({ key }) => !isRead(key))
      .map(({ key, value }): [string, JsonValue] => [key, toJson(value)]),
  );
}

/** Reports keys that are most likely mistyped; others are kept without a word. */
export function reportLikelyMistakes(
  map: YamlMap,
  known: readonly string[],
  where: string,
  reading: ProblemList,
): void {
  const present = map.entries.map(({ key }) => key);
  for (const { key, keyRange } of map.entries) {
    if (known.includes(key)) continue;
    const close = nearest(
      key,
      known.filter((candidate) => !present.includes(candidate)),
    );
    if (close !== undefined)
      reading.report(
        keyRange,
        'warning',
        'unknown-key',
        `Unknown key '${key}' in ${where} has no effect.${didYouMean(close)}`,
        close,
      );
  }
}
