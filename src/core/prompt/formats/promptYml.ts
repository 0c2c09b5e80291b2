import * as z from 'zod';
import { messageOf } from '../../errors.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { didYouMean, nearest } from '../../nearest.ts';
import { basename } from '../../path.ts';
import type { ReadResult } from '../../problem.ts';
import { LineMap, type SourceFile } from '../../text.ts';
import { ProblemList } from '../../yaml/problemList.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import { validate } from '../../yaml/validate.ts';
import { entryOf, textOf, toJson, type YamlMap, type YamlNode } from '../../yaml/yamlTree.ts';
import type { PromptFormat } from '../format.ts';
import { defined, jsonOf } from '../modelKeys.ts';
import type { ModelParameters, Prompt, PromptMessage, VariableUse } from '../prompt.ts';
import { promptNames } from '../promptNames.ts';
import { renderTemplates } from '../renderTemplates.ts';
import { usesInNode } from '../usesInNode.ts';
import { parametersIn } from './parameterNames.ts';
import { embeddedSuite } from './promptYmlSuite.ts';
import { toolsIn } from './prompty/tools.ts';

const syntax = { hasInputs: false };

/** GitHub Models prompts, https://docs.github.com/en/github-models/use-github-models/storing-prompts-in-github-repositories */
export const promptYml: PromptFormat = {
  id: 'prompt-yml',
  label: 'GitHub Models prompt',
  patterns: promptNames.promptYml,
  recognises: (path) => /\.prompt\.ya?ml$/i.test(basename(path)),
  read: async (source) => readPromptYml(source),
  render: (prompt, variables) => renderTemplates(prompt, variables, syntax),
  embeddedSuite: (source, _prompt, registry) => embeddedSuite(source, registry),
};

const knownKeys = [
  'name',
  'description',
  'model',
  'modelParameters',
  'responseFormat',
  'jsonSchema',
  'messages',
  'tools',
  'testData',
  'evaluators',
];

const messageSchema = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.string(),
});

function readPromptYml(source: SourceFile): ReadResult<Prompt> {
  const { path, text } = source;
  const reading = new ProblemList(path, new LineMap(text));
  const { node, problems } = readYaml(text, { file: path, lines: reading.lines });
  reading.problems.push(...problems);
  if (problems.some(({ code }) => code === 'yaml-syntax')) return { problems: reading.problems };
  if (node !== undefined && node.kind !== 'map') {
    reading.report(
      node.range,
      'error',
      'bad-value',
      "A prompt file must be a mapping with 'messages'.",
    );
    return { problems: reading.problems };
  }
  const map: YamlMap = node ?? { kind: 'map', entries: [], range: reading.lines.range(0, 0) };
  const metadata = readMetadata(map, reading);
  const { messages, variables } = readMessages(map, text, reading);
  const parameters = readParameters(map, reading);
  const name = entryOf(map, 'model');
  const modelName =
    name === undefined ? undefined : validate(z.string().min(1), name.value, "'model'", reading);
  if (messages.length === 0) return { problems: reading.problems };
  return {
    value: {
      path,
      format: promptYml.id,
      source: text,
      messages,
      model: defined({
        name: modelName,
        parameters: Object.keys(parameters).length > 0 ? parameters : undefined,
      }),
      tools: toolsIn(entryOf(map, 'tools')?.value, reading),
      variables,
      defaults: {},
      dependencies: [],
      ...(Object.keys(metadata).length > 0 && { metadata }),
    },
    problems: reading.problems,
  };
}

/** Name, description and what this format does not know. */
function readMetadata(map: YamlMap, reading: ProblemList): JsonObject {
  const metadata: Record<string, JsonValue> = {};
  for (const { key, keyRange, value } of map.entries) {
    if (key === 'name' || key === 'description') metadata[key] = toJson(value);
    if (knownKeys.includes(key)) continue;
    metadata[key] = toJson(value);
    const close = nearest(key, knownKeys);
    if (close !== undefined)
      reading.report(
        keyRange,
        'warning',
        'unknown-key',
        `Unknown key '${key}' has no effect.${didYouMean(close)}`,
        close,
      );
  }
  return metadata;
}

