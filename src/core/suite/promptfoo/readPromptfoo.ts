import { maxFileLength } from '../../limits.ts';
import type { MetricRegistry } from '../../metrics/registry.ts';
import { basename } from '../../path.ts';
import type { Files } from '../../ports.ts';
import type { Problem, ReadResult } from '../../problem.ts';
import { promptEntries } from '../../prompt/formats/promptfoo.ts';
import { defined } from '../../prompt/modelKeys.ts';
import { type SourceFile, startOfText } from '../../text.ts';
import type { Placed } from '../../yaml/placed.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import { reportUnknownKey } from '../../yaml/unknownKey.ts';
import { entryOf, toJson, type YamlMap } from '../../yaml/yamlTree.ts';
import type { Suite } from '../suite.ts';
import { ConfigFiles, notSupported, shortened } from './configFiles.ts';
import { isProgram } from './promptfooPath.ts';
import { translateProvider, translateProviders } from './providers.ts';
import { translateTests } from './translateTests.ts';

/** What reading a promptfoo config needs besides its text. */
export interface PromptfooContext {
  readonly files: Files;
  readonly registry: MetricRegistry;
  /** Folder that no path may lead out of. */
  readonly root: string;
}

const configKeys = [
  'description',
  'tags',
  'prompts',
  'providers',
  'targets',
  'tests',
  'scenarios',
  'defaultTest',
  'assertionTemplates',
  'evaluateOptions',
  'outputPath',
  'sharing',
  'commandLineOptions',
  'writeLatestResults',
  'metadata',
  '$schema',
  'id',
];

/** Keys that promptfoo knows and a suite has no counterpart for. */
const without: Readonly<Record<string, string>> = {
  extensions: 'hooks are code, and never run',
  env: 'the environment of the process stays as it is',
  derivedMetrics: 'metrics are compared one by one',
  nunjucksFilters: 'filters are code, and never run',
  redteam: 'attacks are not made up here',
  tracing: 'Micro Metrics sees the conversation only',
  transform: 'replies are judged as they are',
};

/**
 * Reads a promptfoo config as a suite. Never throws: whatever is not honoured is reported by name and place, in the config
 * or in the file that it names, and the rest is there.
 */
export async function readPromptfoo(
  source: SourceFile,
  { files: port, registry, root }: PromptfooContext,
): Promise<ReadResult<Suite>> {
  const { path, text } = source;
  const fail = (problem: Omit<Problem, 'file' | 'range' | 'severity'>): ReadResult<Suite> => ({
    problems: [{ file: path, range: startOfText, severity: 'error', ...problem }],
  });
  if (text.length > maxFileLength)
    return fail({
      code: 'file-too-large',
      message: `The config has ${(text.length / 1024 / 1024).toFixed(1)} MiB; the limit is 2 MiB. Move its tests to a file and name that.`,
    });
  const files = new ConfigFiles(source, port, root);
  const { node, problems } = readYaml(text, { file: path, lines: files.config.lines });
  files.config.problems.push(...problems);
  if (problems.some(({ code }) => code === 'yaml-syntax')) return { problems: files.problems };
  if (node !== undefined && node.kind !== 'map' && toJson(node) !== null) {
    files.config.report(
      node.range,
      'error',
      'bad-value',
      "A promptfoo config must be a mapping with 'prompts' and 'tests'.",
    );
    return { problems: files.problems };
  }
  const map: YamlMap =
    node?.kind === 'map' ? node : { kind: 'map', entries: [], range: startOfText };
  files.setRoot(map);
  const config = { node: map, reading: files.config };
  reportKeys(config);
  reportEnvironment(text, files);
  const prompts = readPromptNames(config, basename(path));
  const model = await translateProviders(
    partOf(config, 'providers') ?? partOf(config, 'targets'),
    files,
  );
  const judge = judgeOf(config);
  const { metrics, cases } = await translateTests(config, files, registry);
  const suite: Suite = {
    path,
    source: text,
    prompts,
    promptFormat: 'promptfoo',
    ...defined({ model, judge }),
    trials: trialsOf(config),
    goals: [],
    metrics,
    cases,
    caseFiles: [],
    retired: [],
  };
  return { value: suite, problems: files.problems };
}

