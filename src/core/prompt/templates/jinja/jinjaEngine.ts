/// <reference path="./huggingfaceJinja.d.ts" />
import { parse } from '@huggingface/jinja';
import { didYouMean, nearest } from '../../../nearest.ts';
import { asBadTemplate, maxNesting } from '../effort.ts';
import type {
  NamedStretch,
  Stretch,
  TemplateAnalysis,
  TemplateEngine,
  TemplateFault,
} from '../template.ts';
import { interpret } from './boundedInterpreter.ts';
import { includeStatement, tokensOf, tokensOfTag } from './jinjaTokens.ts';
import { wordsOf } from './jinjaWords.ts';
import { type JinjaTag, scanJinja } from './scanJinja.ts';

/** Jinja2 by an interpreter: a template cannot run code, and reaches nothing but the variables. */
export const jinjaEngine: TemplateEngine = {
  analyse,
  compile(text, fragments) {
    try {
      const { tokens, places } = tokensOf(text, fragments);
      const program = parse(tokens);
      return { fill: (variables) => interpret(program, places, variables) };
    } catch (error) {
      throw asBadTemplate(error);
    }
  },
};

const filters =
  'safe tojson list first last length reverse sort join string unique upper lower title capitalize trim indent int float abs items keys values bool default replace selectattr rejectattr map d count e escape'.split(
    ' ',
  );
const tests =
  'boolean callable odd even false true none string number integer iterable mapping sequence lower upper defined undefined equalto eq'.split(
    ' ',
  );
/** Statements that open a block, with the one that closes it. */
const blocks = new Map([
  ['if', 'endif'],
  ['for', 'endfor'],
  ['macro', 'endmacro'],
  ['call', 'endcall'],
  ['filter', 'endfilter'],
  ['set', 'endset'],
]);
const inBlocks = new Map([
  ['elif', ['if']],
  ['else', ['if', 'for']],
]);
const closers = new Map([...blocks].map(([open, close]) => [close, open]));
const single = ['include', 'break', 'continue', 'raw'];
const unsupported = [
  'extends',
  'block',
  'endblock',
  'import',
  'from',
  'with',
  'endwith',
  'autoescape',
  'trans',
  'do',
  'generation',
];
const statements = [...blocks.keys(), ...closers.keys(), ...inBlocks.keys(), ...single];
const globals = ['range', 'namespace', 'loop', 'caller', 'varargs', 'kwargs'];

interface OpenBlock {
  readonly name: string;
  readonly tag: JinjaTag;
  readonly bound: Set<string>;
}

