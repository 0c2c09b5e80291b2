import type { JsonObject } from '../../json.ts';
import type { MetricRegistry } from '../../metrics/registry.ts';
import type { ReadResult } from '../../problem.ts';
import { readMetricItems } from '../../suite/readMetrics.ts';
import type { Case, Suite } from '../../suite/suite.ts';
import { LineMap, type SourceFile } from '../../text.ts';
import { ProblemList } from '../../yaml/problemList.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import { entryOf, toJson, type YamlNode } from '../../yaml/yamlTree.ts';
import { metricsOfEvaluator } from './promptYmlEvaluators.ts';

/** `testData` and `evaluators` of a GitHub Models prompt as a suite; without a value where it has neither. */
export function embeddedSuite(source: SourceFile, registry: MetricRegistry): ReadResult<Suite> {
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
    metrics: readMetricItems(
      itemsOf(evaluators?.value, 'evaluators', reading)
        .flatMap((item) => metricsOfEvaluator(item, registry, reading))
        .map((node) => ({ node, reading })),
      { registry, goals: [], taken: new Map(), namesMayRepeat: true },
    ),
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