function partOf(config: Placed, key: string): Placed | undefined {
  const node = entryOf(config.node, key)?.value;
  return node === undefined || toJson(node) === null ? undefined : { ...config, node };
}

function reportKeys({ node, reading }: Placed<YamlMap>): void {
  const present = node.entries.map(({ key }) => key);
  for (const { key, keyRange, value } of node.entries) {
    if (configKeys.includes(key) || toJson(value) === null) continue;
    const why = Object.hasOwn(without, key) ? without[key] : undefined;
    if (why !== undefined)
      notSupported({ node, reading }, `'${key}' has no effect here: ${why}.`, keyRange);
    else reportUnknownKey(key, keyRange, 'the config', configKeys, present, reading);
  }
}

/** `{{ env.NAME }}` would bring the environment into what is sent. */
function reportEnvironment(text: string, { config }: ConfigFiles): void {
  for (const match of text.matchAll(/\{\{\s*env\b/g)) {
    const range = config.lines.range(match.index, match.index + match[0].length);
    config.report(
      range,
      'warning',
      'not-supported',
      "The environment is not filled in. Write the value, or make it a variable under 'vars'.",
    );
  }
}

/** The files of prompts, and the config itself where it has prompts in it. */
function readPromptNames(config: Placed<YamlMap>, self: string): Suite['prompts'] {
  const names: { pattern: string; range: Placed['node']['range'] }[] = [];
  for (const entry of promptEntries(config.node)) {
    const at = { node: entry.node, reading: config.reading };
    switch (entry.kind) {
      case 'inline':
        if (!names.some(({ pattern }) => pattern === self))
          names.push({ pattern: self, range: at.node.range });
        break;
      case 'program':
        notSupported(
          at,
          `The prompt '${shortened(entry.text)}' is made by a program, and programs are not run. Write the prompt as text.`,
        );
        break;
      case 'foreign':
        notSupported(
          at,
          `The prompt '${shortened(entry.text)}' lies at a vendor; only files of the workspace are read. Save it as a file.`,
        );
        break;
      case 'file': {
        if (isProgram(entry.text)) {
          notSupported(
            at,
            `The prompt '${shortened(entry.text)}' is made by a program, and programs are not run. Write the prompt as text.`,
          );
          break;
        }
        if (/\.csv$/i.test(entry.text)) {
          notSupported(
            at,
            `Prompts in a table ('${shortened(entry.text)}') are not read. Write each as a file.`,
          );
          break;
        }
        names.push({ pattern: entry.text.replace(/^file:\/\//, ''), range: at.node.range });
        break;
      }
    }
  }
  return names;
}

/** The model that grades by default. */
function judgeOf(config: Placed): Suite['judge'] {
  const options = entryOf(entryOf(config.node, 'defaultTest')?.value, 'options')?.value;
  const provider = entryOf(options, 'provider')?.value;
  if (provider === undefined) return undefined;
  const text = entryOf(provider, 'text')?.value;
  return translateProvider({ node: text ?? provider, reading: config.reading })?.model;
}

function trialsOf(config: Placed): number {
  const repeat = entryOf(entryOf(config.node, 'evaluateOptions')?.value, 'repeat')?.value;
  const value = repeat?.kind === 'scalar' ? repeat.value : undefined;
  if (typeof value !== 'number') return 1;
  if (Number.isInteger(value) && value >= 1 && value <= 1000) return value;
  if (repeat !== undefined)
    config.reading.report(
      repeat.range,
      'error',
      'bad-value',
      "'repeat' must be a whole number from 1 to 1000.",
    );
  return 1;
}
