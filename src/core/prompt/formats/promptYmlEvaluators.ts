import type { MetricRegistry } from '../../metrics/registry.ts';
import { didYouMean, nearest } from '../../nearest.ts';
import { mapNode, valueNode } from '../../yaml/makeNode.ts';
import type { Reading } from '../../yaml/reading.ts';
import { reportUnknownKey } from '../../yaml/unknownKey.ts';
import {
  entryOf,
  textOf,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from '../../yaml/yamlTree.ts';
import { type BuiltInEvaluator, builtInEvaluators } from './builtInEvaluators.ts';

/**
 * An evaluator of a GitHub Models prompt as metrics in the words of a suite, with the meaning that it has there: of the string
 * evaluators only `equals` minds upper and lower case, and a judge's choice passes when its score is above 0. Unlike there,
 * the judge's answer must be one of the choices, not hold one.
 */
export function metricsOfEvaluator(
  item: YamlNode,
  registry: MetricRegistry,
  reading: Reading,
): readonly YamlMap[] {
  const evaluator: Evaluator = { item, name: entryOf(item, 'name')?.value, registry, reading };
  const kinds = ['string', 'llm', 'uses'] as const;
  const present = item.kind === 'map' ? item.entries.map(({ key }) => key) : [];
  for (const { key, keyRange } of item.kind === 'map' ? item.entries : [])
    if (key !== 'name' && !kinds.some((kind) => kind === key))
      reportUnknownKey(key, keyRange, 'the evaluator', ['name', ...kinds], present, reading);
  const [first, ...others] = kinds.filter((kind) => entryOf(item, kind) !== undefined);
  for (const kind of others)
    reading.report(
      entryOf(item, kind)?.keyRange ?? item.range,
      'warning',
      'not-supported',
      `'${kind}' has no effect beside '${first}'. Make it an evaluator of its own.`,
    );
  const string = entryOf(item, 'string');
  const llm = entryOf(item, 'llm');
  const uses = entryOf(item, 'uses');
  if (string !== undefined) return stringMetrics(evaluator, string);
  if (llm !== undefined) return judgeMetrics(evaluator, llm);
  if (uses !== undefined) return builtInMetrics(evaluator, uses);
  reading.report(
    item.range,
    'error',
    'missing-key',
    `${called(evaluator)} has nothing to check. Add 'string:' with one of ${Object.keys(stringKinds).join(', ')}, 'llm:' or 'uses:'.`,
  );
  return [];
}

interface Evaluator {
  readonly item: YamlNode;
  readonly name: YamlNode | undefined;
  readonly registry: MetricRegistry;
  readonly reading: Reading;
}

function called({ name }: Evaluator): string {
  const text = textOf(name);
  return text === undefined ? 'This evaluator' : `The evaluator '${text}'`;
}

/** Keys of a string evaluator, and the metric that each means. */
const stringKinds: Readonly<
  Record<string, { readonly type: string; readonly ignoresCase: boolean }>
> = {
  equals: { type: 'equals', ignoresCase: false },
  contains: { type: 'contains', ignoresCase: true },
  startsWith: { type: 'starts-with', ignoresCase: true },
  endsWith: { type: 'ends-with', ignoresCase: true },
};

function stringMetrics({ item, name, reading }: Evaluator, string: YamlEntry): readonly YamlMap[] {
  const entries = string.value.kind === 'map' ? string.value.entries : [];
  if (entries.length === 0)
    reading.report(
      string.keyRange,
      'error',
      'missing-key',
      `A string evaluator needs one of ${Object.keys(stringKinds).join(', ')}.`,
    );
  return entries.flatMap(({ key, keyRange, value }) => {
    const kind = Object.hasOwn(stringKinds, key) ? stringKinds[key] : undefined;
    if (kind === undefined) {
      reportUnknownKey(key, keyRange, 'the evaluator', Object.keys(stringKinds), [], reading);
      return [];
    }
    const wanted = textOf(value);
    if (wanted === undefined || wanted === '') {
      reading.report(value.range, 'error', 'bad-value', `'${key}' must be text.`);
      return [];
    }
    return [
      mapNode(item.range, {
        name: name ?? `${key} ${wanted}`,
        type: kind.type,
        value: valueNode(wanted, value.range),
        'ignore-case': kind.ignoresCase || undefined,
      }),
    ];
  });
}

const judgeType = 'judge';

function judgeMetrics(evaluator: Evaluator, llm: YamlEntry): readonly YamlMap[] {
  const { item, name, registry, reading } = evaluator;
  if (registry.get(judgeType) === undefined) return notRun(evaluator, llm);
  const known = ['modelId', 'prompt', 'systemPrompt', 'choices'];
  const entries = llm.value.kind === 'map' ? llm.value.entries : [];
  const present = entries.map(({ key }) => key);
  for (const { key, keyRange } of entries)
    if (!known.includes(key)) reportUnknownKey(key, keyRange, "'llm'", known, present, reading);
  const texts = ['systemPrompt', 'prompt'].flatMap((key) => {
    const text = textOf(entryOf(llm.value, key)?.value);
    return text === undefined || text.trim() === '' ? [] : [text.trim()];
  });
  const choices = entryOf(llm.value, 'choices')?.value;
  if (texts.length === 0 || choices === undefined) {
    reading.report(
      llm.keyRange,
      'error',
      'missing-key',
      `${called(evaluator)} needs 'prompt', which asks the judge, and 'choices' with their scores.`,
    );
    return [];
  }
  const scores = (choices.kind === 'list' ? choices.items : []).flatMap((choice) => {
    const score = entryOf(choice, 'score')?.value;
    return score?.kind === 'scalar' && typeof score.value === 'number' ? [score.value] : [];
  });
  return [
    mapNode(item.range, {
      name,
      type: judgeType,
      judge: entryOf(llm.value, 'modelId')?.value,
      criteria: aboutReply(texts.join('\n\n')),
      choices: withTexts(choices),
      threshold: leastPassing(scores),
    }),
  ];
}

/** The reply is shown to a judge under its own name, never put into what the judge is told. */
function aboutReply(text: string): string {
  return text.replace(/\{\{\s*completion\s*\}\}/g, '"reply"');
}

/** Choices such as `1` are texts, whatever YAML makes of them. */
function withTexts(choices: YamlNode): YamlNode {
  if (choices.kind !== 'list') return choices;
  const items = choices.items.map((item): YamlNode => {
    if (item.kind !== 'map') return item;
    const entries = item.entries.map((entry) =>
      entry.key === 'choice' && entry.value.kind === 'scalar' && entry.value.value !== null
        ? { ...entry, value: { ...entry.value, value: String(entry.value.value) } }
        : entry,
    );
    return { ...item, entries };
  });
  return { ...choices, items };
}

/** There, any score above 0 passes. */
function leastPassing(scores: readonly number[]): number | undefined {
  const passing = scores.filter((score) => score > 0 && score <= 1);
  return passing.length === 0 ? undefined : Math.min(...passing);
}

function builtInMetrics(evaluator: Evaluator, uses: YamlEntry): readonly YamlMap[] {
  const { item, name, registry, reading } = evaluator;
  if (registry.get(judgeType) === undefined) return notRun(evaluator, uses);
  const wanted = textOf(uses.value) ?? '';
  const known = Object.keys(builtInEvaluators);
  const found: BuiltInEvaluator | undefined = Object.hasOwn(builtInEvaluators, wanted)
    ? builtInEvaluators[wanted]
    : undefined;
  if (found === undefined) {
    const close = nearest(wanted, known);
    const hint = close === undefined ? ` Known are ${known.join(', ')}.` : didYouMean(close);
    reading.report(
      uses.value.range,
      'error',
      'unknown-evaluator',
      `There is no evaluator '${wanted}'.${hint}`,
      close,
    );
    return [];
  }
  const last = found.levels.length - 1;
  const choices = found.levels.map((means, index) => ({
    choice: String(index + 1),
    score: index / last,
    means,
  }));
  return [
    mapNode(item.range, {
      name: name ?? wanted,
      type: judgeType,
      criteria: found.criteria,
      choices,
      threshold: 1 / last,
    }),
  ];
}

function notRun(evaluator: Evaluator, entry: YamlEntry): readonly YamlMap[] {
  evaluator.reading.report(
    entry.keyRange,
    'information',
    'not-run',
    `${called(evaluator)} asks a model to judge; there is no such metric here.`,
  );
  return [];
}
