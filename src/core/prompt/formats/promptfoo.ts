import type { ReadResult } from '../../problem.ts';
import { isPromptfooPath } from '../../suite/promptfoo/promptfooPath.ts';
import { LineMap, type Range, type SourceFile, unixLines } from '../../text.ts';
import { ProblemList } from '../../yaml/problemList.ts';
import { readYaml } from '../../yaml/readYaml.ts';
import { entryOf, textOf, toJson, type YamlNode } from '../../yaml/yamlTree.ts';
import type { PromptFormat } from '../format.ts';
import type { Role } from '../message.ts';
import type { Prompt, PromptMessage, VariableUse } from '../prompt.ts';
import { promptNames } from '../promptNames.ts';
import { checkMessage, renderNunjucks } from './nunjucks.ts';

/**
 * Prompts in and of a promptfoo config (https://www.promptfoo.dev/docs/configuration/prompts): a text is what the user
 * says, a JSON or YAML list of roles and contents is a conversation, a line `---` parts several prompts in one text file.
 */
export const promptfooPrompt: PromptFormat = {
  id: 'promptfoo',
  label: 'promptfoo prompt',
  patterns: promptNames.promptfoo,
  recognises: isPromptfooPath,
  read: async (source, context) => {
    const { value = [], problems } = await readAll(source, context);
    const [first] = value;
    return { ...(first !== undefined && { value: first }), problems };
  },
  readAll: async (source, context) => readAll(source, context),
  render: renderNunjucks,
};

type ReadAll = NonNullable<PromptFormat['readAll']>;

const readAll: ReadAll = async (source) =>
  isPromptfooPath(source.path) ? inlinePrompts(source) : promptsOfFile(source);

/** How a config names a prompt. */
export interface PromptEntry {
  readonly kind: 'inline' | 'file' | 'program' | 'foreign';
  readonly text: string;
  readonly label?: string;
  /** Where the text stands. */
  readonly node: YamlNode;
}

/** The prompts that a config names or holds, in its order. */
export function promptEntries(config: YamlNode | undefined): readonly PromptEntry[] {
  const list = entryOf(config, 'prompts')?.value;
  if (list === undefined) return [];
  // A mapping gives labels to files.
  if (
    list.kind === 'map' &&
    entryOf(list, 'raw') === undefined &&
    entryOf(list, 'id') === undefined
  )
    return list.entries.map(({ key, keyRange, value }) =>
      entryFor(key, { kind: 'scalar', value: key, range: keyRange }, textOf(value)),
    );
  const items = list.kind === 'list' ? list.items : [list];
  return items.flatMap((item) => {
    if (item.kind !== 'map') {
      const text = textOf(item);
      return text === undefined || text === '' ? [] : [entryFor(text, item, undefined)];
    }
    const raw = entryOf(item, 'raw')?.value ?? entryOf(item, 'id')?.value;
    const text = textOf(raw);
    const label = textOf(entryOf(item, 'label')?.value);
    return text === undefined || raw === undefined ? [] : [entryFor(text, raw, label)];
  });
}

function entryFor(text: string, node: YamlNode, label: string | undefined): PromptEntry {
  const own = { text, node, ...(label !== undefined && { label }) };
  if (/^(?:exec|python):/.test(text)) return { kind: 'program', ...own };
  if (text.startsWith('file://')) return { kind: 'file', ...own };
  if (/^[a-z][\w+.-]*:\/\/\S+$/i.test(text)) return { kind: 'foreign', ...own };
  // A short text without spaces that ends like a file is one.
  const isPath =
    /^[^\s{}]+\.(?:txt|md|json|jsonl|ya?ml|j2|jinja2?|csv|[cm]?[jt]s|py|sh|rb|pl|bash)(?::\w+)?$/i.test(
      text,
    );
  return { kind: isPath ? 'file' : 'inline', ...own };
}

/** The prompts that stand in a config itself. */
async function inlinePrompts(source: SourceFile): Promise<ReadResult<readonly Prompt[]>> {
  const { path, text } = source;
  const lines = new LineMap(text);
  const reading = new ProblemList(path, lines);
  const { node, problems } = readYaml(text, { file: path, lines });
  reading.problems.push(...problems);
  const prompts: Prompt[] = [];
  for (const entry of promptEntries(node)) {
    if (entry.kind !== 'inline') continue;
    const { range } = entry.node;
    const prompt = await promptOf(entry.text, range, { source, reading, isVerbatim: false });
    if (prompt !== undefined) prompts.push(named(prompt, prompts.length, entry.label));
  }
  return { value: prompts, problems: reading.problems };
}

/** The prompts of a file that a config names. */
async function promptsOfFile(source: SourceFile): Promise<ReadResult<readonly Prompt[]>> {
  const { path, text } = source;
  const lines = new LineMap(text);
  const reading = new ProblemList(path, lines);
  const prompts: Prompt[] = [];
  for (const { start, end } of partsOf(path, text)) {
    const range = lines.range(start, end);
    const prompt = await promptOf(text.slice(start, end), range, {
      source,
      reading,
      isVerbatim: true,
      offset: start,
    });
    if (prompt !== undefined) prompts.push(named(prompt, prompts.length, undefined));
  }
  if (prompts.length === 0 && reading.problems.length === 0)
    reading.report(
      lines.range(0, 0),
      'error',
      'prompt-empty',
      'The prompt is empty: there is nothing to send. Write the text of the prompt.',
    );
  return { value: prompts, problems: reading.problems };
}

