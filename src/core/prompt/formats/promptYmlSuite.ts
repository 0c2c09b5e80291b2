import type { JsonObject } from '../../json.ts';
import type { ReadResult } from '../../problem.ts';
import { slug, uniqueId } from '../../suite/slug.ts';
import type { Case, MetricSpec, Suite } from '../../suite/suite.ts';
import { LineMap, type SourceFile } from '../../text.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import { ProblemList, reportUnknownKey } from '../../yaml/validate.ts';
import { entryOf, textOf, toJson, type YamlNode } from '../../yaml/yamlTree.ts';

/**
 * `testData` and `evaluators` of a GitHub Models prompt as a suite; without a value where it has neither. String
 * evaluators become metrics with the meaning that they have there: only `equals` minds upper and lower case.
 */
export function embeddedSuite(source: SourceFile): ReadResult<Suite> {
  const { path, text } = source;
  const reading = new ProblemList(path, new LineMap(text));
  const { node } = readYaml(text, { file: path, lines: reading.lines });
  const testData = entryOf(node, 'testData');
  const evaluators = entryOf(node, 'evaluators');
  if (testData === undefined && evaluators === undefined) return { problems: [] };
  const suite: Suite = {
    path,
    source: text,
    prompts: [],
    trials: 1,
    goals: [],
    metrics: readEvaluators(evaluators?.value, reading),
    cases: readTestData(testData?.value, reading),
    caseFiles: [],
    retired: [],
  };
  return { value: suite, problems: reading.problems };
}

function itemsOf(
  list: YamlNode | undefined,
  key: string,
  reading: ProblemList,
): readonly YamlNode[] {
  if (list === undefined || toJson(list) === null) return [];
  if (list.kind === 'list') return list.items;
  reading.report(list.range, 'error', 'bad-value', `'${key}' must be a list.`);
  return [];
}

function readTestData(list: YamlNode | undefined, reading: ProblemList): readonly Case[] {
  return itemsOf(list, 'testData', reading).flatMap((item, index): Case[] => {
    if (item.kind !== 'map') {
      reading.report(
        item.range,
        'error',
        'bad-value',
        "A row of test data must be lines of the form 'variable: value'.",
      );
      return [];
    }
    const row = toJson(item);
    const variables: JsonObject = isObject(row) ? row : {};
    const { expected } = variables;
    return [
      {
        id: `row-${index + 1}`,
        tags: [],
        variables,
        messages: [],
        turns: [],
        ...(expected !== undefined && expected !== null && { expected }),
        metrics: [],
        file: reading.file,
        range: item.range,
      },
    ];
  });
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Keys of a string evaluator, and the metric that each means. */
const kinds: Readonly<Record<string, { type: string; parameters: JsonObject }>> = {
  equals: { type: 'equals', parameters: {} },
  contains: { type: 'contains', parameters: { 'ignore-case': true } },
  startsWith: { type: 'starts-with', parameters: { 'ignore-case': true } },
  endsWith: { type: 'ends-with', parameters: { 'ignore-case': true } },
};

function readEvaluators(list: YamlNode | undefined, reading: ProblemList): readonly MetricSpec[] {
  const metrics: MetricSpec[] = [];
  for (const item of itemsOf(list, 'evaluators', reading)) {
    const given = textOf(entryOf(item, 'name')?.value);
    const found = entryOf(item, 'string');
    if (found === undefined) {
      reportOther(item, given, reading);
      continue;
    }
    const entries = found.value.kind === 'map' ? found.value.entries : [];
    if (entries.length === 0)
      reading.report(
        found.keyRange,
        'error',
        'missing-key',
        `A string evaluator needs one of ${Object.keys(kinds).join(', ')}.`,
      );
    for (const { key, keyRange, value } of entries) {
      const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
      if (kind === undefined) {
        reportUnknownKey(key, keyRange, 'the evaluator', Object.keys(kinds), [], reading);
        continue;
      }
      const wanted = textOf(value);
      if (wanted === undefined || wanted === '') {
        reading.report(value.range, 'error', 'bad-value', `'${key}' must be text.`);
        continue;
      }
      const name = given ?? `${key} ${wanted}`;
      metrics.push({
        id: uniqueId(slug(name) || kind.type, (id) => metrics.some((other) => other.id === id)),
        name,
        type: kind.type,
        parameters: { value: wanted, ...kind.parameters },
        stage: 'real-time',
        severity: 'error',
        file: reading.file,
        range: item.range,
      });
    }
  }
  return metrics;
}

function reportOther(item: YamlNode, name: string | undefined, reading: ProblemList): void {
  const which = name === undefined ? 'This evaluator' : `The evaluator '${name}'`;
  const judge = entryOf(item, 'llm') ?? entryOf(item, 'uses');
  if (judge !== undefined)
    reading.report(
      judge.keyRange,
      'information',
      'not-run',
      `${which} asks a model to judge; such evaluators are not run yet.`,
    );
  else
    reading.report(
      item.range,
      'error',
      'missing-key',
      `${which} has nothing to check. Add 'string:' with one of ${Object.keys(kinds).join(', ')}.`,
    );
}
