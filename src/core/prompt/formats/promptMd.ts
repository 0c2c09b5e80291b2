import * as z from 'zod';
import type { JsonObject } from '../../json.ts';
import { didYouMean, nearest } from '../../nearest.ts';
import { basename } from '../../path.ts';
import type { ReadResult } from '../../problem.ts';
import { LineMap, type SourceFile } from '../../text.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import { ProblemList, type Reading, validate } from '../../yaml/validate.ts';
import { toJson, type YamlEntry, type YamlMap, type YamlNode } from '../../yaml/yamlTree.ts';
import type { PromptFormat } from '../format.ts';
import { defined, endpointKeys, modelChoice, modelSchema, parameterKeys } from '../modelKeys.ts';
import type { ModelChoice, Prompt, PromptMessage, VariableUse } from '../prompt.ts';
import { renderTemplates } from '../renderTemplates.ts';
import { findVariables } from '../variables.ts';
import { findFrontMatter } from './frontMatter.ts';
import { roleSections } from './roleSections.ts';

const syntax = { hasInputs: true };

/** Markdown and plain text: front matter, roles by headings or markers, `{{ variable }}`, `${input:name}`. */
export const promptMd: PromptFormat = {
  id: 'prompt-md',
  label: 'Markdown prompt',
  patterns: ['*.prompt.md'],
  recognises: (path) => /\.(?:md|markdown|txt)$/i.test(basename(path)),
  read: async (source) => readPromptMd(source),
  render: (prompt, variables) => renderTemplates(prompt, variables, syntax),
};

function readPromptMd(source: SourceFile): ReadResult<Prompt> {
  const { path, text } = source;
  const reading = new ProblemList(path, new LineMap(text));
  const header = readHeader(text, reading);
  const messages: PromptMessage[] = [];
  const variables: VariableUse[] = [];
  for (const { role, start, end, marker } of roleSections(text, header.bodyOffset)) {
    if (start === end && marker !== undefined) {
      reading.report(
        reading.lines.range(marker.start, marker.end),
        'warning',
        'empty-message',
        `The ${role} message is empty and is not sent. Write its text below this line, or remove it.`,
      );
      continue;
    }
    const template = text.slice(start, end);
    variables.push(...findVariables(template, start, syntax, reading));
    messages.push({
      role,
      // The same prompt whatever line ends the checkout has.
      template: template.replace(/\r\n?/g, '\n'),
      range: reading.lines.range(start, end),
    });
  }
  const { problems } = reading;
  if (messages.length === 0 || header.isBroken) {
    if (!header.isBroken)
      reading.report(
        reading.lines.range(header.bodyOffset, header.bodyOffset),
        'error',
        'prompt-empty',
        'The prompt is empty: there is nothing to send. Write the text of the prompt.',
      );
    return { problems };
  }
  const { model, metadata } = header;
  return {
    value: {
      path,
      format: promptMd.id,
      source: text,
      messages,
      model,
      tools: [],
      variables,
      defaults: {},
      dependencies: [],
      ...(Object.keys(metadata).length > 0 && { metadata }),
    },
    problems,
  };
}

interface Header {
  readonly bodyOffset: number;
  readonly model: ModelChoice;
  readonly metadata: JsonObject;
  /** The front matter cannot be read, so the model that it asks for is unknown. */
  readonly isBroken: boolean;
}

function readHeader(text: string, reading: ProblemList): Header {
  const found = findFrontMatter(text);
  if (found === undefined || found === 'unclosed') {
    if (found === 'unclosed')
      reading.report(
        reading.lines.lineRange(0),
        'warning',
        'front-matter-unclosed',
        "The front matter that starts here has no closing line '---', so all of it is sent as the prompt. Add '---' after its last key.",
      );
    return { bodyOffset: 0, model: {}, metadata: {}, isBroken: false };
  }
  const { bodyOffset } = found;
  const { node, problems } = readYaml(found.yaml, {
    file: reading.file,
    lines: reading.lines,
    offset: found.yamlOffset,
  });
  reading.problems.push(...problems);
  const isBroken = problems.some(({ code }) => code === 'yaml-syntax');
  if (node === undefined) return { bodyOffset, model: {}, metadata: {}, isBroken };
  if (node.kind !== 'map') {
    reading.report(
      node.range,
      'error',
      'bad-value',
      "Front matter must be lines of the form 'key: value'.",
    );
    return { bodyOffset, model: {}, metadata: {}, isBroken: true };
  }
  return { bodyOffset, ...readKeys(node, reading), isBroken };
}

/** Keys of other tools that would look like typing mistakes. */
const foreignKeys = new Set(['name', 'mode', 'tools', 'tool', 'agent', 'title', 'step', 'steps']);

const flatKeys: Record<string, z.ZodType> = { ...endpointKeys, ...parameterKeys };

function readKeys(map: YamlMap, reading: Reading): { model: ModelChoice; metadata: JsonObject } {
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
  const beside = z.strictObject({ ...endpointKeys, ...parameterKeys });
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