function analyse(text: string): TemplateAnalysis {
  const { pieces, faults: found } = scanJinja(text);
  const faults: TemplateFault[] = [...found];
  const variables: NamedStretch[] = [];
  const includes: NamedStretch[] = [];
  const comments: Stretch[] = [];
  const open: OpenBlock[] = [];
  const bound = new Set(globals);
  const report = (place: Stretch, code: string, message: string, replacement?: string) =>
    faults.push({
      start: place.start,
      end: place.end,
      severity: 'error',
      code,
      message,
      ...(replacement !== undefined && { replacement }),
    });
  const read = (expression: string, offset: number) => {
    for (const word of wordsOf(expression, offset)) {
      const { role, name, start, end } = word;
      if (role !== 'variable') {
        const known = role === 'filter' ? filters : tests;
        if (known.includes(name)) continue;
        const close = nearest(name, known);
        report(
          word,
          'template-unsupported',
          `There is no ${role} '${name}' here.${didYouMean(close)}`,
          close,
        );
        continue;
      }
      const root = name.split('.', 1)[0] ?? name;
      if (!bound.has(root) && !open.some((block) => block.bound.has(root)))
        variables.push({ name, start, end });
    }
  };
  for (const tag of pieces) {
    if (tag.kind === 'text') continue;
    if (tag.kind === 'comment') {
      comments.push({ start: tag.start, end: tag.end });
      continue;
    }
    if (tag.kind === 'output') {
      if (checkSyntax(tag, [], report)) read(tag.inner, tag.innerStart);
      continue;
    }
    const [, space = '', name = ''] = /^(\s*)([A-Za-z]*)/.exec(tag.inner) ?? [];
    const rest = tag.inner.slice(space.length + name.length);
    const restStart = tag.innerStart + space.length + name.length;
    if (unsupported.includes(name)) {
      report(
        tag,
        'template-unsupported',
        `'{% ${name} %}' is not supported. Use 'include', 'macro', 'set', 'if' and 'for'.`,
      );
      continue;
    }
    if (!statements.includes(name)) {
      const close = nearest(name, statements);
      report(tag, 'template-syntax', `There is no statement '${name}'.${didYouMean(close)}`);
      continue;
    }
    if (name === 'include') {
      const match = includeStatement.exec(tag.inner);
      if (match === null)
        report(
          tag,
          'template-unsupported',
          '\'include\' needs the name of a file in quotes: {% include "rules.md" %}.',
        );
      else if (match[3] === undefined)
        includes.push({ name: match[2] ?? '', start: tag.start, end: tag.end });
      continue;
    }
    const opener = closers.get(name);
    if (opener !== undefined) {
      const last = open.at(-1);
      if (last?.name === opener) open.pop();
      else if (last === undefined)
        report(
          tag,
          'template-syntax',
          `'${name}' closes nothing. Remove it, or open '${opener}' before it.`,
        );
      else
        report(
          tag,
          'template-syntax',
          `'${name}' does not close '${last.name}'. Write 'end${last.name}' here.`,
        );
      continue;
    }
    const owners = inBlocks.get(name);
    if (owners !== undefined) {
      if (!owners.includes(open.at(-1)?.name ?? ''))
        report(
          tag,
          'template-syntax',
          `'${name}' must stand in ${owners.map((owner) => `'${owner}'`).join(' or ')}.`,
        );
      else if (name === 'elif' && checkSyntax({ ...tag, inner: ` if${rest}` }, ['if'], report))
        read(rest, restStart);
      continue;
    }
    if (!blocks.has(name)) continue;
    const isInline = name === 'set' && rest.includes('=');
    if (!checkSyntax(tag, isInline ? [] : [name], report)) {
      if (!isInline) open.push({ name, tag, bound: new Set() });
      continue;
    }
    const names = namesBoundBy(name, rest);
    if (name === 'set') {
      const equals = isInline ? rest.indexOf('=') + 1 : rest.length;
      read(rest.slice(equals), restStart + equals);
      for (const one of names) bound.add(one);
    } else if (name === 'for') {
      const at = /\sin\s/.exec(rest);
      const from = at === null ? 0 : at.index + at[0].length;
      const condition = / if\s/.exec(rest.slice(from))?.index;
      const until = condition === undefined ? rest.length : from + condition;
      read(rest.slice(from, until), restStart + from);
      open.push({ name, tag, bound: new Set(names) });
      read(rest.slice(until), restStart + until);
    } else {
      const [first, ...parameters] = names;
      if (name === 'macro' && first !== undefined) bound.add(first);
      if (name !== 'macro') read(rest, restStart);
      open.push({ name, tag, bound: new Set(parameters) });
    }
    if (isInline) continue;
    if (name === 'set') open.push({ name, tag, bound: new Set() });
    if (open.length > maxNesting) {
      report(
        tag,
        'template-syntax',
        `Blocks are nested more than ${maxNesting} levels deep. Use fewer levels.`,
      );
      break;
    }
  }
  // Once a tag is broken, what follows is not known.
  if (found.length === 0 && open.length <= maxNesting)
    for (const { name, tag } of open)
      report(tag, 'template-syntax', `'{% ${name} %}' is not closed. Add '{% end${name} %}'.`);
  return { faults, variables, includes, comments, roles: [] };
}

/** The names that a statement gives values to. */
function namesBoundBy(statement: string, rest: string): readonly string[] {
  switch (statement) {
    case 'for':
      return wordsIn(rest.split(/\sin\s/, 1)[0] ?? '');
    case 'set':
      return wordsIn((rest.split('=', 1)[0] ?? '').split('.', 1)[0] ?? '');
    case 'macro':
      return wordsIn(rest.replaceAll(/=[^,)]*/g, ''));
    default:
      return [];
  }
}

function wordsIn(text: string): readonly string[] {
  return text.match(/[A-Za-z_]\w*/g) ?? [];
}

/** Parses one tag by itself, so that its mistake is found in its place. */
function checkSyntax(
  tag: JinjaTag,
  closes: readonly string[],
  report: (place: Stretch, code: string, message: string) => void,
): boolean {
  if (tag.inner.trim() === '') {
    report(tag, 'template-syntax', 'This tag is empty. Name a variable, or remove it.');
    return false;
  }
  try {
    const closing = closes.flatMap((name) => [
      { type: 'OpenStatement' as const, value: '{%' },
      { type: 'Identifier' as const, value: `end${name}` },
      { type: 'CloseStatement' as const, value: '%}' },
    ]);
    parse([...tokensOfTag(tag), ...closing]);
    return true;
  } catch (error) {
    const said = error instanceof SyntaxError || error instanceof Error ? error.message : '';
    const why =
      error instanceof TypeError || error instanceof RangeError
        ? ''
        : ` (${said.replace(/^Parser Error: /, '').replace(/\.$/, '')})`;
    report(
      tag,
      'template-syntax',
      `This tag cannot be read as Jinja${why}. Check its quotes, brackets and operators.`,
    );
    return false;
  }
}
