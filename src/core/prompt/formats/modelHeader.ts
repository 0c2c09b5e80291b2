import * as z from 'zod';
import type { JsonObject } from '../../json.ts';
import { didYouMean, nearest } from '../../nearest.ts';
import type { Reading } from '../../yaml/reading.ts';
import { validate } from '../../yaml/validate.ts';
import { toJson, type YamlEntry, type YamlMap, type YamlNode } from '../../yaml/yamlTree.ts';
import { defined, endpointKeys, modelChoice, modelSchema, parameterKeys } from '../modelKeys.ts';
import type { ModelChoice } from '../prompt.ts';

/** Keys of other tools that would look like typing mistakes. */
const foreignKeys = new Set(['name', 'mode', 'tools', 'tool', 'agent', 'title', 'step', 'steps']);

/** Made once: a schema that is new is compiled at its first use, which takes as long as to read the prompt. */
const beside = z.strictObject({ ...endpointKeys, ...parameterKeys });

const flatKeys: Record<string, z.ZodType> = { ...endpointKeys, ...parameterKeys };

/** Model and parameters of the front matter of a Markdown or template file; what it does not know is kept. */
export function readModelKeys(
  map: YamlMap,
  reading: Reading,
): { readonly model: ModelChoice; readonly metadata: JsonObject } {
  const metadata: Record<string, JsonObject[string]> = {};
  const flat: YamlEntry[] = [];
  let nested: YamlNode | undefined;
  for (const entry of map.entries) {
    const { key, keyRange, value } = entry;
    if (key === 'model') nested = value;
    else if (Object.hasOwn(flatKeys, key)) flat.push(entry);
    else {
      metadata[key] = toJson(value);
      const close = foreignKeys.has(key)
        ? undefined
        : nearest(key, ['model', ...Object.keys(flatKeys)]);
      if (close !== undefined)
        reading.report(
          keyRange,
          'warning',
          'unknown-key',
          `Unknown key '${key}' in the front matter has no effect.${didYouMean(close)}`,
          close,
        );
    }
  }
  const named =
    nested === undefined ? undefined : validate(modelSchema, nested, "'model'", reading);
  const usable = flat.filter(({ key, value }) => {
    const schema = flatKeys[key];
    return schema !== undefined && validate(schema, value, `'${key}'`, reading) !== undefined;
  });
  const parsed = beside.safeParse(
    Object.fromEntries(usable.map(({ key, value }) => [key, toJson(value)])),
  );
  const outer = modelChoice(parsed.success ? parsed.data : {});
  const inner = named === undefined ? {} : modelChoice(named);
  const parameters = { ...outer.parameters, ...inner.parameters };
  const model = defined({
    ...outer,
    ...inner,
    parameters: Object.keys(parameters).length > 0 ? parameters : undefined,
  });
  return { model, metadata };
}
