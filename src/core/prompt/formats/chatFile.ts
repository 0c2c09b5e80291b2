import * as z from 'zod';
import { basename } from '../../path.ts';
import type { ReadResult } from '../../problem.ts';
import { LineMap, type SourceFile } from '../../text.ts';
import { ProblemList } from '../../yaml/problemList.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import { validate } from '../../yaml/validate.ts';
import { entryOf, textOf, type YamlNode } from '../../yaml/yamlTree.ts';
import type { PromptFormat } from '../format.ts';
import type { Prompt, PromptMessage, VariableUse } from '../prompt.ts';
import { promptNames } from '../promptNames.ts';
import { renderTemplates } from '../renderTemplates.ts';
import { usesInNode } from '../usesInNode.ts';
import { nodeAt, parametersIn } from './parameterNames.ts';
import { toolsIn } from './prompty/tools.ts';

const syntax = { hasInputs: false };

/**
 * Messages as the OpenAI protocol has them, in JSON or YAML, which a suite names: a list of messages, or a whole request with
 * `messages`, `model`, parameters and `tools`.
 */
export const chatFile: PromptFormat = {
  id: 'chat-file',
  label: 'Chat messages',
  patterns: promptNames.chatFile,
  recognises: (path) =>
    /\.(?:json|ya?ml)$/i.test(basename(path)) && !/\.metrics\.ya?ml$/i.test(basename(path)),
  read: async (source) => readChatFile(source),
  render: (prompt, variables) => renderTemplates(prompt, variables, syntax),
};

const roles = z.enum(['system', 'developer', 'user', 'assistant']);

function readChatFile(source: SourceFile): ReadResult<Prompt> {
  const { path, text } = source;
  const reading = new ProblemList(path, new LineMap(text));
  const { problems } = reading;
  const { node, problems: faults } = readYaml(text, { file: path, lines: reading.lines });
  problems.push(...faults);
  if (faults.some(({ code }) => code === 'yaml-syntax')) return { problems };
  const list = node?.kind === 'map' ? nodeAt(node, 'messages') : node;
  if (list === undefined || list.kind !== 'list' || list.items.length === 0) {
    reading.report(
      list?.range ?? node?.range ?? reading.lines.range(0, 0),
      'error',
      'prompt-empty',
      "A chat file is a list of messages with 'role' and 'content', or a mapping with such a list under 'messages'.",
    );
    return { problems };
  }
  const variables: VariableUse[] = [];
  const messages = list.items.map((item) => readMessage(item, text, variables, reading));
  const model = readModel(node, reading);
  const tools = toolsIn(nodeAt(node, 'tools'), reading);
  const usable = messages.filter((message) => message !== undefined);
  // A conversation with a message left out is another conversation.
  if (usable.length < messages.length) return { problems };
  return {
    value: {
      path,
      format: chatFile.id,
      source: text,
      messages: usable,
      model,
      tools,
      variables,
      defaults: {},
      dependencies: [],
    },
    problems,
  };
}

function readMessage(
  item: YamlNode,
  text: string,
  variables: VariableUse[],
  reading: ProblemList,
): PromptMessage | undefined {
  const roleNode = entryOf(item, 'role')?.value;
  const content = entryOf(item, 'content')?.value;
  if (item.kind !== 'map' || roleNode === undefined || content === undefined) {
    reading.report(item.range, 'error', 'missing-key', "The message needs 'role' and 'content'.");
    return undefined;
  }
  const role = validate(roles, roleNode, "'role'", reading);
  const template = textIn(content, reading);
  if (role === undefined || template === undefined) return undefined;
  variables.push(...usesInNode(template, content, text, syntax, reading));
  return { role, template, range: content.range };
}

/** Text, or parts of text. */
function textIn(content: YamlNode, reading: ProblemList): string | undefined {
  if (content.kind === 'scalar') return validate(z.string(), content, "'content'", reading);
  const parts = content.kind === 'list' ? content.items : [content];
  let text = '';
  for (const part of parts) {
    const written = textOf(entryOf(part, 'text')?.value);
    if (textOf(entryOf(part, 'type')?.value) !== 'text' || written === undefined) {
      reading.report(
        part.range,
        'error',
        'not-supported',
        "Requests hold text only: a part of 'content' must have 'type: text' and 'text'.",
      );
      return undefined;
    }
    text += written;
  }
  return text;
}

function readModel(node: YamlNode | undefined, reading: ProblemList): Prompt['model'] {
  if (node?.kind !== 'map') return {};
  const name = textOf(nodeAt(node, 'model'));
  const parameters = parametersIn(node, reading, ['messages', 'model', 'tools', 'stream']);
  return {
    ...(name !== undefined && { name }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
  };
}
