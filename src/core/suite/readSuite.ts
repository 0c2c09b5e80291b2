import * as z from 'zod';
import { maxFileLength } from '../limits.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import type { ReadResult } from '../problem.ts';
import { modelChoice } from '../prompt/modelKeys.ts';
import { LineMap, type Range, type SourceFile, startOfText } from '../text.ts';
import { ProblemList } from '../yaml/problemList.ts';
import { readYaml } from '../yaml/readYaml.ts';
import { reportUnknownKey } from '../yaml/unknownKey.ts';
import { validate } from '../yaml/validate.ts';
import { entryOf, textOf, toJson, type YamlMap, type YamlNode } from '../yaml/yamlTree.ts';
import { reportDuplicate } from './duplicateId.ts';
import { readFieldMap } from './fieldMap.ts';
import { readCase } from './readCase.ts';
import type { MetricContext } from './readMetric.ts';
import { readMetrics } from './readMetrics.ts';
import { caseFileKeys, retiredSchema, suiteKeys } from './schema.ts';
import { uniqueId } from './slug.ts';
import type { Case, CaseFile, Goal, RetiredMetric, Suite } from './suite.ts';

/** What a suite takes over from the files that it extends. */
export type Inherited = Pick<Suite, 'goals' | 'metrics' | 'judge'>;

const nothing: Inherited = { goals: [], metrics: [] };

/**
 * Reads a suite file. Never throws: mistakes become problems, and the value holds whatever is right. There is no value only
 * when the text is not YAML, not a mapping, or too large.
 */
export function readSuite(
  source: SourceFile,
  registry: MetricRegistry,
  inherited: Inherited = nothing,
): ReadResult<Suite> {
  const { path, text } = source;
  if (text.length > maxFileLength)
    return {
      problems: [
        {
          file: path,
          range: startOfText,
          severity: 'error',
          code: 'file-too-large',
          message: `The suite has ${(text.length / 1024 / 1024).toFixed(1)} MiB; the limit is 2 MiB. Move its cases to a JSONL or CSV file and name that with '- file:'.`,
        },
      ],
    };
  const reading = new ProblemList(path, new LineMap(text));
  const { node, problems } = readYaml(text, { file: path, lines: reading.lines });
  reading.problems.push(...problems);
  if (problems.some(({ code }) => code === 'yaml-syntax')) return { problems: reading.problems };
  if (node !== undefined && node.kind !== 'map' && toJson(node) !== null) {
    reading.report(
      node.range,
      'error',
      'bad-value',
      "A suite must be a mapping with 'metrics:' and 'cases:'.",
    );
    return { problems: reading.problems };
  }
  const map: YamlMap =
    node?.kind === 'map' ? node : { kind: 'map', entries: [], range: startOfText };
  return { value: suiteOf(map, source, registry, inherited, reading), problems: reading.problems };
}

function suiteOf(
  map: YamlMap,
  source: SourceFile,
  registry: MetricRegistry,
  inherited: Inherited,
  reading: ProblemList,
): Suite {
  const present = map.entries.map(({ key }) => key);
  for (const { key, keyRange } of map.entries)
    if (!Object.hasOwn(suiteKeys, key))
      reportUnknownKey(key, keyRange, 'the suite', Object.keys(suiteKeys), present, reading);
  const read = <T>(key: keyof typeof suiteKeys, schema: z.ZodType<T>): T | undefined => {
    const node = filled(map, key);
    return node === undefined ? undefined : validate(schema, node, `'${key}'`, reading);
  };
  read('extends', suiteKeys.extends);
  const goals = over(inherited.goals, readGoals(filled(map, 'goals'), reading));
  const context: MetricContext = {
    registry,
    goals: goals.map(({ id }) => id),
    taken: new Map(),
    reserved: new Set(inherited.metrics.map(({ id }) => id)),
  };
  const metricList = filled(map, 'metrics');
  const own = metricList === undefined ? [] : readMetrics(metricList, context, reading);
  const taken = new Map(own.map(({ id, range }) => [id, range]));
  const retired = readRetired(filled(map, 'retired'), taken, reading);
  const isRetired = new Set(retired.map(({ id }) => id));
  const shared = inherited.metrics.filter(({ id }) => !isRetired.has(id));
  const metrics = over(shared, own);
  const { cases, caseFiles } = readCaseList(
    filled(map, 'cases'),
    { ...context, taken: new Map(metrics.map(({ id, range }) => [id, range])) },
    reading,
  );
  const model = read('model', suiteKeys.model);
  const judge = read('judge', suiteKeys.judge);
  const promptFormat = read('prompt-format', suiteKeys['prompt-format']);
  return {
    path: source.path,
    source: source.text,
    prompts: readPatterns(map, reading),
    ...(promptFormat !== undefined && { promptFormat }),
    ...(model !== undefined && { model: modelChoice(model) }),
    ...(judge !== undefined
      ? { judge: modelChoice(judge) }
      : inherited.judge !== undefined && { judge: inherited.judge }),
    trials: read('trials', suiteKeys.trials) ?? 1,
    goals,
    metrics,
    cases,
    caseFiles,
    retired,
  };
}

/** What is inherited, without what has the id of something of its own, then its own. */
function over<T extends { readonly id: string }>(
  inherited: readonly T[],
  own: readonly T[],
): readonly T[] {
  const ids = new Set(own.map(({ id }) => id));
  return [...inherited.filter(({ id }) => !ids.has(id)), ...own];
}