function readMessages(map: YamlMap, text: string, reading: ProblemList) {
  const messages: PromptMessage[] = [];
  const variables: VariableUse[] = [];
  const list = entryOf(map, 'messages')?.value;
  const items = list?.kind === 'list' ? list.items : [];
  if (list !== undefined && list.kind !== 'list' && toJson(list) !== null)
    reading.report(
      list.range,
      'error',
      'bad-value',
      "'messages' must be a list of role and content.",
    );
  let isSpoilt = list !== undefined && list.kind !== 'list' && toJson(list) !== null;
  for (const item of items) {
    const message = validate(messageSchema, item, 'the message', reading);
    const content = entryOf(item, 'content')?.value;
    if (message === undefined || content === undefined) {
      isSpoilt = true;
      continue;
    }
    if (message.content.trim() === '') {
      reading.report(
        item.range,
        'warning',
        'empty-message',
        `The ${message.role} message is empty and is not sent. Write its text, or remove it.`,
      );
      continue;
    }
    // Line ends inside quotes and blocks are already `\n`; the break that closes a block is layout.
    const template = message.content.trimEnd();
    variables.push(...usesInNode(template, content, text, syntax, reading));
    messages.push({ role: message.role, template, range: content.range });
  }
  if (messages.length === 0 && !isSpoilt)
    reading.report(
      entryOf(map, 'messages')?.keyRange ?? map.range,
      'error',
      'prompt-empty',
      "The prompt is empty: there is nothing to send. Add messages under 'messages:'.",
    );
  // A conversation with a message left out is another conversation, so a spoilt one is not sent.
  return isSpoilt ? { messages: [], variables: [] } : { messages, variables };
}

function readParameters(map: YamlMap, reading: ProblemList): ModelParameters {
  const responseFormat = readResponseFormat(map, reading);
  const written = parametersIn(entryOf(map, 'modelParameters')?.value, reading, ['stream']);
  return { ...written, ...defined({ responseFormat }) };
}

function readResponseFormat(map: YamlMap, reading: ProblemList): JsonValue | undefined {
  const entry = entryOf(map, 'responseFormat');
  const schemaEntry = entryOf(map, 'jsonSchema');
  if (entry === undefined) {
    if (schemaEntry !== undefined)
      reading.report(
        schemaEntry.keyRange,
        'warning',
        'no-effect',
        "'jsonSchema' has no effect without 'responseFormat: json_schema'. Add that line.",
      );
    return undefined;
  }
  const type = validate(
    z.enum(['text', 'json_object', 'json_schema']),
    entry.value,
    "'responseFormat'",
    reading,
  );
  if (type === undefined) return undefined;
  if (type !== 'json_schema') return { type };
  if (schemaEntry === undefined) {
    reading.report(
      entry.keyRange,
      'error',
      'missing-key',
      "'responseFormat: json_schema' needs 'jsonSchema'. Add the schema.",
    );
    return undefined;
  }
  const schema = jsonSchemaOf(schemaEntry.value, reading);
  return schema === undefined ? undefined : { type, json_schema: schema };
}

/** A mapping, or JSON in a text, with `name` and `schema`. */
function jsonSchemaOf(node: YamlNode, reading: ProblemList): JsonValue | undefined {
  let schema: JsonValue = toJson(node);
  const written = node.kind === 'scalar' ? textOf(node) : undefined;
  if (written !== undefined) {
    try {
      schema = jsonOf(JSON.parse(written));
    } catch (error) {
      reading.report(
        node.range,
        'error',
        'bad-value',
        `'jsonSchema' must be JSON: ${messageOf(error)}.`,
      );
      return undefined;
    }
  }
  const isObject = schema !== null && typeof schema === 'object' && !Array.isArray(schema);
  const missing = ['name', 'schema'].filter(
    (key) => !isObject || !Object.hasOwn(Object(schema), key),
  );
  if (missing.length > 0) {
    const keys = missing.map((key) => `'${key}'`).join(' and ');
    reading.report(node.range, 'error', 'missing-key', `'jsonSchema' needs ${keys}.`);
    return undefined;
  }
  return schema;
}
