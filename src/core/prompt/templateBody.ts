import { EvalError, isEvalError, messageOf } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { LineMap, type Position, type SourceFile, unixLines } from '../text.ts';
import type { ProblemList } from '../yaml/problemList.ts';
import type { ReadContext, RenderedPrompt } from './format.ts';
import { loadFragments } from './fragments.ts';
import type { Message, Role } from './message.ts';
import { type PlacedPart, type PlacedText, rangeInFile } from './placedText.ts';
import type { Prompt, PromptMessage, TemplateBody, VariableUse } from './prompt.ts';
import { badTemplate, TemplateError } from './templates/effort.ts';
import { engineFor } from './templates/engines.ts';
import { cleanVariables, mark, takeApart, withoutMarks } from './templates/marks.ts';
import type {
  CompiledTemplate,
  FilledTemplate,
  NamedStretch,
  Stretch,
  TemplateLanguage,
} from './templates/template.ts';

/** A line of a template at which a message, or the earlier conversation, begins. */
export interface Boundary extends Stretch {
  readonly kind: 'role' | 'history';
  readonly role: Role;
  /** A tag that names the role when it is filled in. */
  readonly written?: string;
}

export interface BodyOptions {
  readonly source: SourceFile;
  /** Where the template begins in the file. */
  readonly offset: number;
  readonly language: TemplateLanguage;
  readonly firstRole: Role;
  /** Whether blank lines around a message are layout. */
  readonly trims: boolean;
  readonly boundariesOf: (text: string) => readonly Boundary[];
  readonly pathsOf: (name: string) => readonly string[];
  readonly partOf?: (text: string) => { readonly text: string; readonly offset: number };
  readonly threads?: readonly string[];
  readonly context: ReadContext;
  readonly reading: ProblemList;
}

/** What a template says, ready to become a prompt. */
export interface ReadBody {
  readonly body: TemplateBody;
  readonly messages: readonly PromptMessage[];
  readonly variables: readonly VariableUse[];
  readonly dependencies: readonly string[];
}

/** Reads the template of a prompt; undefined where a mistake in it keeps it from being filled in. */
export async function readBody(options: BodyOptions): Promise<ReadBody | undefined> {
  const { reading, offset, boundariesOf, language, firstRole, trims, threads = [] } = options;
  const text = withoutMarks(options.source.text.slice(offset));
  const engine = await engineFor(language);
  const before = reading.problems.length;
  const analysis = engine.analyse(text);
  const rangeOf = ({ start, end }: Stretch) => reading.lines.range(offset + start, offset + end);
  for (const fault of analysis.faults)
    reading.report(rangeOf(fault), fault.severity, fault.code, fault.message, fault.replacement);
  const boundaries = boundariesOf(text);
  const loaded = await loadFragments(
    analysis.includes.map((include) => ({ ...include, range: rangeOf(include) })),
    {
      engine,
      reading,
      context: options.context,
      pathsOf: options.pathsOf,
      partOf: options.partOf ?? ((whole) => ({ text: whole, offset: 0 })),
    },
  );
  const fragments = loaded.fragments.map((fragment) => ({
    name: fragment.name,
    path: fragment.path,
    ...marked(withoutMarks(fragment.text), boundariesOf(fragment.text), fragment.start),
  }));
  const messages = messagesOf(
    text,
    [...boundaries, ...rolesOf(analysis.roles)],
    analysis.comments,
    options,
  );
  if (messages.length === 0)
    reading.report(
      reading.lines.range(offset, offset),
      'error',
      'prompt-empty',
      'The prompt is empty: there is nothing to send. Write the text of the prompt.',
    );
  if (reading.problems.slice(before).some(({ severity }) => severity === 'error')) return undefined;
  const body: TemplateBody = {
    language,
    template: marked(text, boundaries, reading.lines.positionAt(offset)),
    firstRole,
    fragments,
    threads,
    trims,
  };
  try {
    engine.compile(body.template.text, namedTexts(body));
  } catch (error) {
    const [include] = analysis.includes;
    const place = include === undefined ? reading.lines.range(offset, offset) : rangeOf(include);
    reading.report(
      place,
      'error',
      isEvalError(error) ? error.code : 'bad-template',
      messageOf(error),
    );
    return undefined;
  }
  const uses = analysis.variables.map((use) => ({ name: use.name, range: rangeOf(use) }));
  return {
    body,
    messages,
    variables: [...uses, ...loaded.variables],
    dependencies: [...new Set(fragments.map(({ path }) => path))],
  };
}

const compiled = new WeakMap<TemplateBody, Promise<CompiledTemplate>>();

/** Fills in the template of a prompt. @throws {EvalError} bad-template, at the tag that cannot be filled in */
export async function renderBody(prompt: Prompt, given: JsonObject): Promise<RenderedPrompt> {
  const { body } = prompt;
  if (body === undefined)
    throw new Error(`The prompt ${prompt.path} was read without its template.`);
  let template = compiled.get(body);
  if (template === undefined) {
    template = engineFor(body.language).then((engine) =>
      engine.compile(body.template.text, namedTexts(body)),
    );
    compiled.set(body, template);
  }
  const values = { ...prompt.defaults, ...given };
  const threads = Object.fromEntries(body.threads.map((name) => [name, mark('messages', name)]));
  const { text, missing } = filled(
    await template,
    { ...cleanVariables(values), ...threads },
    prompt.path,
    body,
  );
  return { ...conversationOf(text, body, values), missing };
}

