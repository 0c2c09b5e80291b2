import { isEvalError, messageOf } from '../errors.ts';
import { LineMap, type Position, type SourceFile, unixLines } from '../text.ts';
import type { ProblemList } from '../yaml/problemList.ts';
import { withoutBlankLines, withoutBlankStart } from './blankLines.ts';
import type { ReadContext } from './format.ts';
import { loadFragments, namedTexts } from './fragments.ts';
import type { Role } from './message.ts';
import type { PlacedPart, PlacedText } from './placedText.ts';
import type { PromptMessage, TemplateBody, VariableUse } from './prompt.ts';
import { roleOf } from './roleNames.ts';
import { engineFor } from './templates/engines.ts';
import { mark, withoutMarks } from './templates/marks.ts';
import type { NamedStretch, Stretch, TemplateLanguage } from './templates/template.ts';

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
