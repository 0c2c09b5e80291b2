import type { MetricRegistry } from '../../metrics/registry.ts';
import type { ModelChoice } from '../../prompt/prompt.ts';
import type { Range } from '../../text.ts';
import { valueNode } from '../../yaml/makeNode.ts';
import type { Placed } from '../../yaml/placed.ts';
import { entryOf, toJson } from '../../yaml/yamlTree.ts';
import { tagsOf } from '../readCase.ts';
import { readMetricItems } from '../readMetrics.ts';
import { slug, UniqueIds } from '../slug.ts';
import type { Case, MetricSpec } from '../suite.ts';
import { asItem, combined, type TranslatedMetric, translateAssertions } from './assertions.ts';
import { type ConfigFiles, notSupported } from './configFiles.ts';
import { writtenTests } from './testFiles.ts';
import { type TestParts, testParts, type Variable } from './testParts.ts';
import { combinations, maxCases } from './variables.ts';

/** The tests of a config as metrics and cases of a suite. */
export interface TranslatedTests {
  readonly metrics: readonly MetricSpec[];
  readonly cases: readonly Case[];
  /** The model that grades by default. */
  readonly judge?: ModelChoice;
}

/** What a test is made of: its own parts, those of its scenario, and those of all tests. */
interface Layered {
  readonly name: string;
  readonly description?: string;
  readonly range: Range;
  readonly file: string;
  /** From the weakest to the strongest; a later value of a name replaces an earlier. */
  readonly variables: readonly Variable[];
  readonly tags: readonly string[];
  readonly metrics: readonly TranslatedMetric[];
  /** Assertions that are not run. */
  readonly left: number;
  readonly threshold?: number;
  readonly skipsDefaults: boolean;
  readonly keepsLists: boolean;
}

/** The parts of a test, and what became of its assertions. */
interface Judged {
  readonly parts: TestParts;
  readonly metrics: readonly TranslatedMetric[];
  readonly left: number;
}

type Defaults = Omit<Judged, 'parts'> & { readonly parts?: TestParts };

/** Translates `defaultTest`, `tests` and `scenarios`. */
export async function translateTests(
  config: Placed,
  files: ConfigFiles,
  registry: MetricRegistry,
): Promise<TranslatedTests> {
  const defaults = await readDefaults(config, files, registry);
  const layered: Layered[] = [];
  const tests = partOf(config, 'tests');
  if (tests !== undefined)
    for await (const written of writtenTests(tests, files)) {
      // One more than is kept, so that what is cut off is noticed.
      if (layered.length > maxCases) break;
      const parts = await testParts(written, files);
      if (parts !== undefined)
        layered.push(layer(written.name, [], await judged(parts, files, registry)));
    }
  const scenarios = partOf(config, 'scenarios');
  if (scenarios !== undefined) layered.push(...(await readScenarios(scenarios, files, registry)));
  // promptfoo runs a config without tests once.
  if (tests === undefined && scenarios === undefined)
    layered.push({
      name: 'test-1',
      range: defaults.parts?.at.node.range ?? config.node.range,
      file: config.reading.file,
      variables: [],
      tags: [],
      metrics: [],
      left: 0,
      skipsDefaults: false,
      keepsLists: false,
    });
  const judge = defaults.parts?.judge;
  return {
    ...(await assemble(layered, defaults, config, files, registry)),
    ...(judge !== undefined && { judge }),
  };
}

function partOf(config: Placed, key: string): Placed | undefined {
  const node = entryOf(config.node, key)?.value;
  return node === undefined || toJson(node) === null ? undefined : { ...config, node };
}

async function readDefaults(
  config: Placed,
  files: ConfigFiles,
  registry: MetricRegistry,
): Promise<Defaults> {
  let at = partOf(config, 'defaultTest');
  if (at?.node.kind === 'scalar') {
    const [path] = await files.find(String(at.node.value), at);
    at = path === undefined ? undefined : await files.tree(path, at);
  }
  if (at === undefined) return { metrics: [], left: 0 };
  const parts = await testParts(at, files, "'defaultTest'");
  if (parts === undefined) return { metrics: [], left: 0 };
  // What grades by default is the judge of the suite.
  const { judge: _, ...plain } = parts;
  return { ...(await judged(plain, files, registry)), parts };
}

