import * as z from 'zod';
import type { JsonValue } from '../../json.ts';
import type { ProblemList } from '../../yaml/problemList.ts';
import { validate } from '../../yaml/validate.ts';
import { entryOf, toJson, type YamlNode } from '../../yaml/yamlTree.ts';
import { defined, jsonOf } from '../modelKeys.ts';
import type { ModelParameters } from '../prompt.ts';

const number = z.number();
const count = z.int().min(1);
const texts = z.union([z.string(), z.array(z.string())]);

/** What a parameter of a prompt file becomes: one of ours, or one that is sent under its own name. */
type Meaning = { readonly schema: z.ZodType } & (
  | { readonly is: Exclude<keyof ModelParameters, 'extra'> }
  | { readonly sent: string }
);

/** Names of parameters in any of the formats, in lower case without `_`. */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['temperature', { is: 'temperature', schema: number.min(0).max(2) }],
  ['topp', { is: 'topP', schema: number.gt(0).max(1) }],
  ['maxtokens', { is: 'maxTokens', schema: count }],
  ['maxoutputtokens', { is: 'maxTokens', schema: count }],
  ['maxcompletiontokens', { is: 'maxTokens', schema: count }],
  ['seed', { is: 'seed', schema: z.int() }],
  ['stop', { is: 'stop', schema: texts }],
  ['stopsequences', { is: 'stop', schema: texts }],
  ['reasoningeffort', { is: 'reasoningEffort', schema: z.string() }],
  ['responseformat', { is: 'responseFormat', schema: z.looseObject({ type: z.string() }) }],
  ['frequencypenalty', { sent: 'frequency_penalty', schema: number }],
  ['presencepenalty', { sent: 'presence_penalty', schema: number }],
  ['logitbias', { sent: 'logit_bias', schema: z.record(z.string(), number) }],
  ['logprobs', { sent: 'logprobs', schema: z.boolean() }],
  ['toplogprobs', { sent: 'top_logprobs', schema: z.int() }],
  ['toolchoice', { sent: 'tool_choice', schema: z.unknown() }],
  ['paralleltoolcalls', { sent: 'parallel_tool_calls', schema: z.boolean() }],
  ['allowmultipletoolcalls', { sent: 'parallel_tool_calls', schema: z.boolean() }],
  ['user', { sent: 'user', schema: z.string() }],
]);

/**
 * Parameters of a prompt file under the names of the OpenAI protocol. What it has no word for is not sent, and that is said.
 * @param ignored names that are read elsewhere or mean nothing here
 */
export function parametersIn(
  map: YamlNode | undefined,
  reading: ProblemList,
  ignored: readonly string[] = [],
): ModelParameters {
  if (map?.kind !== 'map') {
    if (map !== undefined && toJson(map) !== null)
      reading.report(map.range, 'error', 'bad-value', 'Parameters must be a mapping.');
    return {};
  }
  const own: Record<string, JsonValue> = {};
  const extra: Record<string, JsonValue> = {};
  for (const { key, keyRange, value } of map.entries) {
    if (ignored.includes(key)) continue;
    const meaning = meanings.get(key.replaceAll('_', '').toLowerCase());
    if (meaning === undefined) {
      reading.report(
        keyRange,
        'information',
        'not-sent',
        `'${key}' has no place in the protocol and is not sent. A suite can send it under 'extra' of its model.`,
      );
      continue;
    }
    const read = validate(meaning.schema, value, `'${key}'`, reading);
    if (read === undefined) continue;
    if ('is' in meaning) own[meaning.is] = jsonOf(read);
    else extra[meaning.sent] = jsonOf(read);
  }
  const { temperature, topP, maxTokens, seed, stop, reasoningEffort, responseFormat } = own;
  return defined({
    temperature: numberOf(temperature),
    topP: numberOf(topP),
    maxTokens: numberOf(maxTokens),
    seed: numberOf(seed),
    stop: typeof stop === 'string' ? [stop] : Array.isArray(stop) ? stop.map(String) : undefined,
    reasoningEffort: typeof reasoningEffort === 'string' ? reasoningEffort : undefined,
    responseFormat,
    extra: Object.keys(extra).length > 0 ? extra : undefined,
  });
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The value under a path of keys. */
export function nodeAt(
  node: YamlNode | undefined,
  ...keys: readonly string[]
): YamlNode | undefined {
  return keys.reduce<YamlNode | undefined>((at, key) => entryOf(at, key)?.value, node);
}