function filled(
  template: CompiledTemplate,
  variables: JsonObject,
  path: string,
  { template: whole, fragments }: TemplateBody,
): FilledTemplate {
  try {
    return template.fill(variables);
  } catch (error) {
    if (!(error instanceof TemplateError) || error.place === undefined) throw error;
    const { fragment: name, start, end } = error.place;
    const fragment = fragments.find((one) => one.name === name);
    throw new EvalError(error.code, error.message, {
      file: fragment?.path ?? path,
      range: rangeInFile(fragment ?? whole, start, end),
      cause: error,
    });
  }
}

function conversationOf(
  text: string,
  body: TemplateBody,
  values: JsonObject,
): { readonly messages: readonly Message[]; readonly historyAt?: number } {
  const messages: Message[] = [];
  let historyAt: number | undefined;
  let role = body.firstRole;
  let content = '';
  const close = () => {
    const written = body.trims ? withoutBlankLines(content) : content;
    if (written.trim() !== '') messages.push({ role, content: written });
    content = '';
  };
  for (const part of takeApart(text)) {
    switch (part.kind) {
      case 'text':
        content += part.text;
        break;
      case 'role': {
        close();
        const next = roleOf(part.value);
        if (next === undefined)
          throw badTemplate(
            `There is no role '${part.value}'. Known are system, user, model and tool.`,
          );
        role = next;
        break;
      }
      case 'history':
        close();
        historyAt = messages.length;
        role = 'assistant';
        break;
      case 'messages':
        close();
        messages.push(...messagesIn(part.value, values[part.value]));
        break;
    }
  }
  close();
  return { messages, ...(historyAt !== undefined && { historyAt }) };
}

/** Earlier messages that a variable holds. */
function messagesIn(name: string, value: JsonValue | undefined): readonly Message[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value))
    throw badTemplate(`'${name}' must be a list of messages with role and content.`);
  return value.map((item: JsonValue) => {
    const { role, content } = Object(item);
    const known = typeof role === 'string' ? roleOf(role) : undefined;
    if (known === undefined || typeof content !== 'string')
      throw badTemplate(`'${name}' must be a list of messages with role and content.`);
    return { role: known, content };
  });
}

const roleNames = new Map<string, Role>([
  ['system', 'system'],
  ['developer', 'developer'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['model', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

/** The role that a word of any format means. */
export function roleOf(word: string): Role | undefined {
  return roleNames.get(word.toLowerCase());
}

function rolesOf(roles: readonly NamedStretch[]): readonly Boundary[] {
  return roles.flatMap(({ name, start, end }) => {
    const role = roleOf(name);
    return role === undefined ? [] : [{ kind: 'role' as const, role, start, end }];
  });
}

/** The messages as they stand in the file, comments left out. */
function messagesOf(
  text: string,
  boundaries: readonly Boundary[],
  comments: readonly Stretch[],
  { offset, firstRole, reading }: BodyOptions,
): readonly PromptMessage[] {
  const sorted = boundaries.toSorted((a, b) => a.start - b.start);
  const cuts = [{ role: firstRole, end: 0 }, ...sorted];
  let next = 0;
  return cuts.flatMap(({ role, end: from }, index) => {
    const to = sorted[index]?.start ?? text.length;
    const inside: Stretch[] = [];
    for (
      let comment = comments[next];
      comment !== undefined && comment.start < to;
      comment = comments[++next]
    )
      inside.push(comment);
    const template = unixLines(withoutBlankLines(textWithout(text, from, to, inside)));
    if (template.trim() === '') return [];
    const written = text.slice(from, to);
    const first = from + written.length - withoutBlankStart(written).length;
    const last = from + written.trimEnd().length;
    return [{ role, template, range: reading.lines.range(offset + first, offset + last) }];
  });
}

function textWithout(text: string, from: number, to: number, gaps: readonly Stretch[]): string {
  let kept = '';
  let at = from;
  for (const { start, end } of gaps) {
    kept += text.slice(at, Math.max(at, start));
    at = Math.max(at, end);
  }
  return kept + text.slice(Math.min(at, to), to);
}

/** The lines of boundaries as marks. @param origin where the text begins in its file */
function marked(text: string, boundaries: readonly Boundary[], origin: Position): PlacedText {
  const lines = new LineMap(text);
  const parts: PlacedPart[] = [];
  let result = '';
  const add = (from: number, to: number) => {
    const { line, column } = lines.positionAt(from);
    const start = {
      line: origin.line + line,
      column: line === 0 ? origin.column + column : column,
    };
    parts.push({ at: result.length, start });
    result += unixLines(text.slice(from, to));
  };
  let at = 0;
  for (const { kind, role, written, start, end } of boundaries) {
    add(at, start);
    result += mark(kind, kind === 'role' ? (written ?? role) : '');
    at = end;
  }
  add(at, text.length);
  return { text: result, parts };
}

function namedTexts({ fragments }: TemplateBody): ReadonlyMap<string, string> {
  return new Map(fragments.map(({ name, text }) => [name, text]));
}

function withoutBlankLines(text: string): string {
  return withoutBlankStart(text).trimEnd();
}

/** The indentation of the first line belongs to it. */
function withoutBlankStart(text: string): string {
  const first = text.search(/\S/);
  if (first < 0) return '';
  const before = text.slice(0, first);
  return text.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1);
}
