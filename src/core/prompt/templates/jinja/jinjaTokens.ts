/// <reference path="./huggingfaceJinja.d.ts" />
import { type Token, tokenize } from '@huggingface/jinja';
import { badTemplate } from '../effort.ts';
import type { TemplatePlace } from '../template.ts';
import type { JinjaTag } from './scanJinja.ts';
import { scanJinja } from './scanJinja.ts';

/** Filters under the names that the interpreter knows. */
const aliases = new Map([
  ['d', 'default'],
  ['count', 'length'],
  ['e', 'safe'],
  ['escape', 'safe'],
]);
/** Most tokens of a template with all that it includes. */
const maxTokens = 400_000;
const maxIncludes = 2000;

/** Statement that puts in another text. Group 2: its name; group 3: whether it may be missing. */
export const includeStatement =
  /^\s*include\s+(["'])([^"'\n]+)\1(\s+ignore\s+missing)?(?:\s+with(?:out)?\s+context)?\s*$/;

/**
 * The tokens of one tag. Tags are given to the library one by one: it looks for some of its own words with an expression that takes
 * quadratic time on white space, and it does not say where a mistake is.
 */
export function tokensOfTag(tag: JinjaTag): Token[] {
  const inner = tag.inner.replace(/\s{2,}/g, (space) => (space.length > 200 ? ' ' : space));
  const [open, close] = tag.kind === 'output' ? ['{{', '}}'] : ['{%', '%}'];
  const tokens = tokenize(`${open} ${inner} ${close}`);
  return tokens.map((token, index) => {
    const alias = tokens[index - 1]?.type === 'Pipe' ? aliases.get(token.value) : undefined;
    return alias === undefined ? token : { ...token, value: alias };
  });
}

/** A text that stands before each tag and says which one it is; the library forgets where its tokens stood. */
const signpost = '\uFDD2';

/** The number of the tag that follows, where a text is a sign. */
export function tagNumber(text: unknown): number | undefined {
  return typeof text === 'string' && text.startsWith(signpost) ? Number(text.slice(1)) : undefined;
}

/** A template with all that it includes, for the library's parser. */
export interface JinjaTokens {
  readonly tokens: readonly Token[];
  /** Where each tag stands, by its number. */
  readonly places: readonly TemplatePlace[];
}

/** The tokens of a template, included texts in their places. @throws {EvalError} bad-template */
export function tokensOf(template: string, fragments: ReadonlyMap<string, string>): JinjaTokens {
  const tokens: Token[] = [];
  const places: TemplatePlace[] = [];
  /** Of each open `if`, how many more its `elif`s have opened. */
  const elifs: number[] = [];
  const open = new Set<string>();
  let includes = 0;
  const addTag = (tag: JinjaTag, fragment: string | undefined) => {
    const [start, word, ...rest] = tokensOfTag(tag);
    if (start === undefined || word === undefined) return;
    const isStatement = tag.kind === 'statement';
    const name = isStatement ? word.value : '';
    if (name === 'if') elifs.push(0);
    const isElif = name === 'elif' && elifs.length > 0;
    // `elif` is `else` with an `if` in it, before which there is room for a sign.
    if (isElif) tokens.push(...statement('else'));
    const { start: from, end } = tag;
    tokens.push({ type: 'Text', value: `${signpost}${places.length}` });
    places.push({ start: from, end, ...(fragment !== undefined && { fragment }) });
    tokens.push(start, isElif ? { ...word, value: 'if' } : word, ...rest);
    if (isElif) elifs.push((elifs.pop() ?? 0) + 1);
    if (name !== 'endif') return;
    for (let more = elifs.pop() ?? 0; more > 0; more--) tokens.push(...statement('endif'));
  };
  const add = (text: string, fragment?: string) => {
    const { pieces, faults } = scanJinja(text.replace(/\n$/, ''));
    if (faults[0] !== undefined) throw badTemplate(faults[0].message);
    for (const piece of pieces) {
      if (piece.kind === 'comment') continue;
      if (piece.kind === 'text')
        tokens.push({ type: 'Text', value: piece.text.replaceAll(signpost, '\uFFFD') });
      else {
        const included = piece.kind === 'statement' ? includeStatement.exec(piece.inner) : null;
        if (included === null) addTag(piece, fragment);
        else include(included[2] ?? '', included[3] !== undefined);
      }
      if (tokens.length > maxTokens)
        throw badTemplate('The template is too large with all that it includes.');
    }
  };
  const include = (name: string, isOptional: boolean) => {
    const text = fragments.get(name);
    if (text === undefined) {
      if (isOptional) return;
      throw badTemplate(`The included text '${name}' cannot be read.`);
    }
    if (open.has(name)) throw badTemplate(`'${name}' includes itself. End the circle.`);
    if (++includes > maxIncludes)
      throw badTemplate(`The template includes other texts more than ${maxIncludes} times.`);
    open.add(name);
    add(text, name);
    open.delete(name);
  };
  add(template);
  return { tokens, places };
}

function statement(name: string): readonly Token[] {
  return [
    { type: 'OpenStatement', value: '{%' },
    { type: 'Identifier', value: name },
    { type: 'CloseStatement', value: '%}' },
  ];
}
