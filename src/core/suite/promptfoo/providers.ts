import type { JsonObject, JsonValue } from '../../json.ts';
import { defined, jsonOf } from '../../prompt/modelKeys.ts';
import type { ModelChoice, ModelParameters } from '../../prompt/prompt.ts';
import type { Placed } from '../../yaml/placed.ts';
import { entryOf, textOf, toJson, type YamlNode } from '../../yaml/yamlTree.ts';
import { type ConfigFiles, notSupported, shortened } from './configFiles.ts';

/** Providers that speak the OpenAI protocol, and where. Their keys are asked for like any other. */
const endpoints: Readonly<Record<string, string>> = {
  openrouter: 'https://openrouter.ai/api/v1',
  groq: 'https://api.groq.com/openai/v1',
  mistral: 'https://api.mistral.ai/v1',
  deepseek: 'https://api.deepseek.com/v1',
  togetherai: 'https://api.together.xyz/v1',
  xai: 'https://api.x.ai/v1',
  github: 'https://models.github.ai/inference',
  cerebras: 'https://api.cerebras.ai/v1',
  ollama: 'http://localhost:11434/v1',
  localai: 'http://localhost:8080/v1',
  llamafile: 'http://localhost:8080/v1',
};

/** Ways to call that are part of a provider's name: `openai:chat:gpt-5`. */
const chatKinds = new Set(['chat', 'responses']);
const otherKinds = new Set([
  'completion',
  'completions',
  'embedding',
  'embeddings',
  'assistant',
  'image',
  'moderation',
  'realtime',
  'transcription',
  'speech',
  'video',
  'agents',
  'codex-sdk',
  'chatkit',
]);

/** The first provider that can be asked. All others are named in a problem. */
export async function translateProviders(
  list: Placed | undefined,
  files: ConfigFiles,
): Promise<ModelChoice | undefined> {
  if (list === undefined) return undefined;
  let chosen: { readonly name: string; readonly model: ModelChoice } | undefined;
  const others: { readonly at: Placed; readonly name: string }[] = [];
  for (const at of await providersOf(list, files, 0)) {
    const found = translateProvider(at);
    if (found === undefined) continue;
    if (chosen === undefined) chosen = found;
    else others.push({ at, name: found.name });
  }
  for (const { at, name } of others)
    at.reading.report(
      at.node.range,
      'information',
      'provider-not-used',
      `A suite asks one model: '${chosen?.name ?? ''}', the first here that can be asked. To run '${shortened(name)}', move it to the top, or name it with --model.`,
    );
  return chosen?.model;
}

async function providersOf(
  { node, reading }: Placed,
  files: ConfigFiles,
  depth: number,
): Promise<readonly Placed[]> {
  const items = node.kind === 'list' ? node.items : [node];
  const found: Placed[] = [];
  for (const item of items) {
    const at = { node: item, reading };
    const text = item.kind === 'scalar' ? textOf(item) : undefined;
    if (text === undefined || !/^file:\/\//.test(text) || depth > 0) {
      if (toJson(item) !== null) found.push(at);
      continue;
    }
    for (const path of await files.find(text, at)) {
      const tree = await files.tree(path, at);
      if (tree !== undefined) found.push(...(await providersOf(tree, files, depth + 1)));
    }
  }
  return found;
}

/** A provider as a model; a problem and nothing where it cannot be asked. */
export function translateProvider(
  at: Placed,
): { readonly name: string; readonly model: ModelChoice } | undefined {
  const { node } = at;
  // `- openai:gpt-5: { config: ... }` names the provider by its key.
  const keyed =
    node.kind === 'map' && entryOf(node, 'id') === undefined && node.entries.length === 1
      ? node.entries[0]
      : undefined;
  const id = textOf(node) ?? keyed?.key ?? textOf(entryOf(node, 'id')?.value);
  const options = keyed?.value ?? node;
  if (id === undefined) {
    at.reading.report(
      node.range,
      'error',
      'bad-value',
      "A provider needs 'id', e.g. 'id: openai:gpt-5-mini'.",
    );
    return undefined;
  }
  const [vendor = '', ...rest] = id.split(':');
  const kind = rest.length > 1 ? rest[0] : undefined;
  const refuse = (why: string) => {
    notSupported(at, `The provider '${shortened(id)}' cannot be asked: ${why}.`);
    return undefined;
  };
  if (/^(?:exec|python|golang|ruby|file|webhook|https?|wss?|websocket|script)$/.test(vendor))
    return refuse('programs and addresses of a promptfoo config are never called');
  if (vendor !== 'openai' && !Object.hasOwn(endpoints, vendor))
    return refuse(
      "it does not speak the OpenAI protocol as far as is known. Name a model of a suite's kind with 'model:' or in the settings",
    );
  if (kind !== undefined && otherKinds.has(kind)) return refuse(`'${kind}' is not a chat model`);
  const name = (kind !== undefined && chatKinds.has(kind) ? rest.slice(1) : rest).join(':');
  if (name === '' || chatKinds.has(name)) return refuse('it names no model');
  for (const { key, keyRange } of options.kind === 'map' ? options.entries : [])
    if (!['id', 'label', 'config'].includes(key))
      notSupported(at, `'${key}' of the provider '${shortened(id)}' has no effect here.`, keyRange);
  const config = entryOf(options, 'config')?.value;
  const { parameters, baseUrl } =
    config === undefined ? {} : translateConfig({ ...at, node: config }, id);
  return {
    name: id,
    model: defined({
      provider: 'openai',
      name,
      baseUrl: baseUrl ?? endpoints[vendor],
      parameters:
        parameters !== undefined && Object.keys(parameters).length > 0 ? parameters : undefined,
    }),
  };
}