async function judged(
  parts: TestParts,
  files: ConfigFiles,
  registry: MetricRegistry,
): Promise<Judged> {
  const { assertions, isTransformed, judge } = parts;
  if (assertions === undefined) return { parts, metrics: [], left: 0 };
  const asked = assertions.node.kind === 'list' ? assertions.node.items.length : 0;
  const metrics = isTransformed
    ? []
    : await translateAssertions(assertions, files, registry, judge);
  return { parts, metrics, left: asked - metrics.length };
}

/** A test over what stands below it. */
function layer(name: string, below: readonly Judged[], test: Judged): Layered {
  const all = [...below, test];
  const parts = all.map((item) => item.parts);
  const described = parts.findLast(({ description }) => description !== undefined)?.description;
  const threshold = parts.findLast((item) => item.threshold !== undefined)?.threshold;
  const { at } = test.parts;
  return {
    name,
    ...(described !== undefined && { description: described }),
    range: at.node.range,
    file: at.reading.file,
    variables: parts.flatMap(({ variables }) => variables),
    tags: parts.flatMap(({ tags }) => tags),
    metrics: all.flatMap(({ metrics }) => metrics),
    left: all.reduce((sum, { left }) => sum + left, 0),
    ...(threshold !== undefined && { threshold }),
    skipsDefaults: parts.some((item) => item.skipsDefaults),
    keepsLists: parts.some((item) => item.keepsLists),
  };
}

/** Each set of `config` with each of `tests`. */
async function readScenarios(
  list: Placed,
  files: ConfigFiles,
  registry: MetricRegistry,
): Promise<readonly Layered[]> {
  const layered: Layered[] = [];
  for (const [index, scenario] of (await scenariosOf(list, files)).entries()) {
    const { reading } = scenario;
    for (const { key, keyRange } of scenario.node.kind === 'map' ? scenario.node.entries : [])
      if (!['description', 'config', 'tests'].includes(key))
        notSupported(scenario, `'${key}' of a scenario has no effect here.`, keyRange);
    const configNode = entryOf(scenario.node, 'config')?.value;
    const testsNode = entryOf(scenario.node, 'tests')?.value;
    if (testsNode === undefined) {
      reading.report(scenario.node.range, 'error', 'missing-key', "A scenario needs 'tests'.");
      continue;
    }
    const stem = `scenario-${index + 1}`;
    const sets: Judged[] = [];
    if (configNode !== undefined)
      for (const set of await setsOf({ node: configNode, reading }, files)) {
        const parts = await testParts(set, files, "the 'config' of a scenario");
        if (parts?.judge !== undefined)
          notSupported(
            parts.at,
            "'provider' in the 'config' of a scenario grades its own assertions only; give it to the tests.",
          );
        if (parts !== undefined) sets.push(await judged(parts, files, registry));
      }
    for await (const written of writtenTests({ node: testsNode, reading }, files, stem)) {
      const parts = await testParts(written, files);
      if (parts === undefined) continue;
      const test = await judged(parts, files, registry);
      if (configNode === undefined) layered.push(layer(written.name, [], test));
      for (const set of sets) {
        if (layered.length > maxCases) return layered;
        layered.push(layer(written.name, [set], test));
      }
    }
  }
  return layered;
}

async function scenariosOf(list: Placed, files: ConfigFiles): Promise<readonly Placed[]> {
  const items = list.node.kind === 'list' ? list.node.items : [list.node];
  const found: Placed[] = [];
  for (const node of items) {
    const at = { node, reading: list.reading };
    if (node.kind !== 'scalar') found.push(at);
    else
      for (const path of await files.find(String(node.value), at)) {
        const tree = await files.tree(path, at);
        const inner = tree?.node.kind === 'list' ? tree.node.items : tree ? [tree.node] : [];
        if (tree !== undefined) found.push(...inner.map((item) => ({ ...tree, node: item })));
      }
  }
  return found;
}

