import type { JsonValue } from '../../json.ts';
import type { MetricRegistry } from '../../metrics/registry.ts';
import { didYouMean, nearest } from '../../nearest.ts';
import { modelDocument } from '../../prompt/modelDocument.ts';
import type { ModelChoice } from '../../prompt/prompt.ts';
import type { Range } from '../../text.ts';
import { mapNode, valueNode } from '../../yaml/makeNode.ts';
import type { Placed } from '../../yaml/placed.ts';
import { reportUnknownKey } from '../../yaml/unknownKey.ts';
import { entryOf, textOf, toJson, type YamlMap, type YamlNode } from '../../yaml/yamlTree.ts';
import { assertionTypes } from './assertionTypes.ts';
import { type ConfigFiles, notSupported } from './configFiles.ts';
import { translateProvider } from './providers.ts';
import { unreadableTemplate } from './unreadableTemplate.ts';

/** An assertion as a metric in the words of a suite. */
export interface TranslatedMetric extends Placed<YamlMap> {
  /** The name of the metric and what else belongs to the metric as a whole, not to a part of a combination. */
  readonly name?: YamlNode;
}

const assertionKeys = [
  'type',
  'value',
  'threshold',
  'weight',
  'metric',
  'provider',
  'rubricPrompt',
  'config',
  'transform',
  'contextTransform',
  'assert',
  'description',
];

/** Keys that need a program, or a grader of one's own. */
const unsupportedKeys: Readonly<Record<string, string>> = {
  transform: 'it changes the reply by code before it is judged',
  contextTransform: 'it finds the context by code',
  rubricPrompt: 'judges have their own way of asking',
};

/** Types whose value is code, so that a file it names is not looked at. */
const programs = new Set(['javascript', 'python', 'ruby']);

/** Deepest nesting of sets. */
const maxDepth = 8;

/** A list of assertions as metrics. What cannot be honoured is reported and left out. @param judge grades where an assertion names no other */
export async function translateAssertions(
  list: Placed,
  files: ConfigFiles,
  registry: MetricRegistry,
  judge?: ModelChoice,
  depth = 0,
): Promise<readonly TranslatedMetric[]> {
  const { node, reading } = list;
  if (node.kind !== 'list') {
    if (toJson(node) !== null)
      reading.report(
        node.range,
        'error',
        'bad-value',
        "'assert' must be a list; start each with '- type:'.",
      );
    return [];
  }
  const metrics: TranslatedMetric[] = [];
  for (const item of node.items) {
    const at = { node: item, reading };
    const metric = await translateAssertion(at, files, registry, judge, depth);
    if (metric !== undefined) metrics.push(metric);
  }
  return metrics;
}

async function translateAssertion(
  written: Placed,
  files: ConfigFiles,
  registry: MetricRegistry,
  judge: ModelChoice | undefined,
  depth: number,
): Promise<TranslatedMetric | undefined> {
  const at = files.deref(written);
  if (at === undefined) return undefined;
  const { node, reading } = at;
  const type = textOf(entryOf(node, 'type')?.value);
  if (node.kind !== 'map' || type === undefined) {
    reading.report(
      node.range,
      'error',
      'missing-key',
      "An assertion needs 'type', e.g. 'type: contains'.",
    );
    return undefined;
  }
  for (const { key, keyRange } of node.entries)
    if (!assertionKeys.includes(key))
      reportUnknownKey(
        key,
        keyRange,
        `'${type}'`,
        assertionKeys,
        node.entries.map((entry) => entry.key),
        reading,
      );
  const typeRange = entryOf(node, 'type')?.value.range ?? node.range;
  const refuse = (why: string, range = typeRange) =>
    notSupported(at, `The assertion '${type}' is not run: ${why}.`, range);
  for (const [key, why] of Object.entries(unsupportedKeys)) {
    const entry = entryOf(node, key);
    if (entry === undefined) continue;
    refuse(`'${key}' is not supported, since ${why}`, entry.keyRange);
    return undefined;
  }
  for (const key of ['weight', 'threshold']) {
    const given = entryOf(node, key)?.value;
    if (given === undefined || toJson(given) === null || numberOf(node, key) !== undefined)
      continue;
    refuse(`its '${key}' must be a number`, given.range);
    return undefined;
  }
  const config = entryOf(node, 'config');
  if (config !== undefined && !programs.has(type.replace(/^not-/, '')))
    notSupported(at, `'config' has no effect on '${type}'.`, config.keyRange);
  const weight = numberOf(node, 'weight');
  if (weight === 0) {
    refuse('with a weight of 0 it passes whatever the reply is');
    return undefined;
  }
  const metric = entryOf(node, 'metric')?.value;
  const name = metric !== undefined && textOf(metric) ? metric : undefined;
  const done = (parts: YamlMap): TranslatedMetric => ({
    node: { ...parts, range: written.node.range },
    reading: written.reading,
    ...(name !== undefined && { name }),
  });
  if (type === 'assert-set') return translateSet(at, weight, files, registry, judge, depth, done);
  const isNegated = type.startsWith('not-');
  const bare = isNegated ? type.slice(4) : type;
  const translate = Object.hasOwn(assertionTypes, bare) ? assertionTypes[bare] : undefined;
  if (bare.startsWith('promptfoo:redteam:')) {
    refuse('it judges attacks, which are not made up here');
    return undefined;
  }
  if (translate === undefined) {
    const close = nearest(bare, Object.keys(assertionTypes));
    const hint = close === undefined ? ' It is not known, and not run.' : didYouMean(close);
    reading.report(
      typeRange,
      'error',
      'unknown-assertion',
      `Unknown assertion '${type}'.${hint}`,
      close,
    );
    return undefined;
  }
  const value = programs.has(bare) ? undefined : await valueOf(at, files);
  if (value === 'unusable') return undefined;
  const template = value === undefined ? undefined : unreadableTemplate(value);
  if (template !== undefined) {
    refuse(`in a value only '{{ variable }}' is filled in, not '${template}'`, value?.range);
    return undefined;
  }
  const threshold = numberOf(node, 'threshold');
  const translated = translate({
    type: bare,
    ...(value !== undefined && toJson(value) !== null && { value }),
    ...(threshold !== undefined && { threshold }),
    range: node.range,
  });
  if ('unsupported' in translated) {
    refuse(translated.unsupported);
    return undefined;
  }
  const types = [translated.type, ...(translated.partTypes ?? [])];
  const missing = types.find((one) => registry.get(one) === undefined);
  if (missing !== undefined) {
    refuse(`there is no metric '${missing}'`);
    return undefined;
  }
  if (translated.note !== undefined)
    reading.report(typeRange, 'information', 'approximated', `'${type}': ${translated.note}`);
  const isOpposite = translated.isOpposite ?? false;
  const provider = entryOf(node, 'provider');
  const grader =
    provider === undefined || !translated.isJudged
      ? undefined
      : translateProvider({ node: provider.value, reading });
  if (provider !== undefined && !translated.isJudged)
    notSupported(
      at,
      `'provider' has no effect on '${type}', which asks no model.`,
      provider.keyRange,
    );
  const chosen = grader?.model ?? (translated.isJudged ? judge : undefined);
  return done(
    mapNode(node.range, {
      type: valueNode(translated.type, typeRange),
      ...translated.parameters,
      judge: chosen && valueNode(modelDocument(chosen), provider?.value.range ?? node.range),
      negate: isNegated !== isOpposite || undefined,
      weight,
    }),
  );
}

