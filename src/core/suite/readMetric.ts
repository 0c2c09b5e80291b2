import type * as z from 'zod';
import type { JsonObject, JsonValue } from '../json.ts';
import type { MetricDefinition } from '../metrics/metric.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import { didYouMean, nearest } from '../nearest.ts';
import type { Range } from '../text.ts';
import {
  knownKeys,
  ProblemList,
  type Reading,
  reportUnknownKey,
  validate,
} from '../yaml/validate.ts';
import {
  entryOf,
  textOf,
  toJson,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from '../yaml/yamlTree.ts';
import { metricKeys } from './schema.ts';
import { slug, uniqueId } from './slug.ts';
import type { MetricSpec } from './suite.ts';

/** What the metrics of a list must agree with. */
export interface MetricContext {
  readonly registry: MetricRegistry;
  /** Ids of the goals that the suite names. */
  readonly goals: readonly string[];
  /** Ids in use already, with their place: for a case's metrics those of the suite. */
  readonly taken: ReadonlyMap<string, Range>;
  /** Ids that only a metric with an id of its own may take: those it would override. */
  readonly reserved?: ReadonlySet<string>;
  /** Whether several metrics may have one name, as in suites of other tools; their ids are then numbered. */
  readonly namesMayRepeat?: boolean;
}

/** Reads a list of metrics. One with a mistake in what it checks is left out; the others stay. */
export function readMetrics(
  list: YamlNode,
  context: MetricContext,
  reading: Reading,
): readonly MetricSpec[] {
  if (list.kind !== 'list') {
    if (toJson(list) !== null)
      reading.report(
        list.range,
        'error',
        'bad-value',
        "'metrics' must be a list; start each with '- type:'.",
      );
    return [];
  }
  return readMetricItems(
    list.items.map((node) => ({ node, reading })),
    context,
  );
}

/** A part of a file, with the file that it stands in. */
export interface Placed<Node extends YamlNode = YamlNode> {
  readonly node: Node;
  readonly reading: Reading;
}

/** As `readMetrics`, for metrics that may stand in several files. */
export function readMetricItems(
  items: readonly Placed[],
  context: MetricContext,
): readonly MetricSpec[] {
  const taken = new Map(context.taken);
  const read = items.flatMap(({ node, reading }) => {
    const metric = readMetric(node, context, reading);
    return metric === undefined ? [] : [{ ...metric, reading }];
  });
  // Ids that the author chose come first, so that an unnamed metric never takes one away.
  const chosen = new Map<ReadMetric, string>();
  for (const metric of read) {
    if (metric.id === undefined) continue;
    const { range } = metric.id;
    const text = context.namesMayRepeat
      ? uniqueId(metric.id.text, (candidate) => taken.has(candidate))
      : metric.id.text;
    const first = taken.get(text);
    if (first !== undefined) {
      reportDuplicate('metric', text, range, first, metric.reading);
      continue;
    }
    taken.set(text, range);
    chosen.set(metric, text);
  }
  return read.flatMap((metric) => {
    if (metric.id !== undefined) {
      const id = chosen.get(metric);
      return id === undefined ? [] : [{ ...metric.spec, id }];
    }
    const isTaken = (candidate: string) =>
      taken.has(candidate) || context.reserved?.has(candidate) === true;
    const id = uniqueId(metric.spec.type, isTaken);
    taken.set(id, metric.spec.range);
    return [{ ...metric.spec, id }];
  });
}

/** Reports the second use of an id. */
export function reportDuplicate(
  kind: 'metric' | 'case',
  id: string,
  range: Range,
  first: Range,
  reading: Reading,
  firstFile?: string,
): void {
  const where = firstFile === undefined ? '' : ` of ${firstFile}`;
  reading.report(
    range,
    'error',
    'duplicate-id',
    `The ${kind} id '${id}' is used a second time; the first is in line ${first.start.line + 1}${where}. Give one of them another id.`,
  );
}

interface ReadMetric {
  readonly spec: Omit<MetricSpec, 'id'>;
  /** Chosen by the author: `id`, else made from `name`. */
  readonly id?: { readonly text: string; readonly range: Range };
}

function readMetric(
  node: YamlNode,
  context: MetricContext,
  reading: Reading,
): ReadMetric | undefined {
  if (node.kind !== 'map') {
    reading.report(
      node.range,
      'error',
      'bad-value',
      "A metric must be a mapping with 'type', e.g. '- type: length'.",
    );
    return undefined;
  }
  const common = readCommonKeys(node, reading);
  const definition = definitionOf(node, context.registry, reading);
  if (definition === undefined) return undefined;
  const own = node.entries.filter(({ key }) => !Object.hasOwn(metricKeys, key));
  const parameters = readParameters(node, own, definition, reading);
  const goal = knownGoal(entryOf(node, 'goal')?.value, common.goal, context.goals, reading);
  if (parameters === undefined) return undefined;
  const { type } = definition;
  const idNode = entryOf(node, 'id')?.value;
  const id = common.id === undefined ? undefined : String(common.id);
  const { name } = common;
  const nameNode = entryOf(node, 'name')?.value;
  const chosen =
    id !== undefined && idNode !== undefined
      ? { text: id, range: idNode.range }
      : name !== undefined && nameNode !== undefined && slug(name) !== ''
        ? { text: slug(name), range: nameNode.range }
        : undefined;
  const { target, issue, owner, added, review, guards } = common;
  return {
    spec: {
      name: name ?? id ?? describeMetric(type, parameters),
      type,
      parameters,
      stage: common.stage ?? 'real-time',
      severity: common.severity ?? 'error',
      ...(target !== undefined && { target }),
      ...(goal !== undefined && { goal }),
      ...(issue !== undefined && { issue }),
      ...(owner !== undefined && { owner }),
      ...(added !== undefined && { added }),
      ...(review !== undefined && { review }),
      ...(guards !== undefined && { guards }),
      file: reading.file,
      range: node.range,
    },
    ...(chosen !== undefined && { id: chosen }),
  };
}

type CommonKeys = { [K in keyof typeof metricKeys]?: z.output<(typeof metricKeys)[K]> };

/** The keys that every metric can have; one with a bad value is reported and left out. */
function readCommonKeys(node: YamlMap, reading: Reading): CommonKeys {
  const read = <T>(key: keyof typeof metricKeys, schema: z.ZodType<T>): T | undefined => {
    const entry = entryOf(node, key);
    return entry === undefined ? undefined : validate(schema, entry.value, `'${key}'`, reading);
  };
  return {
    id: read('id', metricKeys.id),
    name: read('name', metricKeys.name),
    stage: read('stage', metricKeys.stage),
    severity: read('severity', metricKeys.severity),
    target: read('target', metricKeys.target),
    goal: read('goal', metricKeys.goal),
    issue: read('issue', metricKeys.issue),
    owner: read('owner', metricKeys.owner),
    added: read('added', metricKeys.added),
    review: read('review', metricKeys.review),
    guards: read('guards', metricKeys.guards),
  };
}

function definitionOf(
  node: YamlMap,
  registry: MetricRegistry,
  reading: Reading,
): MetricDefinition | undefined {
  const entry = entryOf(node, 'type');
  if (entry === undefined) {
    const mistyped = node.entries.find(({ key }) => nearest(key, ['type']) !== undefined);
    if (mistyped !== undefined && !Object.hasOwn(metricKeys, mistyped.key))
      reportUnknownKey(mistyped.key, mistyped.keyRange, 'the metric', ['type'], [], reading);
    else
      reading.report(
        node.range,
        'error',
        'missing-key',
        "The metric needs 'type', which says what is checked, e.g. 'type: length'.",
      );
    return undefined;
  }
  const type = textOf(entry.value) ?? '';
  const definition = registry.get(type);
  if (definition !== undefined) return definition;
  const close = nearest(type, registry.types);
  const hint = close === undefined ? ` Known are ${registry.types.join(', ')}.` : didYouMean(close);
  reading.report(
    entry.value.range,
    'error',
    'unknown-metric',
    `Unknown metric '${type}'.${hint}`,
    close,
  );
  return undefined;
}

function readParameters(
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

function knownGoal(
  node: YamlNode | undefined,
  goal: string | undefined,
  goals: readonly string[],
  reading: Reading,
): string | undefined {
  if (node === undefined || goal === undefined || goals.includes(goal)) return goal;
  const close = nearest(goal, goals);
  reading.report(
    node.range,
    'error',
    'unknown-goal',
    `There is no goal '${goal}'.${close === undefined ? " Add it under 'goals:'." : didYouMean(close)}`,
    close,
  );
  return undefined;
}

/** The name of a metric without one: `length: unit words, max 120`. */
export function describeMetric(type: string, parameters: JsonObject): string {
  const words = Object.entries(parameters).map(
    ([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const text = words.length === 0 ? type : `${type}: ${words.join(', ')}`;
  return text.length > 70 ? `${text.slice(0, 67)}...` : text;
}
