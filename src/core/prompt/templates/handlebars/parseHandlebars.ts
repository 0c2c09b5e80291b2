import Handlebars from 'handlebars';
import { LineMap } from '../../../text.ts';
import { maxNesting } from '../effort.ts';
import type { Stretch, TemplateFault } from '../template.ts';
import type { Call, Expression, Hash, Literal, Node, Path } from './tree.ts';

export interface ParsedHandlebars {
  readonly nodes: readonly Node[];
  readonly faults: readonly TemplateFault[];
  readonly comments: readonly Stretch[];
}

/** Most tags of a template: the library's parser takes quadratic time. */
const maxTags = 4000;

/** Parses a template. The library only reads it; it is never compiled to code. */
export function parseHandlebars(template: string): ParsedHandlebars {
  const fault = tooMuch(template);
  if (fault !== undefined) return { nodes: [], faults: [fault], comments: [] };
  let program: unknown;
  try {
    program = Handlebars.parse(template);
  } catch (error) {
    return { nodes: [], faults: [syntaxFault(error, template)], comments: [] };
  }
  const reader = new TreeReader(new LineMap(template));
  const nodes = reader.nodes(program);
  return { nodes, faults: reader.faults, comments: reader.comments };
}

/** What would keep the parser busy for too long. */
function tooMuch(template: string): TemplateFault | undefined {
  let tags = 0;
  let depth = 0;
  const refuse = (at: number, message: string): TemplateFault => ({
    start: at,
    end: at + 2,
    severity: 'error',
    code: 'template-syntax',
    message,
  });
  for (const match of template.matchAll(/\{\{[{~]?([#^/]?)/g)) {
    if (++tags > maxTags)
      return refuse(
        match.index,
        `The template has more than ${maxTags} tags. Move parts of it into partials.`,
      );
    const [, sigil] = match;
    if (sigil === '/') depth = Math.max(0, depth - 1);
    else if (sigil === '#' && ++depth > maxNesting)
      return refuse(
        match.index,
        `Blocks are nested more than ${maxNesting} levels deep. Use fewer levels, and close each.`,
      );
  }
  return undefined;
}

/** `Parse error on line 3: ... Expecting ..., got 'EOF'`, or `if doesn't match each - 2:3`. */
function syntaxFault(error: unknown, template: string): TemplateFault {
  const said = error instanceof Error ? error.message : String(error);
  const lines = new LineMap(template);
  const at = (start: number, end: number, message: string): TemplateFault => ({
    start,
    end: Math.max(end, start),
    severity: 'error',
    code: 'template-syntax',
    message,
  });
  const mismatch = /^(\S+) doesn't match (\S+) - (\d+):(\d+)/.exec(said);
  if (mismatch !== null) {
    const [, opened, closed, line, column] = mismatch;
    const start = lines.offsetAt({ line: Number(line) - 1, column: Number(column) });
    return at(
      start,
      start + 1,
      `The block '${opened}' is closed as '${closed}'. Write '{{/${opened}}}'.`,
    );
  }
  if (/got 'EOF'/.test(said)) {
    const open = lastOpenBlock(template);
    if (open !== undefined)
      return at(
        open.start,
        open.end,
        `The block '${open.name}' is not closed. Add '{{/${open.name}}}'.`,
      );
  }
  const line = Number(/on line (\d+)/.exec(said)?.[1] ?? 1) - 1;
  const range = lines.lineRange(Math.min(line, lines.lineCount - 1));
  const unexpected = /got '([^']+)'/.exec(said)?.[1];
  const why = unexpected === undefined ? '' : ` (unexpected ${wordFor(unexpected)})`;
  return at(
    lines.offsetAt(range.start),
    lines.offsetAt(range.end),
    `A tag in this line cannot be read as Handlebars${why}. Check its braces and quotes.`,
  );
}

function wordFor(token: string): string {
  switch (token) {
    case 'CLOSE':
      return "'}}'";
    case 'EOF':
      return 'end of the text';
    case 'INVALID':
      return 'character';
    case 'OPEN_ENDBLOCK':
      return 'closing tag';
    default:
      return token.toLowerCase().replaceAll('_', ' ');
  }
}

function lastOpenBlock(template: string) {
  const open: { readonly name: string; readonly start: number; readonly end: number }[] = [];
  for (const match of template.matchAll(/\{\{~?([#^/])[>*]?\s*([^\s}~]*)/g)) {
    const [whole, sigil, name = ''] = match;
    if (sigil === '/') open.pop();
    else if (name !== '') open.push({ name, start: match.index, end: match.index + whole.length });
  }
  return open.at(-1);
}

/** The library's tree as ours. */
class TreeReader {
  readonly faults: TemplateFault[] = [];
  readonly comments: Stretch[] = [];
  private readonly lines: LineMap;

  constructor(lines: LineMap) {
    this.lines = lines;
  }

  nodes(program: unknown): readonly Node[] {
    const body = part(program, 'body');
    return Array.isArray(body) ? body.flatMap((item) => this.node(item)) : [];
  }

  private node(item: unknown): readonly Node[] {
    const place = this.place(item);
    switch (part(item, 'type')) {
      case 'ContentStatement':
        return [{ kind: 'text', text: text(part(item, 'value')) }];
      case 'CommentStatement':
        this.comments.push(place);
        return [];
      case 'MustacheStatement':
        return [
          {
            kind: 'output',
            call: this.call(item),
            isEscaped: part(item, 'escaped') === true,
            ...place,
          },
        ];
      case 'BlockStatement': {
        const program = part(item, 'program');
        const inverse = part(item, 'inverse');
        const names = part(program, 'blockParams') ?? part(inverse, 'blockParams');
        return [
          {
            kind: 'block',
            call: this.call(item),
            body: program ? this.nodes(program) : undefined,
            inverse: inverse ? this.nodes(inverse) : undefined,
            names: Array.isArray(names) ? names.map(text) : [],
            ...place,
          },
        ];
      }
      case 'PartialStatement': {
        const name = part(part(item, 'name'), 'original');
        if (typeof name !== 'string' && typeof name !== 'number') {
          this.unsupported(
            place,
            'A partial whose name is computed is not supported. Write its name.',
          );
          return [];
        }
        const [context] = this.expressions(part(item, 'params'));
        return [
          {
            kind: 'partial',
            name: String(name),
            context,
            hash: this.hash(item),
            indent: text(part(item, 'indent')),
            ...place,
          },
        ];
      }
      default:
        this.unsupported(
          place,
          'Inline partials, partial blocks and decorators are not supported. Use a partial in a file of its own.',
        );
        return [];
    }
  }

  private unsupported(place: Stretch, message: string): void {
    this.faults.push({ ...place, severity: 'error', code: 'template-unsupported', message });
  }

  private call(item: unknown): Call {
    const path = this.expression(part(item, 'path'));
    return {
      path: path.kind === 'call' ? { kind: 'literal', value: undefined } : path,
      params: this.expressions(part(item, 'params')),
      hash: this.hash(item),
    };
  }

  private hash(item: unknown): Hash {
    const pairs = part(part(item, 'hash'), 'pairs');
    return Array.isArray(pairs)
      ? pairs.map(
          (pair) => [text(part(pair, 'key')), this.expression(part(pair, 'value'))] as const,
        )
      : [];
  }

  private expressions(list: unknown): readonly Expression[] {
    return Array.isArray(list) ? list.map((item) => this.expression(item)) : [];
  }

  private expression(item: unknown): Expression {
    switch (part(item, 'type')) {
      case 'PathExpression':
        return this.path(item);
      case 'SubExpression':
        return { kind: 'call', call: this.call(item) };
      case 'NullLiteral':
        return { kind: 'literal', value: null };
      default:
        return { kind: 'literal', value: literal(part(item, 'value')) };
    }
  }

  private path(item: unknown): Path {
    const parts = part(item, 'parts');
    const original = text(part(item, 'original'));
    const depth = part(item, 'depth');
    return {
      kind: 'path',
      name: original,
      isData: part(item, 'data') === true,
      depth: typeof depth === 'number' ? depth : 0,
      parts: Array.isArray(parts) ? parts.map(text) : [],
      isScoped: /^(?:\.|this\b)/.test(original),
      ...this.place(item),
    };
  }

  private place(item: unknown): Stretch {
    const loc = part(item, 'loc');
    return { start: this.offset(part(loc, 'start')), end: this.offset(part(loc, 'end')) };
  }

  private offset(position: unknown): number {
    return this.lines.offsetAt({
      line: Number(part(position, 'line') ?? 1) - 1,
      column: Number(part(position, 'column') ?? 0),
    });
  }
}

function part(item: unknown, key: string): unknown {
  return item !== null && typeof item === 'object' ? Reflect.get(item, key) : undefined;
}

function text(item: unknown): string {
  return item === undefined || item === null ? '' : String(item);
}

function literal(value: unknown): Literal['value'] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}
