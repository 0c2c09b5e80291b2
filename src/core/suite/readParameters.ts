import type { JsonObject, JsonValue } from '../json.ts';
import type { MetricDefinition } from '../metrics/metric.ts';
import { nearest } from '../nearest.ts';
import { ProblemList } from '../yaml/problemList.ts';
import type { Reading } from '../yaml/reading.ts';
import { knownKeys } from '../yaml/schemaKeys.ts';
import { reportUnknownKey } from '../yaml/unknownKey.ts';
import { validate } from '../yaml/validate.ts';
import { toJson, type YamlEntry, type YamlMap } from '../yaml/yamlTree.ts';
import { metricKeys } from './schema.ts';

/** The parameters of a metric as written; undefined, with every mistake reported, where they do not fit its type. */
export function readParameters(
  node: YamlMap,
  own: readonly YamlEntry[],
  definition: MetricDefinition,
  reading: Reading,
): JsonObject | undefined {
  const { type, parameters: schema } = definition;
  const known = knownParameters(definition);
  const unknown = own.filter(({ key }) => !known.includes(key));
  const present = node.entries.map(({ key }) => key);
  for (const { key, keyRange } of unknown)
    reportUnknownKey(
      key,
      keyRange,
      `'${type}'`,
      [...known, ...Object.keys(metricKeys)],
      present,
      reading,
    );
  const usable: YamlMap = {
    kind: 'map',
    entries: own.filter((entry) => !unknown.includes(entry)),
    range: node.range,
  };
  const misfits = new ProblemList(reading.file, reading.lines);
  const isValid = validate(schema, usable, `'${type}'`, misfits) !== undefined;
  for (const { range, severity, code, message, replacement } of misfits.problems) {
    // What a mistyped key leaves open is no second mistake.
    const isConsequence =
      unknown.length > 0 && !(code === 'bad-value' && range.start.line > node.range.start.line);
    if (!isConsequence) reading.report(range, severity, code, message, replacement);
  }
  // A key that was most likely meant for every metric (`gaurds`) changes nothing of what is checked.
  const isHarmless = unknown.every(({ key }) => {
    const close = nearest(key, [...known, ...Object.keys(metricKeys)]);
    return close !== undefined && Object.hasOwn(metricKeys, close);
  });
  if (!isValid || !isHarmless) return undefined;
  // As written: defaults are the metric's own business, and a later default must not change what is stored.
  const entries = usable.entries.map(({ key, value }): [string, JsonValue] => [key, toJson(value)]);
  return Object.fromEntries(entries);
}

const parametersOf = new WeakMap<MetricDefinition, readonly string[]>();

function knownParameters(definition: MetricDefinition): readonly string[] {
  const kept = parametersOf.get(definition);
  if (kept !== undefined) return kept;
  const keys = knownKeys(definition.parameters);
  parametersOf.set(definition, keys);
  return keys;
}
