import type { JsonObject } from '../../../json.ts';
import { basename, dirname, resolvePath, underscored } from '../../../path.ts';
import type { ReadResult } from '../../../problem.ts';
import { LineMap, type SourceFile } from '../../../text.ts';
import { ProblemList } from '../../../yaml/problemList.ts';
import { textOf, toJson, type YamlMap, type YamlNode } from '../../../yaml/yamlTree.ts';
import type { PromptFormat, ReadContext, RenderedPrompt } from '../../format.ts';
import { defined } from '../../modelKeys.ts';
import { trimmed } from '../../placedText.ts';
import type { ModelParameters, Prompt, ToolDefinition } from '../../prompt.ts';
import { promptNames } from '../../promptNames.ts';
import { readBody } from '../../readBody.ts';
import { renderBody } from '../../renderBody.ts';
import { metadataOf, readHeader, reportLikelyMistakes } from '../header.ts';
import { nodeAt, parametersIn } from '../parameterNames.ts';
import { responseFormatOf, schemaIn } from './schemas.ts';

/** Google's dotprompt, https://google.github.io/dotprompt/ */
export const dotprompt: PromptFormat = {
  id: 'dotprompt',
  label: 'dotprompt',
  patterns: promptNames.dotprompt,
  recognises: (path) => /\.prompt$/i.test(basename(path)),
  read: readDotprompt,
  render: renderDotprompt,
};

const knownKeys = [
  'name',
  'variant',
  'version',
  'description',
  'model',
  'config',
  'input',
  'output',
  'tools',
  'toolDefs',
  'metadata',
  'ext',
];
/** Keys that say how the prompt is sent; the others are kept as they are. */
const readKeys = new Set(['model', 'config', 'input', 'output', 'toolDefs']);
/** Lines that may stand before the front matter. */
const leadingComments = /^(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*(?=---[ \t]*[\r\n])/;

async function readDotprompt(
  source: SourceFile,
  context: ReadContext,
): Promise<ReadResult<Prompt>> {
  const { path, text } = source;
  const reading = new ProblemList(path, new LineMap(text));
  const { problems } = reading;
  const header = readHeader(text, reading, afterComments(text));
  const { map } = header;
  reportLikelyMistakes(map, knownKeys, 'the front matter', reading);
  const folder = dirname(path);
  const body = await readBody({
    source,
    offset: header.bodyOffset,
    language: 'dotprompt',
    firstRole: 'user',
    trims: false,
    boundariesOf: () => [],
    pathsOf: (name) =>
      [underscored(name), name].map((file) => resolvePath(folder, `${file}.prompt`)),
    partOf: bodyOf,
    context,
    reading,
  });
  const stem = basename(path).replace(/\.prompt$/i, '');
  const parameters = {
    ...parametersIn(nodeAt(map, 'config'), reading, ['version']),
    ...defined({ responseFormat: await responseFormatOf(nodeAt(map, 'output'), stem, reading) }),
  };
  await schemaIn(nodeAt(map, 'input', 'schema'), reading);
  const tools = await toolsIn(map, reading);
  if (body === undefined || header.isBroken) return { problems };
  const metadata = metadataOf(map, (key) => readKeys.has(key));
  return {
    value: {
      path,
      format: dotprompt.id,
      source: text,
      messages: body.messages,
      model: modelOf(map, parameters),
      tools,
      variables: body.variables,
      // The format takes white space around the whole template off where front matter stands before it.
      body:
        header.bodyOffset > 0 ? { ...body.body, template: trimmed(body.body.template) } : body.body,
      defaults: defaultsOf(nodeAt(map, 'input', 'default')),
      dependencies: body.dependencies,
      ...(Object.keys(metadata).length > 0 && { metadata }),
    },
    problems,
  };
}

/** Earlier messages of a case stand at `{{history}}`, else before a user message that ends the prompt. */
async function renderDotprompt(prompt: Prompt, variables: JsonObject): Promise<RenderedPrompt> {
  const rendered = await renderBody(prompt, variables);
  const { messages, historyAt } = rendered;
  if (historyAt !== undefined || messages.at(-1)?.role !== 'user') return rendered;
  return { ...rendered, historyAt: messages.length - 1 };
}

function afterComments(text: string): number {
  return leadingComments.exec(text)?.[0].length ?? 0;
}

/** A partial without its own front matter. */
function bodyOf(text: string): { readonly text: string; readonly offset: number } {
  const reading = new ProblemList('', new LineMap(text));
  const { bodyOffset } = readHeader(text, reading, afterComments(text));
  return { text: text.slice(bodyOffset), offset: bodyOffset };
}

function modelOf(map: YamlMap, parameters: ModelParameters): Prompt['model'] {
  return defined({
    name: textOf(nodeAt(map, 'model')) ?? textOf(nodeAt(map, 'config', 'version')),
    parameters: Object.keys(parameters).length > 0 ? parameters : undefined,
  });
}

function defaultsOf(node: YamlNode | undefined): JsonObject {
  return node?.kind === 'map'
    ? Object.fromEntries(node.entries.map(({ key, value }) => [key, toJson(value)]))
    : {};
}

async function toolsIn(map: YamlMap, reading: ProblemList): Promise<readonly ToolDefinition[]> {
  const names = nodeAt(map, 'tools');
  const list = nodeAt(map, 'toolDefs');
  const tools: ToolDefinition[] = [];
  for (const item of list?.kind === 'list' ? list.items : []) {
    const name = textOf(nodeAt(item, 'name'));
    if (name === undefined) {
      reading.report(item.range, 'error', 'missing-key', "The tool needs 'name'.");
      continue;
    }
    const description = textOf(nodeAt(item, 'description'));
    const parameters = await schemaIn(nodeAt(item, 'inputSchema'), reading);
    tools.push({
      name,
      ...(description !== undefined && { description }),
      ...(parameters !== undefined && { parameters }),
    });
  }
  const defined = new Set(tools.map(({ name }) => name));
  for (const item of names?.kind === 'list' ? names.items : []) {
    const name = textOf(item);
    if (name !== undefined && !defined.has(name))
      reading.report(
        item.range,
        'warning',
        'not-sent',
        `The tool '${name}' is defined in a program and not sent. Define it under 'toolDefs:' with name, description and inputSchema.`,
      );
  }
  return tools;
}
