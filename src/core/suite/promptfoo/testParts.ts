import type { ModelChoice } from '../../prompt/prompt.ts';
import type { Placed } from '../../yaml/placed.ts';
import { reportUnknownKey } from '../../yaml/unknownKey.ts';
import { entryOf, textOf, toJson, type YamlMap, type YamlNode } from '../../yaml/yamlTree.ts';
import { type ConfigFiles, notSupported } from './configFiles.ts';
import { translateProvider } from './providers.ts';

/** A promptfoo test taken apart; what it may say and is not honoured has been reported. */
export interface TestParts {
  readonly at: Placed<YamlMap>;
  readonly description?: string;
  readonly variables: readonly Variable[];
  readonly assertions?: Placed;
  /** Assertions from the cells of a table. */
  readonly threshold?: number;
  readonly tags: readonly string[];
  /** Whether the assertions of `defaultTest` are left out. */
  readonly skipsDefaults: boolean;
  /** The model that grades. */
  readonly judge?: ModelChoice;
  /** Whether lists stand for themselves instead of one case for each item. */
  readonly keepsLists: boolean;
  /** Whether replies would have to be changed by code first, so that nothing can be judged. */
  readonly isTransformed: boolean;
}

export interface Variable extends Placed {
  readonly name: string;
}

const testKeys = [
  'description',
  'vars',
  'assert',
  'threshold',
  'metadata',
  'options',
  'provider',
  'providers',
  'prompts',
  'providerOutput',
  'assertScoringFunction',
];

const without: Readonly<Record<string, string>> = {
  provider: 'all cases of a suite ask one model',
  providers: 'all cases of a suite ask one model',
  prompts: 'all cases of a suite run with all of its prompts',
  providerOutput: 'replies come from the model; recorded ones are judged by `micro-metrics score`',
  assertScoringFunction: 'it is code; scores are combined by their weights',
};

const optionsWithout: Readonly<Record<string, string>> = {
  transformVars: 'it changes variables by code',
  prefix: 'a prompt is sent as it stands; put the text into the prompt',
  suffix: 'a prompt is sent as it stands; put the text into the prompt',
  repeat: "the number of trials is the suite's; it is 'evaluateOptions.repeat'",
  storeOutputAs: "cases do not know each other; write a conversation as 'turns:' of one case",
  rubricPrompt: 'judges have their own way of asking',
  responseFormat: "the form of the reply belongs to the model, as 'response-format'",
  response_format: "the form of the reply belongs to the model, as 'response-format'",
};

const heededOptions = new Set([
  'runSerially',
  'disableVarExpansion',
  'disableDefaultAsserts',
  'disableConversationVar',
  'provider',
]);