async function translateSet(
  at: Placed,
  weight: number | undefined,
  files: ConfigFiles,
  registry: MetricRegistry,
  judge: ModelChoice | undefined,
  depth: number,
  done: (node: YamlMap) => TranslatedMetric,
): Promise<TranslatedMetric | undefined> {
  const list = entryOf(at.node, 'assert')?.value;
  if (list === undefined || depth >= maxDepth) {
    const message =
      list === undefined
        ? "An 'assert-set' needs 'assert', a list of assertions."
        : `Sets are nested more than ${maxDepth} levels deep. Use fewer levels.`;
    at.reading.report(at.node.range, 'error', 'bad-value', message);
    return undefined;
  }
  const parts = await translateAssertions({ ...at, node: list }, files, registry, judge, depth + 1);
  if (list.kind === 'list' && list.items.length === 0)
    notSupported(at, 'This set has no assertions and checks nothing.');
  if (parts.length === 0) return undefined;
  if (list.kind === 'list' && parts.length < list.items.length)
    notSupported(at, 'Parts of this set are not run, so it says less than in promptfoo.');
  const threshold = numberOf(at.node, 'threshold');
  return done(combined(parts, threshold, at.node.range, weight));
}

/** Several metrics as one: all must pass, or their weighted mean must reach a threshold. */
export function combined(
  parts: readonly TranslatedMetric[],
  threshold: number | undefined,
  range: Range,
  weight?: number,
): YamlMap {
  return mapNode(range, {
    type: threshold === undefined ? 'all-of' : 'weighted',
    metrics: { kind: 'list', items: parts.map(({ node }) => node), range },
    threshold,
    weight,
  });
}

/** The metric as an item of `metrics:`, its name with it. */
export function asItem({ node, name, reading }: TranslatedMetric): Placed {
  if (name === undefined) return { node, reading };
  const entry = { key: 'name', keyRange: name.range, value: name };
  return { node: { ...node, entries: [entry, ...node.entries] }, reading };
}

/** The value of an assertion; where it names a file, what the file holds. */
async function valueOf(at: Placed, files: ConfigFiles): Promise<YamlNode | 'unusable' | undefined> {
  const value = entryOf(at.node, 'value')?.value;
  if (value?.kind !== 'scalar') return value;
  const text = typeof value.value === 'string' ? value.value : '';
  if (!text.startsWith('file://')) return value;
  const from = { node: value, reading: at.reading };
  const [path] = await files.find(text, from);
  if (path === undefined) return 'unusable';
  if (/\.(?:ya?ml|json)$/i.test(path)) {
    const tree = await files.tree(path, from);
    return tree === undefined ? 'unusable' : valueNode(toJson(tree.node), value.range);
  }
  const content = await files.text(path, from);
  return content === undefined ? 'unusable' : { ...value, value: content.trim() };
}

function numberOf(node: YamlNode, key: string): number | undefined {
  const value: JsonValue = toJson(entryOf(node, key)?.value ?? valueNode(null, node.range));
  return typeof value === 'number' ? value : undefined;
}