/** The sets of a scenario; `$values` and `file://` stand for those of a file. */
async function setsOf(list: Placed, files: ConfigFiles): Promise<readonly Placed[]> {
  const items = list.node.kind === 'list' ? list.node.items : [list.node];
  const found: Placed[] = [];
  for (const node of items) {
    const at = { node, reading: list.reading };
    const named = entryOf(node, '$values') ?? entryOf(node, '$expand');
    const reference = named?.value ?? (node.kind === 'scalar' ? node : undefined);
    if (reference === undefined) found.push(at);
    else
      for await (const set of writtenTests(
        { node: reference, reading: list.reading },
        files,
        'set',
      )) {
        if (found.length > maxCases) break;
        found.push(set);
      }
  }
  return found;
}

async function assemble(
  layered: readonly Layered[],
  defaults: Defaults,
  config: Placed,
  files: ConfigFiles,
  registry: MetricRegistry,
): Promise<TranslatedTests> {
  const threshold = ({ threshold: own }: Layered) => own ?? defaults.parts?.threshold;
  // Where every test takes the default assertions as they are, they are the suite's; else each case has its own.
  const isShared = layered.every((test) => !test.skipsDefaults && threshold(test) === undefined);
  const context = { registry, goals: [], taken: new Map<string, Range>(), namesMayRepeat: true };
  const metrics = isShared ? readMetricItems(defaults.metrics.map(asItem), context) : [];
  const taken = new Map(metrics.map(({ id, range }) => [id, range] as const));
  const cases: Case[] = [];
  const ids = new UniqueIds();
  let isCut = false;
  for (const test of layered) {
    const limit = threshold(test);
    const inherited = isShared || test.skipsDefaults ? [] : defaults.metrics;
    const asked = [...inherited, ...test.metrics];
    const left = test.left + (test.skipsDefaults ? 0 : defaults.left);
    if (limit !== undefined && left > 0)
      notSupported(
        config,
        `Not all assertions of '${test.description ?? test.name}' are run, so its threshold says less than in promptfoo.`,
        test.file === config.reading.file ? test.range : config.node.range,
      );
    const items =
      limit === undefined || asked.length === 0
        ? asked.map(asItem)
        : [asItem(withThreshold(asked, limit, test.range, config))];
    const own = readMetricItems(items, { ...context, taken });
    const variables = new Map<string, Variable>();
    for (const variable of [...(defaults.parts?.variables ?? []), ...test.variables])
      variables.set(variable.name, variable);
    const keepsLists = test.keepsLists || (defaults.parts?.keepsLists ?? false);
    const found = await combinations(
      [...variables.values()],
      keepsLists,
      maxCases - cases.length,
      files,
    );
    isCut ||= found.isCut;
    const name = (test.description !== undefined && slug(test.description)) || test.name;
    for (const [index, row] of found.rows.entries()) {
      const wanted = found.rows.length === 1 ? name : `${name}-${index + 1}`;
      cases.push({
        id: ids.take(wanted),
        tags: tagsOf([...(defaults.parts?.tags ?? []), ...test.tags]),
        variables: row,
        messages: [],
        turns: [],
        metrics: own,
        file: test.file,
        range: test.range,
      });
    }
  }
  if (isCut)
    notSupported(
      config,
      `This config unfolds into more than ${maxCases} cases; the first ${maxCases} are read.`,
    );
  return { metrics, cases };
}

function withThreshold(
  metrics: readonly TranslatedMetric[],
  threshold: number,
  range: Range,
  { reading }: Placed,
): TranslatedMetric {
  const name = valueNode(`Weighted score of at least ${threshold}`, range);
  return { node: combined(metrics, threshold, range), reading, name };
}