/** Takes a test apart. `role` names it in messages: `the test`, `'defaultTest'`. */
export async function testParts(
  written: Placed,
  files: ConfigFiles,
  role = 'the test',
): Promise<TestParts | undefined> {
  const at = files.deref(written);
  if (at === undefined) return undefined;
  const { node, reading } = at;
  if (node.kind !== 'map') {
    reading.report(
      node.range,
      'error',
      'bad-value',
      "A test must be a mapping with 'vars' and 'assert'.",
    );
    return undefined;
  }
  const present = node.entries.map(({ key }) => key);
  for (const { key, keyRange, value } of node.entries) {
    if (toJson(value) === null) continue;
    const why = Object.hasOwn(without, key) ? without[key] : undefined;
    if (why !== undefined)
      notSupported(at, `'${key}' of a test has no effect here: ${why}.`, keyRange);
    else if (!testKeys.includes(key))
      reportUnknownKey(key, keyRange, role, testKeys, present, reading);
  }
  const options = entryOf(node, 'options')?.value;
  let isTransformed = false;
  for (const { key, keyRange } of options?.kind === 'map' ? options.entries : []) {
    const why = Object.hasOwn(optionsWithout, key) ? optionsWithout[key] : undefined;
    if (key === 'transform' || key === 'postprocess') {
      isTransformed = true;
      notSupported(
        at,
        `'${key}' changes the reply by code before it is judged, which is not done here; the assertions of ${role} are not run.`,
        keyRange,
      );
    } else if (why !== undefined)
      notSupported(at, `'${key}' has no effect here: ${why}.`, keyRange);
    else if (!heededOptions.has(key))
      notSupported(at, `The option '${key}' has no effect here.`, keyRange);
  }
  const metadata = entryOf(node, 'metadata')?.value;
  const conversation = entryOf(metadata, 'conversationId');
  if (conversation !== undefined)
    notSupported(
      at,
      "'conversationId' has no effect here: cases do not know each other. Write a conversation as 'turns:' of one case.",
      conversation.keyRange,
    );
  const judge = options === undefined ? undefined : judgeOf({ node: options, reading });
  const description = textOf(entryOf(node, 'description')?.value);
  const assertions = entryOf(node, 'assert')?.value;
  const limit = entryOf(node, 'threshold')?.value;
  const threshold =
    limit?.kind === 'scalar' && typeof limit.value === 'number' ? limit.value : undefined;
  if (
    limit !== undefined &&
    toJson(limit) !== null &&
    (threshold === undefined || threshold < 0 || threshold > 1)
  )
    reading.report(limit.range, 'error', 'bad-value', "'threshold' must be a number from 0 to 1.");
  return {
    at: { node, reading },
    ...(description !== undefined && { description }),
    variables: await variablesOf(at, files),
    ...(assertions !== undefined && { assertions: { node: assertions, reading } }),
    ...(threshold !== undefined && threshold >= 0 && threshold <= 1 && { threshold }),
    tags: tagsOf(metadata),
    ...(judge !== undefined && { judge }),
    skipsDefaults: isTrue(entryOf(options, 'disableDefaultAsserts')?.value),
    keepsLists: isTrue(entryOf(options, 'disableVarExpansion')?.value),
    isTransformed,
  };
}

/** The model that grades by `options.provider`. */
function judgeOf({ node, reading }: Placed): ModelChoice | undefined {
  const provider = entryOf(node, 'provider')?.value;
  if (provider === undefined || toJson(provider) === null) return undefined;
  const text = entryOf(provider, 'text')?.value;
  if (text !== undefined && provider.kind === 'map')
    for (const { key, keyRange } of provider.entries)
      if (key !== 'text')
        notSupported(
          { node, reading },
          `The provider for '${key}' has no effect here; a metric names its model with 'model'.`,
          keyRange,
        );
  return translateProvider({ node: text ?? provider, reading })?.model;
}

/** The variables of a test: a mapping, or the name of a file (or several) with one. */
async function variablesOf(test: Placed, files: ConfigFiles): Promise<readonly Variable[]> {
  const node = entryOf(test.node, 'vars')?.value;
  if (node === undefined || toJson(node) === null) return [];
  const at = { node, reading: test.reading };
  if (node.kind === 'map')
    return node.entries.map(({ key, value }) => ({ name: key, node: value, reading: at.reading }));
  const names = node.kind === 'list' ? node.items : [node];
  const found = new Map<string, Variable>();
  for (const item of names) {
    const name = textOf(item);
    const from = { node: item, reading: at.reading };
    if (name === undefined) {
      at.reading.report(
        item.range,
        'error',
        'bad-value',
        "'vars' must be a mapping, or the name of a file with one.",
      );
      continue;
    }
    for (const path of await files.find(name, from)) {
      const tree = await files.tree(path, from);
      if (tree?.node.kind === 'map')
        for (const { key, value } of tree.node.entries)
          found.set(key, { name: key, node: value, reading: tree.reading });
      else
        at.reading.report(
          item.range,
          'error',
          'bad-value',
          `'${name}' holds no mapping of variables.`,
        );
    }
  }
  return [...found.values()];
}

/** `category: math` becomes the tag `category:math`; a list gives one for each item. */
export function tagsOf(metadata: YamlNode | undefined): readonly string[] {
  if (metadata?.kind !== 'map') return [];
  return metadata.entries.flatMap(({ key, value }) =>
    (value.kind === 'list' ? value.items : [value]).flatMap((item) => {
      const text = textOf(item);
      return text === undefined || text === '' ? [] : [`${key}:${text}`];
    }),
  );
}

function isTrue(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}
