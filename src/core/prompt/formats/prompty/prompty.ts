import type { JsonObject } from '../../../json.ts';
import { basename, dirname, resolvePath } from '../../../path.ts';
import type { ReadResult } from '../../../problem.ts';
import { LineMap, type SourceFile } from '../../../text.ts';
import { ProblemList } from '../../../yaml/problemList.ts';
import { entryOf, textOf, toJson, type YamlNode } from '../../../yaml/yamlTree.ts';
import type { PromptFormat, ReadContext } from '../../format.ts';
import { defined } from '../../modelKeys.ts';
import type { ModelChoice, Prompt } from '../../prompt.ts';
import { promptNames } from '../../promptNames.ts';
import { readBody } from '../../readBody.ts';
import { renderBody } from '../../renderBody.ts';
import type { TemplateLanguage } from '../../templates/template.ts';
import { metadataOf, readHeader, reportLikelyMistakes } from '../header.ts';
import { nodeAt, parametersIn } from '../parameterNames.ts';
import { References } from '../references.ts';
import { promptyBoundaries } from './boundaries.ts';
import { defaultsOf, type Property, propertiesIn, schemaOf } from './properties.ts';
import { toolsIn } from './tools.ts';

/** Prompty in its first and second version, https://prompty.ai/docs/ */
export const prompty: PromptFormat = {
  id: 'prompty',
  label: 'Prompty',
  patterns: promptNames.prompty,
  recognises: (path) => /\.prompty$/i.test(basename(path)),
  read: readPrompty,
  render: renderBody,
};

const knownKeys = [
  'name',
  'displayName',
  'description',
  'version',
  'authors',
  'tags',
  'metadata',
  'base',
  'model',
  'inputs',
  'inputSchema',
  'outputs',
  'outputSchema',
  'sample',
  'tools',
  'template',
  'kind',
];
/** Keys that say how the prompt is sent; the others are kept as they are. */
const readKeys = new Set([
  'model',
  'inputs',
  'inputSchema',
  'outputs',
  'outputSchema',
  'sample',
  'tools',
  'template',
]);

async function readPrompty(source: SourceFile, context: ReadContext): Promise<ReadResult<Prompt>> {
  const { path, text } = source;
  const reading = new ProblemList(path, new LineMap(text));
  const { problems } = reading;
  const header = readHeader(text, reading);
  reportLikelyMistakes(header.map, knownKeys, 'the front matter', reading);
  const references = new References(path, context, reading);
  const map = (await references.resolve(header.map)) ?? header.map;
  const inputs = propertiesIn(nodeAt(map, 'inputs') ?? nodeAt(map, 'inputSchema'), reading);
  reportMedia(inputs, reading);
  const language = languageOf(nodeAt(map, 'template'), reading);
  const boundaries = promptyBoundaries(text.slice(header.bodyOffset));
  for (const { start, end, hasAttributes } of boundaries)
    if (hasAttributes)
      reading.report(
        reading.lines.range(header.bodyOffset + start, header.bodyOffset + end),
        'information',
        'not-sent',
        'What stands in brackets after the role is not sent.',
      );
  reportImages(text, header.bodyOffset, reading);
  const body =
    language &&
    (await readBody({
      source,
      offset: header.bodyOffset,
      language,
      firstRole: 'system',
      trims: true,
      boundariesOf: promptyBoundaries,
      pathsOf: (name) => [resolvePath(dirname(path), name)],
      threads: inputs.filter(({ kind }) => kind === 'thread').map(({ name }) => name),
      context,
      reading,
    }));
  const model = modelIn(map, textOf(nodeAt(map, 'name')), reading);
  const tools = [
    ...toolsIn(nodeAt(map, 'tools'), reading),
    ...toolsIn(nodeAt(map, 'model', 'parameters', 'tools'), reading),
  ];
  if (body === undefined || header.isBroken) return { problems };
  const metadata = metadataOf(header.map, (key) => readKeys.has(key));
  return {
    value: {
      path,
      format: prompty.id,
      source: text,
      messages: body.messages,
      model,
      tools,
      variables: body.variables,
      body: body.body,
      defaults: {
        ...samplesOf(nodeAt(map, 'sample')),
        ...defaultsOf(inputs.filter(({ kind }) => kind !== 'thread')),
      },
      dependencies: [...new Set([...references.dependencies, ...body.dependencies])],
      ...(Object.keys(metadata).length > 0 && { metadata }),
    },
    problems,
  };
}

/** A sample of inputs: what the first version of Prompty takes where nothing is given. */
function samplesOf(node: YamlNode | undefined): JsonObject {
  return node?.kind === 'map'
    ? Object.fromEntries(node.entries.map(({ key, value }) => [key, toJson(value)]))
    : {};
}

/** `template: jinja2`, `template: { type }` or `template: { format: { kind } }`. */
function languageOf(
  node: YamlNode | undefined,
  reading: ProblemList,
): TemplateLanguage | undefined {
  const format = nodeAt(node, 'format');
  const place = nodeAt(format, 'kind') ?? format ?? nodeAt(node, 'type') ?? node;
  const written = place?.kind === 'scalar' ? textOf(place) : undefined;
  switch (written?.toLowerCase()) {
    case undefined:
    case 'jinja2':
    case 'jinja':
    case 'nunjucks':
      return 'jinja';
    case 'mustache':
      return 'mustache';
    default:
      reading.report(
        place?.range ?? reading.lines.range(0, 0),
        'error',
        'template-unsupported',
        `Templates in '${written}' are not supported. Use 'jinja2' or 'mustache'.`,
      );
      return undefined;
  }
}