/** The value of a key; a key without a value is a key not yet filled in. */
function filled(map: YamlMap, key: keyof typeof suiteKeys): YamlNode | undefined {
  const node = entryOf(map, key)?.value;
  return node === undefined || toJsonIsNull(node) ? undefined : node;
}

function toJsonIsNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function readPatterns(map: YamlMap, reading: ProblemList): Suite['prompts'] {
  const found: { pattern: string; range: Range }[] = [];
  for (const key of ['prompt', 'prompts'] as const) {
    const node = filled(map, key);
    if (node === undefined || validate(suiteKeys[key], node, `'${key}'`, reading) === undefined)
      continue;
    for (const item of node.kind === 'list' ? node.items : [node]) {
      const pattern = textOf(item);
      if (pattern !== undefined) found.push({ pattern, range: item.range });
    }
  }
  return found;
}

function readGoals(node: YamlNode | undefined, reading: ProblemList): readonly Goal[] {
  if (node === undefined) return [];
  if (node.kind !== 'map') {
    reading.report(
      node.range,
      'error',
      'bad-value',
      "'goals' must be lines of the form 'id: what is to be reached'.",
    );
    return [];
  }
  return node.entries.flatMap(({ key, keyRange, value }) => {
    const text = validate(z.string().min(1), value, `the goal '${key}'`, reading);
    return text === undefined
      ? []
      : [{ id: key, text, range: { start: keyRange.start, end: value.range.end } }];
  });
}

function readCaseList(
  list: YamlNode | undefined,
  context: MetricContext,
  reading: ProblemList,
): { cases: readonly Case[]; caseFiles: readonly CaseFile[] } {
  if (list !== undefined && list.kind !== 'list')
    reading.report(
      list.range,
      'error',
      'bad-value',
      "'cases' must be a list; start each with '- id:'.",
    );
  const caseFiles: CaseFile[] = [];
  const inline: YamlNode[] = [];
  for (const item of list?.kind === 'list' ? list.items : []) {
    const file = readCaseFileItem(item, reading);
    if (file === undefined) inline.push(item);
    else if (file !== 'bad') caseFiles.push(file);
  }
  return { cases: readCaseNodes(inline, 'case', context, reading), caseFiles };
}

function readCaseFileItem(item: YamlNode, reading: ProblemList): CaseFile | 'bad' | undefined {
  const entry = entryOf(item, 'file');
  if (entry === undefined || item.kind !== 'map') return undefined;
  for (const { key, keyRange } of item.entries)
    if (!Object.hasOwn(caseFileKeys, key))
      reportUnknownKey(
        key,
        keyRange,
        'the entry of a case file',
        Object.keys(caseFileKeys),
        item.entries.map((one) => one.key),
        reading,
      );
  const pattern = validate(caseFileKeys.file, entry.value, "'file'", reading);
  const mapNode = entryOf(item, 'map')?.value;
  const map = mapNode && readFieldMap(mapNode, reading);
  const delimiterNode = entryOf(item, 'delimiter')?.value;
  const delimiter =
    delimiterNode && validate(caseFileKeys.delimiter, delimiterNode, "'delimiter'", reading);
  return pattern === undefined
    ? 'bad'
    : {
        pattern,
        range: entry.value.range,
        ...(map !== undefined && { map }),
        ...(delimiter !== undefined && { delimiter }),
      };
}

/** Cases with their ids: the second use of one is left out; without an id, a case is called by its number. */
export function readCaseNodes(
  nodes: readonly YamlNode[],
  stem: string,
  context: MetricContext,
  reading: ProblemList,
): readonly Case[] {
  const form = { hasLooseVariables: false, noun: 'the case' };
  const read = nodes.map((node) => readCase(node, form, context, reading));
  const taken = new Map<string, Range>();
  const isDuplicate = new Set<unknown>();
  for (const item of read) {
    if (item?.id === undefined) continue;
    const first = taken.get(item.id.text);
    if (first === undefined) taken.set(item.id.text, item.id.range);
    else {
      reportDuplicate('case', item.id.text, item.id.range, first, reading);
      isDuplicate.add(item);
    }
  }
  return read.flatMap((item, index) => {
    if (item === undefined || isDuplicate.has(item)) return [];
    const id = item.id?.text ?? uniqueId(`${stem}-${index + 1}`, (other) => taken.has(other));
    taken.set(id, item.value.range);
    return [{ id, ...item.value }];
  });
}

function readRetired(
  list: YamlNode | undefined,
  active: ReadonlyMap<string, Range>,
  reading: ProblemList,
): readonly RetiredMetric[] {
  if (list === undefined) return [];
  if (list.kind !== 'list') {
    reading.report(
      list.range,
      'error',
      'bad-value',
      "'retired' must be a list of id, on and reason.",
    );
    return [];
  }
  return list.items.flatMap((item) => {
    const retired = validate(retiredSchema, item, 'the retired metric', reading);
    if (retired === undefined) return [];
    const id = String(retired.id);
    const range = entryOf(item, 'id')?.value.range ?? item.range;
    if (active.has(id))
      reading.report(
        range,
        'warning',
        'retired-in-use',
        `The metric '${id}' is retired here and still in use. Remove one of them.`,
      );
    const { on, reason, metric } = retired;
    return [{ id, on, reason, isRestorable: metric !== undefined, range: item.range }];
  });
}