/** Several prompts in a text file stand between lines `---`. */
function partsOf(
  path: string,
  text: string,
): readonly { readonly start: number; readonly end: number }[] {
  const parts: { start: number; end: number }[] = [];
  const add = (from: number, to: number) => {
    const body = text.slice(from, to);
    if (body.trim() === '') return;
    const start = from + (body.length - body.trimStart().length);
    parts.push({ start, end: from + body.trimEnd().length });
  };
  if (!/\.(?:txt|md|j2|jinja2?)$/i.test(path)) add(0, text.length);
  else {
    let from = 0;
    for (const match of text.matchAll(/^---[ \t]*$/gm)) {
      add(from, match.index);
      from = match.index + match[0].length;
    }
    add(from, text.length);
  }
  return parts;
}

/** Several prompts of one file are told apart by their number; the first has the name of the file. */
function named(prompt: Prompt, index: number, label: string | undefined): Prompt {
  return {
    ...prompt,
    ...(index > 0 && { path: `${prompt.path}#${index + 1}` }),
    ...(label !== undefined && { metadata: { label } }),
  };
}

interface PromptPlace {
  readonly source: SourceFile;
  readonly reading: ProblemList;
  /** Whether the text stands in the file as it is, from `offset` on. */
  readonly isVerbatim: boolean;
  readonly offset?: number;
}

async function promptOf(
  text: string,
  range: Range,
  place: PromptPlace,
): Promise<Prompt | undefined> {
  const { source, reading } = place;
  const chat = chatMessages(text, range, place);
  if (chat === 'unusable') return undefined;
  const messages = chat ?? [{ role: 'user' as const, template: unixLines(text), range }];
  const variables: VariableUse[] = [];
  for (const message of messages)
    variables.push(...(await checkMessage(message, source.text, reading)));
  return {
    path: source.path,
    format: promptfooPrompt.id,
    source: source.text,
    messages,
    model: {},
    tools: [],
    variables,
    defaults: {},
    dependencies: [],
  };
}

const roles: ReadonlySet<string> = new Set<Role>([
  'system',
  'developer',
  'user',
  'assistant',
  'tool',
]);

/** The messages of a chat prompt; undefined for a text that is none. */
function chatMessages(
  text: string,
  range: Range,
  place: PromptPlace,
): readonly PromptMessage[] | 'unusable' | undefined {
  const { source, reading, isVerbatim, offset = 0 } = place;
  const isYaml = /\.ya?ml$/i.test(source.path) && isVerbatim;
  const isJson = /^\s*\[\s*\{/.test(text) || /\.json$/i.test(source.path);
  if (!isYaml && !isJson && !/^\s*- role:/.test(text)) return undefined;
  const { node, problems } = readYaml(
    text,
    isVerbatim ? { file: source.path, lines: reading.lines, offset } : {},
  );
  const list = node?.kind === 'map' ? entryOf(node, 'messages')?.value : node;
  const isChat =
    list?.kind === 'list' && list.items.every((item) => entryOf(item, 'role') !== undefined);
  if (!isChat || list.items.length === 0) {
    // Loops and conditions between the messages are no JSON before they are filled in.
    if (problems.length === 0 && !isJson) return undefined;
    reading.report(
      range,
      'error',
      'chat-unreadable',
      "This looks like a conversation and cannot be read as one. Write a list of 'role' and 'content'; loops between messages are not supported.",
    );
    return 'unusable';
  }
  const messages: PromptMessage[] = [];
  for (const item of list.items) {
    const role = textOf(entryOf(item, 'role')?.value) ?? '';
    const content = entryOf(item, 'content')?.value;
    const at = isVerbatim ? item.range : range;
    if (!isRole(role)) {
      reading.report(
        at,
        'error',
        'bad-value',
        `'${role}' is not a role. Use system, developer, user or assistant.`,
      );
      return 'unusable';
    }
    const template = contentOf(content, at, reading);
    messages.push({ role, template, range: isVerbatim ? (content?.range ?? item.range) : range });
  }
  return messages;
}

function isRole(text: string): text is Role {
  return roles.has(text);
}

/** A text, or the texts of a list of parts. */
function contentOf(node: YamlNode | undefined, at: Range, reading: ProblemList): string {
  if (node === undefined) return '';
  if (node.kind !== 'list')
    return textOf(node) ?? (toJson(node) === null ? '' : JSON.stringify(toJson(node)));
  return node.items
    .flatMap((part) => {
      const text = textOf(entryOf(part, 'text')?.value);
      if (text !== undefined) return [text];
      const kind = textOf(entryOf(part, 'type')?.value) ?? 'unknown';
      reading.report(
        at,
        'warning',
        'not-supported',
        `A part of the kind '${kind}' is not sent; only text is.`,
      );
      return [];
    })
    .join('\n');
}