/** Keys sent under their own names. */
const passedOn = new Set([
  'presence_penalty',
  'frequency_penalty',
  'logit_bias',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'functions',
  'function_call',
  'verbosity',
  'service_tier',
  'top_k',
  'min_p',
]);

function translateConfig(
  { node, reading }: Placed,
  id: string,
): { readonly parameters?: ModelParameters; readonly baseUrl?: string } {
  if (node.kind !== 'map') {
    if (toJson(node) !== null)
      notSupported(
        { node, reading },
        `The configuration of the provider '${shortened(id)}' is not read: write it out as a mapping.`,
      );
    return {};
  }
  const known: Record<string, JsonValue> = {};
  const extra: Record<string, JsonValue> = {};
  for (const { key, keyRange, value } of node.entries) {
    const at = { node: value, reading };
    const isProgrammed = hasReference(value);
    if (/^api_?key/i.test(key))
      notSupported(
        at,
        "Keys are not read from files. Remove it, and use 'Set API Key' or the environment.",
        keyRange,
      );
    else if (isProgrammed)
      notSupported(
        at,
        `'${key}' of the provider '${shortened(id)}' names a file or the environment, which is not followed here. Write the value out.`,
        keyRange,
      );
    else if (passedOn.has(key)) extra[key] = toJson(value);
    else if (key === 'passthrough') Object.assign(extra, objectOf(toJson(value)));
    else if (Object.hasOwn(numeric, key) && typeof toJson(value) !== 'number')
      at.reading.report(value.range, 'error', 'bad-value', `'${key}' must be a number.`);
    else if (key === 'reasoning') known.reasoning_effort = objectOf(toJson(value)).effort ?? null;
    else if (Object.hasOwn(parameterNames, key)) known[key] = toJson(value);
    else if (key === 'apiBaseUrl' || key === 'apiHost') known[key] = toJson(value);
    else
      notSupported(at, `'${key}' of the provider '${shortened(id)}' has no effect here.`, keyRange);
  }
  const stop = known.stop;
  const host = textIn(known.apiHost);
  const parameters: ModelParameters = defined({
    temperature: numberIn(known.temperature),
    topP: numberIn(known.top_p),
    maxTokens:
      numberIn(known.max_completion_tokens) ??
      numberIn(known.max_output_tokens) ??
      numberIn(known.max_tokens),
    seed: numberIn(known.seed),
    stop: typeof stop === 'string' ? [stop] : listOfTexts(stop),
    reasoningEffort: textIn(known.reasoning_effort),
    responseFormat: known.response_format,
    extra: Object.keys(extra).length > 0 ? extra : undefined,
  });
  return defined({
    parameters,
    baseUrl: textIn(known.apiBaseUrl) ?? (host === undefined ? undefined : `https://${host}`),
  });
}

const numeric: Readonly<Record<string, true>> = {
  temperature: true,
  top_p: true,
  max_tokens: true,
  max_completion_tokens: true,
  max_output_tokens: true,
  seed: true,
};

const parameterNames: Readonly<Record<string, true>> = {
  temperature: true,
  top_p: true,
  max_tokens: true,
  max_completion_tokens: true,
  max_output_tokens: true,
  seed: true,
  stop: true,
  reasoning_effort: true,
  response_format: true,
};

function hasReference(node: YamlNode): boolean {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' && /^file:\/\/|\{\{/.test(node.value);
    case 'list':
      return node.items.some(hasReference);
    case 'map':
      return node.entries.some(({ value }) => hasReference(value));
  }
}

function objectOf(value: JsonValue): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, jsonOf(member)]))
    : {};
}

function numberIn(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textIn(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function listOfTexts(value: JsonValue | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((item: unknown) => (typeof item === 'string' ? [item] : []));
}
