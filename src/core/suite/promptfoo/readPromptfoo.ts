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
import { entryOf, textOf, toJson, type YamlMap } from '../../yaml/yamlTree.ts';
import type { Suite } from '../suite.ts';
import { ConfigFiles, notHeeded, notSupported, shortened } from './configFiles.ts';
import { isProgram } from './promptfooPath.ts';
import { translateProviders } from './providers.ts';
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
  'prompts',
  'providers',
  'targets',
  'tests',
  'scenarios',
  'defaultTest',
  'assertionTemplates',
  'evaluateOptions',
  '$schema',
  'id',
];

/** Keys that change nothing of what is asked and judged. */
const inert: Readonly<Record<string, string>> = {
  tags: 'tags of a config name nothing here; those of cases come from the metadata of tests',
  metadata: 'nothing reads it',
  outputPath: 'reports go where --output says',
  sharing: 'nothing is uploaded',
  writeLatestResults: 'results are kept in .micro-metrics',
  commandLineOptions: 'they belong to the command line of promptfoo',
};

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
  reportRunOptions(config);
  reportEnvironment(text, files);
  const prompts = readPromptNames(config, basename(path));
  const targets = entryOf(map, 'targets');
  if (targets !== undefined && partOf(config, 'providers') !== undefined)
    notSupported(
      config,
      "'targets' has no effect beside 'providers', which means the same. Keep one of them.",
      targets.keyRange,
    );
  const model = await translateProviders(
    partOf(config, 'providers') ?? partOf(config, 'targets'),
    files,
  );
  const { metrics, cases, judge } = await translateTests(config, files, registry);
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

/** Of how promptfoo runs, the number of trials is all that says something of the replies. */
function reportRunOptions(config: Placed): void {
  const options = entryOf(config.node, 'evaluateOptions')?.value;
  for (const { key, keyRange } of options?.kind === 'map' ? options.entries : [])
    if (key !== 'repeat')
      notHeeded(config, `'${key}' has no effect here: it belongs to how promptfoo runs.`, keyRange);
}

function partOf(config: Placed, key: string): Placed | undefined {
  const node = entryOf(config.node, key)?.value;
  return node === undefined || toJson(node) === null ? undefined : { ...config, node };
}

function reportKeys({ node, reading }: Placed<YamlMap>): void {
  const present = node.entries.map(({ key }) => key);
  for (const { key, keyRange, value } of node.entries) {
    if (configKeys.includes(key) || toJson(value) === null) continue;
    const idle = Object.hasOwn(inert, key) ? inert[key] : undefined;
    if (idle !== undefined) {
      notHeeded({ node, reading }, `'${key}' has no effect here: ${idle}.`, keyRange);
      continue;
    }
    const why = Object.hasOwn(without, key) ? without[key] : undefined;
    if (why !== undefined)
      notSupported({ node, reading }, `'${key}' has no effect here: ${why}.`, keyRange);
    else
      reportUnknownKey(
        key,
        keyRange,
        'the config',
        [...configKeys, ...Object.keys(inert)],
        present,
        reading,
      );
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
  const list = entryOf(config.node, 'prompts')?.value;
  for (const node of list?.kind === 'list' ? list.items : [])
    reportPrompt({ node, reading: config.reading });
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

/** What an entry of `prompts` says and is not read. */
function reportPrompt(at: Placed): void {
  const { node } = at;
  if (node.kind !== 'map') {
    if (node.kind === 'list' || !textOf(node))
      notSupported(at, 'This is no prompt: write a text, or the name of a file.');
    return;
  }
  if (entryOf(node, 'raw') === undefined && entryOf(node, 'id') === undefined)
    notSupported(at, "This prompt is not read: it needs 'id' with the name of a file, or 'raw'.");
  for (const { key, keyRange } of node.entries)
    if (!['id', 'raw', 'label', 'description'].includes(key))
      notSupported(at, `'${key}' of a prompt has no effect here.`, keyRange);
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