function modelIn(map: YamlNode, name: string | undefined, reading: ProblemList): ModelChoice {
  const node = nodeAt(map, 'model');
  const outputs = responseFormatOf(
    nodeAt(map, 'outputs') ?? nodeAt(map, 'outputSchema'),
    name,
    reading,
  );
  const own = (parameters: ModelChoice['parameters'] = {}) => {
    const all = { ...(outputs !== undefined && { responseFormat: outputs }), ...parameters };
    return Object.keys(all).length > 0 ? all : undefined;
  };
  if (node === undefined || node.kind !== 'map')
    return defined({ name: textOf(node), parameters: own() });
  const options = nodeAt(node, 'options');
  const parameters = {
    ...parametersIn(nodeAt(node, 'parameters'), reading, ['tools', 'stream']),
    ...parametersIn(options, reading, ['additionalProperties', 'stream']),
    ...parametersIn(nodeAt(options, 'additionalProperties'), reading, ['stream']),
  };
  reportApi(nodeAt(node, 'apiType') ?? nodeAt(node, 'api'), reading);
  const connection = nodeAt(node, 'connection') ?? nodeAt(node, 'configuration');
  reportSecret(connection, reading);
  const provider = nodeAt(node, 'provider') ?? nodeAt(connection, 'type');
  const isOpen = provider === undefined || textOf(provider) === 'openai';
  if (!isOpen && provider !== undefined)
    reading.report(
      provider.range,
      'information',
      'provider-not-used',
      `The connection '${textOf(provider)}' is not used: requests go to the endpoint that the suite or the settings name, as an OpenAI-compatible server.`,
    );
  const id =
    textOf(nodeAt(node, 'id')) ??
    textOf(nodeAt(connection, 'azure_deployment')) ??
    textOf(nodeAt(connection, 'name')) ??
    textOf(nodeAt(connection, 'model'));
  const endpoint = nodeAt(connection, 'endpoint') ?? nodeAt(connection, 'base_url');
  const address = isOpen ? textOf(endpoint) : undefined;
  const isAddress = address !== undefined && /^https?:\/\/\S+$/.test(address);
  if (isOpen && endpoint !== undefined && !isAddress)
    reading.report(
      endpoint.range,
      'warning',
      'bad-value',
      'The endpoint is no address and is not used. Write it like https://api.example.org/v1.',
    );
  return defined({
    provider: provider !== undefined && isOpen ? 'openai' : undefined,
    name: id,
    baseUrl: isAddress ? address : undefined,
    parameters: own(parameters),
  });
}

function reportApi(api: YamlNode | undefined, reading: ProblemList): void {
  const kind = textOf(api);
  if (api === undefined || kind === undefined || kind === 'chat' || kind === 'responses') return;
  reading.report(
    api.range,
    'warning',
    'not-supported',
    `The API '${kind}' is not supported: the prompt is sent as a chat.`,
  );
}

function reportSecret(connection: YamlNode | undefined, reading: ProblemList): void {
  for (const key of ['apiKey', 'api_key']) {
    const entry = entryOf(connection, key);
    if (entry !== undefined && textOf(entry.value) !== undefined)
      reading.report(
        entry.keyRange,
        'warning',
        'secret-in-file',
        "A key in a prompt file is not used, and everybody who reads the file has it. Remove it, and set it with 'Set API Key' or in the environment.",
      );
  }
}

/** Outputs of the second version ask for JSON; those of the first only describe. */
function responseFormatOf(
  node: YamlNode | undefined,
  name: string | undefined,
  reading: ProblemList,
): JsonObject | undefined {
  const isAsked = node?.kind === 'list' || nodeAt(node, 'properties') !== undefined;
  if (!isAsked) return undefined;
  const properties = propertiesIn(node, reading);
  if (properties.length === 0) return undefined;
  const schemaName = (name ?? 'output').replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 64);
  return {
    type: 'json_schema',
    json_schema: { name: schemaName, strict: true, schema: schemaOf(properties, reading) },
  };
}

function reportMedia(inputs: readonly Property[], reading: ProblemList): void {
  for (const { name, node, kind } of inputs)
    if (['image', 'file', 'audio'].includes(kind))
      reading.report(
        node.range,
        'warning',
        'not-sent',
        `'${name}' is ${kind === 'image' ? 'an image' : `of the kind '${kind}'`}: requests hold text only, so its text is put in as it is.`,
      );
}

function reportImages(text: string, offset: number, reading: ProblemList): void {
  for (const match of text
    .slice(offset)
    .matchAll(/!\[(?!thread\])[^\]\n]{0,200}\]\([^)\n]{1,500}\)/g)) {
    const start = offset + match.index;
    reading.report(
      reading.lines.range(start, start + match[0].length),
      'warning',
      'not-sent',
      'The image is not sent: requests hold text only. Its link is sent as written.',
    );
  }
}
