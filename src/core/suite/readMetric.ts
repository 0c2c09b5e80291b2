import type * as z from 'zod';
import type { MetricDefinition } from '../metrics/metric.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import { didYouMean, nearest } from '../nearest.ts';
import type { Range } from '../text.ts';
import type { Reading } from '../yaml/reading.ts';
import { reportUnknownKey } from '../yaml/unknownKey.ts';
import { validate } from '../yaml/validate.ts';
import { entryOf, textOf, type YamlMap, type YamlNode } from '../yaml/yamlTree.ts';
import { metricName } from './metricName.ts';
import { readParameters } from './readParameters.ts';
import { metricKeys } from './schema.ts';
import { slug } from './slug.ts';
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

/** A metric as written, before its id is settled among the others of its list. */
export interface ReadMetric {
  readonly spec: Omit<MetricSpec, 'id'>;
  /** Chosen by the author: `id`, else made from `name`. */
  readonly id?: { readonly text: string; readonly range: Range };
}

/** Reads one metric; undefined, with the mistake reported, where what it checks cannot be understood. */
export function readMetric(
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
      name: name ?? id ?? metricName(type, parameters),
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
